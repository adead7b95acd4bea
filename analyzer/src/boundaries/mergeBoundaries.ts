/**
 * Two versions of the file that came from one, joined by what they say and not by where it stands: for git as a merge driver, where plain merging of
 * lines sees a conflict and there is none (two new modules side by side, two pins, two entries of one list).
 */
import type { JSONPath } from "jsonc-parser";
import { readDocument } from "./document.ts";
import { changeList, putEntries, removeProperty, setProperty } from "./entries.ts";
import { parseBoundaries } from "./parse.ts";
import { nameOf } from "./validate.ts";

export interface MergedBoundaries {
  /** Ours with what theirs changed; where both changed the same thing differently, ours. */
  text: string;
  /** What both changed differently, in words. */
  conflicts: string[];
}

/** Lists whose order says nothing: they are joined item by item. */
const sets = new Set(["members", "interface", "mayUse", "shared", "platform", "mustLink", "cannotLink"]);

/** One thing that the file says: a value of an object, or an item of a list. */
interface Statement {
  path: JSONPath;
  /** Of a list without order. */
  item: boolean;
  value: unknown;
}

/** All three are valid files. */
export function mergeBoundaries(base: string, ours: string, theirs: string): MergedBoundaries {
  const [before, mine, other] = [statementsOf(base), statementsOf(ours), statementsOf(theirs)];
  const conflicts: string[] = [];
  const wanted: { key: string; statement: Statement; gone: boolean }[] = [];
  for (const [key, statement] of other) if (!same(before.get(key), statement)) wanted.push({ key, statement, gone: false });
  for (const [key, statement] of before) if (!other.has(key)) wanted.push({ key, statement, gone: true });

  const [had, has] = [servicesOf(base), servicesOf(ours)];
  const accepted = wanted.filter(({ key, statement, gone }) => {
    const now = mine.get(key);
    if (gone ? now === undefined : same(now, statement)) return false;
    const [first, id] = statement.path;
    // What theirs says of a service that ours took away has no place any more.
    const placeless = first === "services" && typeof id === "string" && had.has(id) && !has.has(id);
    if (same(now, before.get(key)) && !placeless) return true;
    conflicts.push(`${nameOf(statement.path)}: ours says ${told(now)}, theirs ${gone ? "nothing any more" : told(statement)}`);
    return false;
  });
  const text = apply(ours, accepted);
  const parsed = parseBoundaries(text);
  if (parsed.kind === "broken") return { text: ours, conflicts: [...conflicts, ...parsed.problems.map(({ message }) => message)] };
  return { text, conflicts };
}

const told = (statement: Statement | undefined): string => (statement === undefined ? "nothing" : JSON.stringify(statement.value));
const same = (a: Statement | undefined, b: Statement | undefined): boolean => JSON.stringify(a?.value) === JSON.stringify(b?.value);

const servicesOf = (text: string): Set<string> => new Set(Object.keys(valueAt(readDocument(text).value, ["services"]) ?? {}));

function statementsOf(text: string): Map<string, Statement> {
  const found = new Map<string, Statement>();
  const visit = (value: unknown, path: JSONPath): void => {
    const name = path.at(-1);
    if (Array.isArray(value) && typeof name === "string" && sets.has(name)) {
      // An empty list says something else than none.
      found.set(JSON.stringify(["list", path]), { path, item: false, value: [] });
      for (const item of value) found.set(JSON.stringify(["item", path, item]), { path, item: true, value: item });
    } else if (typeof value === "object" && value !== null && !Array.isArray(value)) {
      if (path.length > 0) found.set(JSON.stringify(["object", path]), { path, item: false, value: {} });
      for (const [key, each] of Object.entries(value)) visit(each, [...path, key]);
    } else found.set(JSON.stringify(["value", path]), { path, item: false, value });
  };
  visit(readDocument(text).value, []);
  return found;
}

const depth = ({ statement: { path, item } }: { statement: Statement }): number => path.length + (item ? 1 : 0);

function apply(ours: string, accepted: readonly { statement: Statement; gone: boolean }[]): string {
  let text = ours;
  const entries = { modules: new Map<string, string | undefined>(), pins: new Map<string, string | undefined>() };
  // What holds others comes before them, and goes after them.
  const added = accepted.filter(({ gone }) => !gone).sort((a, b) => depth(a) - depth(b));
  const removed = accepted.filter(({ gone }) => gone).sort((a, b) => depth(b) - depth(a));
  for (const { statement, gone } of [...added, ...removed]) {
    const { path, item, value } = statement;
    const [first, key] = path;
    if (first === "modules" || first === "pins") {
      // The model has strings there; the object comes and goes with its entries.
      if (typeof key === "string") entries[first].set(key, gone ? undefined : (value as string));
    } else if (item) text = changeList(text, path, gone ? { remove: [value], keepEmpty: true } : { add: [value] });
    else {
      const now = valueAt(readDocument(text).value, path);
      // What ours put into an object or a list outlives theirs.
      if (gone ? isEmpty(now) || !isHolder(value) : now === undefined || !isHolder(value))
        text = gone ? removeProperty(text, path) : setProperty(text, path.slice(0, -1), String(path.at(-1)), value);
    }
  }
  return putEntries(putEntries(text, "modules", entries.modules), "pins", entries.pins);
}

const isEmpty = (value: unknown): boolean => typeof value === "object" && value !== null && Object.keys(value).length === 0;
const isHolder = (value: unknown): boolean => typeof value === "object" && value !== null;

function valueAt(value: unknown, path: JSONPath): unknown {
  let found = value;
  for (const part of path) {
    if (typeof found !== "object" || found === null || !Object.hasOwn(found, part)) return undefined;
    // An object has what it has.
    found = (found as Record<string | number, unknown>)[part];
  }
  return found;
}
