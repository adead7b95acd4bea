/**
 * Puts items into a list or an object of a JSON text and takes others out, as a careful person would: one item a line, everybody else's lines and all
 * comments as they are, commas where they belong. jsonc-parser's own `modify` takes comments away with what it removes, and parses again for every item.
 */
import { createScanner, type Edit, type Node } from "jsonc-parser";
import { withoutMark } from "./document.ts";

export interface ItemChange {
  /** Positions of items to take out. */
  remove?: ReadonlySet<number>;
  /** Items to put in front of the present item at a position, or at the end; in order. Lines of an item are indented as if it began its line. */
  insert?: readonly { at: number; text: string }[];
}

export interface Layout {
  eol: string;
  /** One step of indentation. */
  indent: string;
}

/** A blank line between items, so that changes of neighbours do not touch in a merge. Where there are two items already, they show how it is done. */
export type Spacing = "tight" | "spaced";

export function layoutOf(text: string, tree: Node): Layout {
  const first = tree.children?.[0];
  const lead = first === undefined ? "" : leadOf(text, first.offset);
  return { eol: text.includes("\r\n") ? "\r\n" : "\n", indent: lead === "" ? "  " : lead };
}

export function changeItems(text: string, list: Node, change: ItemChange, layout: Layout, spacing: Spacing = "tight"): Edit[] {
  const items = list.children ?? [];
  const remove = change.remove ?? new Set<number>();
  const insert = change.insert ?? [];
  if (insert.length === 0 && remove.size === 0) return [];
  const close = list.offset + list.length - 1;
  const rest = items.filter((_, i) => !remove.has(i));
  if (rest.length === 0 && insert.length === 0 && !holdsComment(text, list.offset + 1, close))
    return [{ offset: list.offset + 1, length: close - list.offset - 1, content: "" }];

  const commas = items.map((item, i) => commaBehind(text, endOf(item), items[i + 1]?.offset ?? close));
  const trailing = commas.at(-1) !== undefined;
  const flat = items.length > 0 ? !text.slice(list.offset, items[0]!.offset).includes("\n") : isInFlat(text, list);
  const place: Place = { text, items, commas, remove, trailing, flat, close, open: list.offset, layout, spaced: isSpaced(text, items, spacing) };
  const edits = [...removals(place), ...mendCommas(place, insert), ...insertions(place, insert)];
  return joined(edits);
}

interface Place {
  text: string;
  items: readonly Node[];
  /** Offset of the comma behind each item. */
  commas: readonly (number | undefined)[];
  remove: ReadonlySet<number>;
  trailing: boolean;
  /** The items stand in the line of the bracket. */
  flat: boolean;
  open: number;
  close: number;
  layout: Layout;
  spaced: boolean;
}

/** Is what holds an empty list written in one line? Then the list is filled in that line, too. */
function isInFlat(text: string, list: Node): boolean {
  const holder = list.parent?.type === "property" ? list.parent.parent : list.parent;
  return holder !== undefined && !text.slice(holder.offset, holder.offset + holder.length).includes("\n");
}

const endOf = (node: Node): number => node.offset + node.length;

/** As jsonc-parser numbers them: `SyntaxKind` is a const enum, which type stripping cannot read. */
const commaToken = 5;
const lineComment = 12;
const blockComment = 13;
const endToken = 17;

function* tokens(text: string, from: number, to: number): Iterable<{ kind: number; start: number; end: number }> {
  const scanner = createScanner(withoutMark(text), false);
  scanner.setPosition(from);
  for (;;) {
    const kind: number = scanner.scan();
    if (kind === endToken || scanner.getTokenOffset() >= to) return;
    yield { kind, start: scanner.getTokenOffset(), end: scanner.getPosition() };
  }
}

function commaBehind(text: string, from: number, to: number): number | undefined {
  for (const { kind, start } of tokens(text, from, to)) if (kind === commaToken) return start;
  return undefined;
}

function holdsComment(text: string, from: number, to: number): boolean {
  for (const { kind } of tokens(text, from, to)) if (kind === lineComment || kind === blockComment) return true;
  return false;
}

/** White space in front of what begins a line; empty when something else stands there. */
function leadOf(text: string, offset: number): string {
  const lead = text.slice(lineStart(text, offset), offset);
  return /^[ \t]*$/.test(lead) ? lead : "";
}

const lineStart = (text: string, offset: number): number => text.lastIndexOf("\n", offset - 1) + 1;

/** End of the line, in front of its line break. */
function lineEnd(text: string, offset: number): number {
  const at = text.indexOf("\n", offset);
  if (at < 0) return text.length;
  return text[at - 1] === "\r" ? at - 1 : at;
}

function afterBreak(text: string, offset: number): number {
  const at = text.indexOf("\n", offset);
  return at < 0 ? text.length : at + 1;
}

const isBlank = (text: string): boolean => /^[ \t\r\n]*$/.test(text);

function isSpaced(text: string, [first, second]: readonly Node[], spacing: Spacing): boolean {
  return first === undefined || second === undefined ? spacing === "spaced" : /\n[ \t\r]*\n/.test(text.slice(endOf(first), second.offset));
}

