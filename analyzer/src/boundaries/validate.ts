/** zod's findings on a document, each at its place and in words that say what to write. */
import { z } from "zod";
import type { JSONPath } from "jsonc-parser";
import { readDocument, type JsonDocument, type Problem } from "./document.ts";
import { didYouMean } from "./spelling.ts";

export type Validated<T> = { kind: "valid"; value: T; document: JsonDocument } | { kind: "broken"; problems: Problem[] };

export function validateText<T>(text: string, model: z.ZodType<T>): Validated<T> {
  const document = readDocument(text);
  if (document.problems.length > 0) return { kind: "broken", problems: [...document.problems] };
  return validateDocument(document, model);
}

export function validateDocument<T>(document: JsonDocument, model: z.ZodType<T>, at: JSONPath = [], value: unknown = document.value): Validated<T> {
  const result = model.safeParse(value, { reportInput: true });
  if (result.success) return { kind: "valid", value: result.data, document };
  return { kind: "broken", problems: byPlace(result.error.issues.flatMap((issue) => describe(issue, document, at, model))) };
}

export function byPlace(problems: readonly Problem[]): Problem[] {
  return problems.toSorted((a, b) => a.line - b.line || a.column - b.column || (a.message < b.message ? -1 : a.message > b.message ? 1 : 0));
}

function describe(issue: z.core.$ZodIssue, document: JsonDocument, at: JSONPath, model: z.ZodType): Problem[] {
  // Paths in JSON hold no symbols.
  const path = [...at, ...(issue.path as JSONPath)];
  const name = nameOf(path);
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => ({
        message: `unknown setting ${JSON.stringify(key)}${name === "" ? "" : ` in ${name}`}${didYouMean(key, knownKeys(model, issue.path))}`,
        ...document.placeOfName([...path, key]),
      }));
    case "invalid_key":
      return [{ message: `${name}: ${issue.issues[0]?.message ?? "not a valid name"}`, ...document.placeOfName(path) }];
    case "invalid_type":
      return [
        issue.input === undefined
          ? { message: `${name === "" ? "the file" : name} is missing: ${article(issue.expected)} is expected`, ...document.placeOf(path) }
          : {
              message: `${name === "" ? "the file" : name} is ${kindOf(issue.input)}: ${article(issue.expected)} is expected`,
              ...document.placeOf(path),
            },
      ];
    case "invalid_value": {
      const values = issue.values.map(String);
      const given = typeof issue.input === "string" ? didYouMean(issue.input, values) : "";
      return [
        {
          message: `${name} is ${issue.input === undefined ? "missing" : JSON.stringify(issue.input)}${given}: ${values.length === 1 ? values[0] : `one of ${values.join(", ")}`} is expected`,
          ...document.placeOf(path),
        },
      ];
    }
    case "too_small":
      return [
        {
          message:
            issue.origin === "number" || issue.origin === "int"
              ? `${name} is ${String(issue.input)}: at least ${issue.minimum} is expected`
              : `${name} is empty`,
          ...document.placeOf(path),
        },
      ];
    default:
      return [{ message: `${name === "" ? "the file" : name}: ${issue.message}`, ...document.placeOf(path) }];
  }
}

/** `services.orders.members[2]`. */
export function nameOf(path: JSONPath): string {
  let name = "";
  for (const part of path) {
    if (typeof part === "number") name += `[${part}]`;
    else if (/^[\w$-]+$/.test(part)) name += name === "" ? part : `.${part}`;
    else name += `[${JSON.stringify(part)}]`;
  }
  return name;
}

function kindOf(value: unknown): string {
  if (value === null) return "null";
  return article(Array.isArray(value) ? "array" : typeof value);
}

const words: Readonly<Record<string, string>> = { array: "a list", record: "an object", object: "an object", tuple: "a list", int: "a whole number" };

function article(kind: string): string {
  return words[kind] ?? `${/^[aeiou]/.test(kind) ? "an" : "a"} ${kind}`;
}

/** Names that an object of the model knows, at a path of a value. */
export function knownKeys(model: z.core.$ZodType, path: readonly PropertyKey[]): string[] {
  const inner = unwrap(model);
  if (path.length === 0) return inner instanceof z.ZodObject ? Object.keys(inner.shape) : [];
  const [first, ...rest] = path;
  if (inner instanceof z.ZodObject) {
    const shape: Record<string, z.core.$ZodType> = inner.shape;
    const next = typeof first === "string" && Object.hasOwn(shape, first) ? shape[first] : undefined;
    return next === undefined ? [] : knownKeys(next, rest);
  }
  if (inner instanceof z.ZodRecord) return knownKeys(inner.valueType, rest);
  if (inner instanceof z.ZodArray) return knownKeys(inner.element, rest);
  return [];
}

function unwrap(model: z.core.$ZodType): z.core.$ZodType {
  return model instanceof z.ZodOptional || model instanceof z.ZodDefault ? unwrap(model.unwrap()) : model;
}
