/** A JSON text that people write, with comments and trailing commas, and the places of what it says. */
import { findNodeAtLocation, parseTree, type JSONPath, type Node, type ParseError } from "jsonc-parser";

/** `line` and `column` count from 1, columns in UTF-16 units as editors do. */
export interface Place {
  line: number;
  column: number;
}

export interface Problem extends Place {
  message: string;
}

export interface JsonDocument {
  /** Undefined for an empty text. */
  readonly tree: Node | undefined;
  readonly value: unknown;
  /** Syntax errors, and names that one object says twice. */
  readonly problems: readonly Problem[];
  /** Where a value is; where it is missing, the nearest value around it. */
  placeOf(path: JSONPath): Place;
  /** Where the name of a property is. */
  placeOfName(path: JSONPath): Place;
}

export function readDocument(text: string): JsonDocument {
  const errors: ParseError[] = [];
  const tree = parseTree(withoutMark(text), errors, { allowTrailingComma: true });
  const at = placesIn(text);
  const first = errors[0];
  const node = (path: JSONPath): Node | undefined => (tree === undefined ? undefined : findNodeAtLocation(tree, path));
  const placeOf = (path: JSONPath): Place => {
    for (let length = path.length; length >= 0; length--) {
      const found = node(path.slice(0, length));
      if (found !== undefined) return at(found.offset);
    }
    return at(0);
  };
  return {
    tree,
    value: tree === undefined ? undefined : valueOf(tree),
    // What follows the first error is guesswork of the parser.
    problems: first === undefined ? (tree === undefined ? [] : findRepeated(tree, at)) : [{ message: syntaxError(text, first), ...at(first.offset) }],
    placeOf,
    placeOfName: (path) => {
      const name = node(path)?.parent?.children?.[0];
      return name === undefined ? placeOf(path) : at(name.offset);
    },
  };
}

const byteOrderMark = "\ufeff";

/** The parser knows no byte order mark; a space in its place leaves all offsets as they are. */
export function withoutMark(text: string): string {
  return text.startsWith(byteOrderMark) ? ` ${text.slice(1)}` : text;
}

function placesIn(text: string): (offset: number) => Place {
  const starts = [0];
  for (let i = text.indexOf("\n"); i >= 0; i = text.indexOf("\n", i + 1)) starts.push(i + 1);
  return (offset) => {
    let low = 0;
    for (let high = starts.length; high - low > 1;) {
      const middle = (low + high) >> 1;
      if (starts[middle]! <= offset) low = middle;
      else high = middle;
    }
    const mark = low === 0 && text.startsWith(byteOrderMark) ? 1 : 0;
    return { line: low + 1, column: Math.max(1, offset - starts[low]! + 1 - mark) };
  };
}

/** As jsonc-parser numbers them: `ParseErrorCode` is a const enum, which type stripping cannot read. */
const syntaxErrors: Readonly<Record<number, string>> = {
  1: "this is no JSON",
  2: "this is no number",
  3: "the name of a property is expected",
  4: "a value is expected",
  5: "a colon is expected",
  6: "a comma is expected",
  7: "a closing brace is expected",
  8: "a closing bracket is expected",
  9: "nothing may follow the end",
  11: "the comment has no end",
  12: "the string has no end",
  13: "the number has no end",
  14: "this is no Unicode escape",
  15: "this is no escape",
  16: "this character must be escaped",
};

function syntaxError(text: string, { error, offset }: ParseError): string {
  const conflict = /^(?:<{7}|={7}|>{7})/.test(text.slice(text.lastIndexOf("\n", Math.max(0, offset - 1)) + 1, offset + 7));
  return conflict ? "the file holds the marks of a merge conflict" : `not valid JSON: ${syntaxErrors[error] ?? "syntax error"}`;
}

function findRepeated(tree: Node, at: (offset: number) => Place): Problem[] {
  const problems: Problem[] = [];
  const visit = (node: Node): void => {
    if (node.type === "object") {
      const seen = new Map<string, Node>();
      for (const property of node.children ?? []) {
        const name = property.children![0]!;
        // A property's name is a string node.
        const key = name.value as string;
        const before = seen.get(key);
        if (before === undefined) seen.set(key, name);
        else
          problems.push({
            message: `${JSON.stringify(key)} stands here a second time, first in line ${at(before.offset).line}: keep one`,
            ...at(name.offset),
          });
      }
    }
    for (const child of node.children ?? []) visit(child);
  };
  visit(tree);
  return problems;
}

/** Unlike jsonc-parser's own, without a way to a prototype: `__proto__` is a name like any other. */
function valueOf(node: Node): unknown {
  if (node.type === "array") return (node.children ?? []).map(valueOf);
  if (node.type !== "object") return node.value;
  const object: Record<string, unknown> = {};
  for (const property of node.children ?? []) {
    const [name, value] = property.children ?? [];
    if (name === undefined || value === undefined) continue;
    Object.defineProperty(object, name.value, { value: valueOf(value), enumerable: true, configurable: true, writable: true });
  }
  return object;
}
