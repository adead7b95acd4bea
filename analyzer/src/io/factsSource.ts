/** Reads one source file and extracts its facts: the step that every thread takes. */
import { readFileSync } from "node:fs";
import { extractFile } from "../extract/extractFile.ts";
import { ranOutOfStack } from "../extract/survive.ts";
import type { FileFacts } from "../model/facts.ts";
import { contentKey } from "./cacheStore.ts";
import { decodeSource, isMinified, sourceExtension } from "./sourceFile.ts";

export type FactsResult =
  | { readonly kind: "facts"; readonly key: string; readonly facts: FileFacts }
  | { readonly kind: "skipped"; readonly key: string; readonly reason: "unreadable" | "not-text" | "minified"; readonly message: string };

export function readFacts(root: string, path: string): FactsResult {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(`${root}/${path}`);
  } catch (error) {
    return { kind: "skipped", key: "", reason: "unreadable", message: error instanceof Error ? error.message : String(error) };
  }
  const key = contentKey(bytes, sourceExtension(path));
  const source = decodeSource(bytes);
  if ("reason" in source) return { kind: "skipped", key, reason: source.reason, message: "holds no text" };
  if (isMinified(source.text)) return { kind: "skipped", key, reason: "minified", message: "was minified by a tool" };
  return { kind: "facts", key, facts: extractFile(path, source.text) };
}

/** Was the stack too short for this file? A longer one gives all of its facts. */
export const isTooDeep = (result: FactsResult): boolean => result.kind === "facts" && ranOutOfStack(result.facts);
