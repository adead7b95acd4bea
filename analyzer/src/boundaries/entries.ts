/** Changes of single entries of the file's text; each parses the text that it is given, and leaves everything else in it as it is. */
import { findNodeAtLocation, parseTree, type Edit, type JSONPath, type Node } from "jsonc-parser";
import { Boundaries, Service } from "../model/boundaries.ts";
import { applyEdits, changeItems, layoutOf, type Spacing } from "./changeItems.ts";
import { withoutMark } from "./document.ts";

/** Names of an object in the order of the model; others come last. */
const orderOf = (model: { shape: object }): string[] => Object.keys(model.shape);
const topOrder = orderOf(Boundaries);
const serviceOrder = orderOf(Service);

/** `modules` is where branches meet: its entries keep a distance. */
const spacingOf = (name: string): Spacing => (name === "modules" ? "spaced" : "tight");

interface Parsed {
  tree: Node;
  nodeAt: (path: JSONPath) => Node | undefined;
}

/** The text was validated before: it has a tree, and objects and lists are where the model says. */
function parse(text: string): Parsed {
  const tree = parseTree(withoutMark(text), [], { allowTrailingComma: true });
  if (tree === undefined) throw new TypeError("an empty text has no entries");
  return { tree, nodeAt: (path) => findNodeAtLocation(tree, path) };
}

/** Property names of an object, in the order of the text. */
function namesOf(object: Node): string[] {
  // A property's first child is its name, a string.
  return (object.children ?? []).map((property) => property.children![0]!.value as string);
}

/**
 * Sets, replaces or removes (undefined) scalar entries of a top-level object such as `modules`. New ones go where the sort of names puts them. The object
 * is made when it is not there, and goes when its last entry does.
 */
export function putEntries(text: string, name: "modules" | "pins", entries: ReadonlyMap<string, string | undefined>): string {
  const { tree, nodeAt } = parse(text);
  const object = nodeAt([name]);
  if (object === undefined) {
    const added = [...entries].filter((entry): entry is [string, string] => entry[1] !== undefined).sort(([a], [b]) => compare(a, b));
    if (added.length === 0) return text;
    return putEntries(setProperty(text, [], name, {}), name, new Map(added));
  }
  const present = namesOf(object);
  const positions = new Map(present.map((key, i) => [key, i]));
  const edits: Edit[] = [];
  const remove = new Set<number>();
  const insert: { at: number; key: string; text: string }[] = [];
  for (const [key, value] of entries) {
    const at = positions.get(key);
    if (value === undefined) {
      if (at !== undefined) remove.add(at);
    } else if (at === undefined) insert.push({ at: placeFor(key, present), key, text: `${JSON.stringify(key)}: ${JSON.stringify(value)}` });
    else edits.push(...replaceValue(object.children![at]!.children![1]!, value));
  }
  insert.sort((a, b) => a.at - b.at || compare(a.key, b.key));
  const all = [...edits, ...changeItems(text, object, { remove, insert }, layoutOf(text, tree), spacingOf(name))];
  const changed = applyEdits(text, all);
  return remove.size > 0 ? withoutEmpty(changed, [name]) : changed;
}

function replaceValue(node: Node, value: string): Edit[] {
  return node.value === value ? [] : [{ offset: node.offset, length: node.length, content: JSON.stringify(value) }];
}

/** In front of the first that sorts behind it, but for names that are out of order anyway. */
function placeFor(key: string, present: readonly string[]): number {
  return present.findLastIndex((other) => compare(other, key) < 0) + 1;
}

/** Takes away an object or list that holds nothing at all, not even a comment. */
function withoutEmpty(text: string, path: JSONPath): string {
  const node = parse(text).nodeAt(path);
  return node !== undefined && /^.\s*.$/s.test(text.slice(node.offset, node.offset + node.length)) ? removeProperty(text, path) : text;
}

