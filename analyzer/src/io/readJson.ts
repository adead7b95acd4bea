/** Reads configuration files: JSON, also with comments and trailing commas. A broken file costs what it says, never the run. */
import { readFileSync } from "node:fs";
import { parse, printParseErrorCode } from "jsonc-parser";
import type { ParseError } from "jsonc-parser";
import type { Warning } from "../model/warning.ts";

export type JsonObject = Record<string, unknown>;

/** `path` is for the warning. Undefined when the file is missing, or does not hold an object. */
export function readJson(absolute: string, path: string, warnings: Warning[]): JsonObject | undefined {
  let text: string;
  try {
    text = readFileSync(absolute, "utf8");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    if (code !== "ENOENT" && code !== "EISDIR" && code !== "ENOTDIR")
      warnings.push({ reason: "unreadable", message: `cannot be read (${code}); its settings are not applied`, path });
    return undefined;
  }
  return parseJson(text, path, warnings);
}

export function parseJson(text: string, path: string, warnings: Warning[]): JsonObject | undefined {
  const clean = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  let value: unknown;
  try {
    // Many times as fast as the tolerant parser, and nearly always enough.
    value = JSON.parse(clean);
  } catch {
    const errors: ParseError[] = [];
    value = parse(clean, errors, { allowTrailingComma: true, allowEmptyContent: true });
    const first = errors[0];
    if (first !== undefined) {
      const before = clean.slice(0, first.offset).split("\n");
      warnings.push({
        reason: "broken-config",
        message: `is not valid JSON (${printParseErrorCode(first.error)}); what could be read of it is used`,
        path,
        line: before.length,
        column: (before.at(-1)?.length ?? 0) + 1,
      });
    }
  }
  return isObject(value) ? value : undefined;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === "string") : [];
}

export function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