function removals({ text, items, commas, remove, flat, open }: Place): Edit[] {
  const edits: Edit[] = [];
  let leading = true;
  for (const [i, item] of items.entries()) {
    if (!remove.has(i)) {
      leading = false;
      continue;
    }
    const comma = commas[i];
    const start = lineStart(text, item.offset);
    const end = afterBreak(text, endOf(item));
    const between = text.slice(endOf(item), comma ?? endOf(item));
    const behind = text.slice((comma ?? endOf(item) - 1) + 1, end);
    // Alone on its line or lines: they go, with one blank line beside them.
    if (!flat && start > open && isBlank(text.slice(start, item.offset)) && isBlank(between) && isBlank(behind)) {
      const before = lineStart(text, Math.max(0, start - 1));
      const next = afterBreak(text, end);
      if (leading && isBlank(text.slice(end, next)) && next > end) edits.push(cut(start, next));
      else if (!leading && before > open && isBlank(text.slice(before, start))) edits.push(cut(before, end));
      else edits.push(cut(start, end));
      continue;
    }
    // The last of a line takes the space in front of it along.
    const lead = comma === undefined && i > 0 ? /[ \t]*$/.exec(text.slice(start, item.offset))![0].length : 0;
    edits.push(cut(item.offset - lead, endOf(item)));
    if (comma !== undefined) edits.push(cut(comma, comma + 1 + (/^ *(?=[^\s/])/.exec(text.slice(comma + 1, end))?.[0].length ?? 0)));
  }
  return edits;
}

const cut = (from: number, to: number): Edit => ({ offset: from, length: to - from, content: "" });

/** The last item has a comma behind it only where such is the habit of the list. */
function mendCommas({ items, commas, remove, trailing }: Place, insert: readonly { at: number }[]): Edit[] {
  if (trailing) return [];
  const last = items.findLastIndex((_, i) => !remove.has(i));
  if (last < 0) return [];
  const followed = insert.some(({ at }) => at > last);
  const comma = commas[last];
  if (followed && comma === undefined) return [{ offset: endOf(items[last]!), length: 0, content: "," }];
  return !followed && comma !== undefined ? [cut(comma, comma + 1)] : [];
}

function insertions(place: Place, insert: readonly { at: number; text: string }[]): Edit[] {
  const { items, remove, trailing, text, open, layout, spaced, flat, close } = place;
  const lead = flat ? "" : items.length > 0 ? leadOf(text, items[0]!.offset) : indentOf(text, open) + layout.indent;
  const last = items.findLastIndex((_, i) => !remove.has(i));
  const edits: Edit[] = [];
  // The nearest item in front of each position that stays.
  const anchors = [-1];
  for (const i of items.keys()) anchors.push(remove.has(i) ? anchors[i]! : i);
  const gaps = Map.groupBy(insert, ({ at }) => anchors[at]!);
  for (const [anchor, group] of [...gaps].sort(([a], [b]) => a - b)) {
    const final = anchor === last;
    const written = group.map(({ text: item }, k) => {
      const lines = flat ? item.replaceAll(/\n\s*/g, " ") : item.replaceAll("\n", `${layout.eol}${lead}`);
      return final && k === group.length - 1 && !trailing ? lines : `${lines},`;
    });
    const blank = spaced ? layout.eol : "";
    if (flat && items.length === 0) {
      const pad = text[open] === "{" ? " " : "";
      edits.push({ offset: open + 1, length: close - open - 1, content: `${pad}${written.join(" ")}${pad}` });
    } else if (flat) {
      const offset = anchor < 0 ? items[0]!.offset : (place.commas[anchor] ?? endOf(items[anchor]!) - 1) + 1;
      edits.push({
        offset,
        length: 0,
        content: anchor < 0 ? written.map((item) => `${item} `).join("") : written.map((item) => ` ${item}`).join(""),
      });
    } else if (items.length === 0) {
      const body = written.map((item) => `${layout.eol}${lead}${item}`).join(blank);
      const tail = text.slice(open + 1, close);
      // Comments in an empty list stay behind the bracket.
      edits.push({
        offset: tail.trim() === "" ? open + 1 : close,
        length: tail.trim() === "" ? tail.length : 0,
        content: `${body}${layout.eol}${indentOf(text, open)}`,
      });
    } else if (anchor < 0) {
      const offset = afterBreak(text, open);
      edits.push({ offset, length: 0, content: written.map((item) => `${lead}${item}${layout.eol}${last < 0 ? "" : blank}`).join("") });
    } else {
      const behind = (place.commas[anchor] ?? endOf(items[anchor]!) - 1) + 1;
      edits.push({
        offset: endOfOwnLine(place, anchor, behind),
        length: 0,
        content: written.map((item) => `${blank}${layout.eol}${lead}${item}`).join(""),
      });
    }
  }
  return edits;
}

/** Behind the comments that stand in an item's last line. */
function endOfOwnLine({ text, items, close }: Place, item: number, from: number): number {
  const next = items[item + 1]?.offset ?? close;
  const end = lineEnd(text, from);
  return end <= next ? end : from;
}

const indentOf = (text: string, offset: number): string => /^[ \t]*/.exec(text.slice(lineStart(text, offset)))![0];

/** The text with all edits made; those at one place in their order. jsonc-parser's own copies the whole text for each. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  const pieces: string[] = [];
  let done = 0;
  for (const { offset, length, content } of edits.toSorted((a, b) => a.offset - b.offset || a.length - b.length)) {
    if (offset < done) throw new RangeError("edits overlap");
    pieces.push(text.slice(done, offset), content);
    done = offset + length;
  }
  return pieces.join("") + text.slice(done);
}

/** Overlapping cuts become one; what is put where something is cut comes first. */
function joined(edits: readonly Edit[]): Edit[] {
  const sorted = edits.toSorted((a, b) => a.offset - b.offset || a.length - b.length);
  const result: Edit[] = [];
  for (const edit of sorted) {
    const before = result.at(-1);
    if (before === undefined || edit.offset >= before.offset + before.length) result.push({ ...edit });
    else {
      before.length = Math.max(before.length, edit.offset + edit.length - before.offset);
      before.content += edit.content;
    }
  }
  return result;
}