/** Sets a property of the object at `path`; a new one goes where the model has it, a service where the sort of ids puts it. */
export function setProperty(text: string, path: JSONPath, name: string, value: unknown): string {
  const { tree, nodeAt } = parse(text);
  const object = nodeAt(path);
  if (object === undefined) throw new TypeError(`there is no object at ${path.join("/")}`);
  const layout = layoutOf(text, tree);
  const written = JSON.stringify(value, undefined, layout.indent);
  const present = namesOf(object);
  const at = present.indexOf(name);
  if (at >= 0) {
    const node = object.children![at]!.children![1]!;
    const lead = /^[ \t]*/.exec(text.slice(text.lastIndexOf("\n", node.offset - 1) + 1))![0];
    const flat = !text.slice(object.offset, node.offset + node.length).includes("\n");
    const content = flat ? written.replaceAll(/\n\s*/g, " ") : written.replaceAll("\n", `${layout.eol}${lead}`);
    return applyEdits(text, [{ offset: node.offset, length: node.length, content }]);
  }
  const place =
    path.length === 1 && path[0] === "services" ? placeFor(name, present) : placeByModel(name, present, path.length === 0 ? topOrder : serviceOrder);
  return applyEdits(text, changeItems(text, object, { insert: [{ at: place, text: `${JSON.stringify(name)}: ${written}` }] }, layout));
}

function placeByModel(name: string, present: readonly string[], order: readonly string[]): number {
  const rank = order.indexOf(name);
  const at = rank < 0 ? -1 : present.findIndex((other) => order.indexOf(other) > rank);
  return at < 0 ? present.length : at;
}

export function removeProperty(text: string, path: JSONPath): string {
  const { tree, nodeAt } = parse(text);
  const property = nodeAt(path)?.parent;
  const object = property?.parent;
  if (property === undefined || object === undefined) return text;
  return applyEdits(text, changeItems(text, object, { remove: new Set([object.children!.indexOf(property)]) }, layoutOf(text, tree)));
}

/** Gives a property another name; its value and its place stay. */
export function renameProperty(text: string, path: JSONPath, name: string): string {
  const node = parse(text).nodeAt(path)?.parent?.children?.[0];
  return node === undefined ? text : applyEdits(text, [{ offset: node.offset, length: node.length, content: JSON.stringify(name) }]);
}

/**
 * Adds items to a list of strings or pairs, and takes items away, told by their JSON. New items go where the sort puts them. The list is made when it is
 * not there, and goes when its last item does, unless an empty one says something else than none.
 */
export function changeList(
  text: string,
  path: JSONPath,
  change: { add?: readonly unknown[]; remove?: readonly unknown[]; keepEmpty?: boolean },
): string {
  const { tree, nodeAt } = parse(text);
  const list = nodeAt(path);
  const add = (change.add ?? []).map((item) => JSON.stringify(item));
  if (list === undefined) {
    if (add.length === 0) return text;
    return changeList(setProperty(text, path.slice(0, -1), String(path.at(-1)), []), path, change);
  }
  const present = (list.children ?? []).map((item) => JSON.stringify(plain(item)));
  const gone = new Set((change.remove ?? []).map((item) => JSON.stringify(item)));
  const remove = new Set(present.flatMap((item, i) => (gone.has(item) ? [i] : [])));
  const insert = [...new Set(add)]
    .filter((item) => !present.includes(item))
    .sort(compare)
    .map((item) => ({ at: placeFor(item, present), text: item.replaceAll('","', '", "') }))
    .sort((a, b) => a.at - b.at);
  const changed = applyEdits(text, changeItems(text, list, { remove, insert }, layoutOf(text, tree)));
  return remove.size > 0 && change.keepEmpty !== true ? withoutEmpty(changed, path) : changed;
}

function plain(node: Node): unknown {
  return node.type === "array" ? (node.children ?? []).map(plain) : node.value;
}

/** Puts another string in the place of a value. */
export function replaceString(text: string, path: JSONPath, value: string): string {
  const node = parse(text).nodeAt(path);
  return node === undefined ? text : applyEdits(text, replaceValue(node, value));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
