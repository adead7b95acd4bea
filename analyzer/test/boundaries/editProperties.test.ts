import assert from "node:assert/strict";
import { applyEdits, createScanner, format } from "jsonc-parser";
import fc from "fast-check";
import { ownersOf, type BoundariesEdit } from "../../src/boundaries/edit.ts";
import { parseBoundaries } from "../../src/boundaries/parse.ts";
import { FicusError } from "../../src/errors.ts";
import { edit, handWritten, paths, read } from "./shopFile.ts";

const path = fc.constantFrom(...paths);
const modules = fc.uniqueArray(path, { minLength: 1, maxLength: 4 });
const service = fc.constantFrom("billing", "catalog", "orders", "returns", "search");
const owner = fc.oneof(service, fc.constantFrom("shared", "platform"));
const list = fc.constantFrom("mustLink" as const, "cannotLink" as const);
const anyEdit: fc.Arbitrary<BoundariesEdit> = fc.oneof(
  fc.record({ kind: fc.constant("move" as const), modules, to: owner }),
  fc.record({ kind: fc.constant("merge" as const), from: service, into: service }),
  fc.record({ kind: fc.constant("split" as const), service, id: service, name: fc.string({ minLength: 1 }), modules }),
  fc.record({ kind: fc.constant("rename" as const), service, name: fc.string({ minLength: 1 }), id: service }),
  fc.record({ kind: fc.constant("pin" as const), modules }),
  fc.record({ kind: fc.constant("unpin" as const), modules }),
  fc.record({ kind: fc.constantFrom("link" as const, "unlink" as const), a: path, b: path, list }),
  fc.record({
    kind: fc.constant("approve" as const),
    service,
    approval: fc.record({ by: fc.string({ minLength: 1 }), reason: fc.string({ minLength: 1 }) }),
  }),
  fc.record({ kind: fc.constant("lock" as const), service, locked: fc.boolean() }),
);

/** Undefined when the edit is refused: it means something that is not there. */
function tryEdit(text: string, change: BoundariesEdit): string | undefined {
  try {
    return edit(text, change);
  } catch (error) {
    if (error instanceof FicusError) return undefined;
    throw error;
  }
}

function commentsOf(text: string): string[] {
  const scanner = createScanner(text);
  const comments: string[] = [];
  for (let kind: number = scanner.scan(); kind !== 17; kind = scanner.scan()) if (kind === 12 || kind === 13) comments.push(scanner.getTokenValue());
  return comments;
}

const style = fc.constantFrom(
  (text: string) => text,
  (text: string) => text.replaceAll("\n", "\r\n"),
  (text: string) => text.replaceAll("  ", "\t"),
  (text: string) => text.replaceAll(/([^,{[])(\n *[}\]])/g, "$1,$2"),
);

describe("any sequence of edits", () => {
  it("keeps the file valid, sorted, in shape, and free of mixed line ends", () => {
    fc.assert(
      fc.property(fc.array(anyEdit, { maxLength: 8 }), style, (changes, styled) => {
        let text = styled(handWritten);
        for (const change of changes) text = tryEdit(text, change) ?? text;
        const parsed = parseBoundaries(text);
        assert.equal(parsed.kind, "valid");
        for (const names of [Object.keys(parsed.boundaries.modules), Object.keys(parsed.boundaries.pins)]) assert.deepEqual(names, names.toSorted());
        assert.doesNotMatch(text, text.includes("\r\n") ? /[^\r]\n/ : /\r/);
        assert.doesNotMatch(text, /\n[ \t\r]*\n[ \t\r]*\n|[ \t]+\r?\n|\n\s*\n\s*[}\]]|[{[][ \t\r]*\n[ \t\r]*\n/, "blank lines pile up");
        const formatted = format(text, undefined, { insertSpaces: !text.includes("\t"), tabSize: 2, keepLines: true });
        const leads = (lines: string): string[] => lines.split("\n").map((line) => /^[ \t]*/.exec(line)![0]);
        assert.deepEqual(leads(text), leads(applyEdits(text, formatted)));
      }),
      { numRuns: 400 },
    );
  });

  it("loses no comment, but those inside of a service that goes", () => {
    fc.assert(
      fc.property(fc.array(anyEdit, { maxLength: 8 }), (changes) => {
        let text = handWritten;
        for (const change of changes) if (change.kind !== "merge") text = tryEdit(text, change) ?? text;
        assert.deepEqual(commentsOf(text), commentsOf(handWritten));
      }),
      { numRuns: 200 },
    );
  });

  it("does what it says with modules, and nothing with others", () => {
    fc.assert(
      fc.property(fc.array(anyEdit, { maxLength: 4 }), modules, owner, (changes, moved, to) => {
        let text = handWritten;
        for (const change of changes) text = tryEdit(text, change) ?? text;
        const before = ownersOf(read(text), paths);
        const after = tryEdit(text, { kind: "move", modules: moved, to });
        if (after === undefined) return;
        for (const each of moved) before.set(each, to);
        assert.deepEqual(new Map([...ownersOf(read(after), paths)].sort()), new Map([...before].sort()));
      }),
      { numRuns: 200 },
    );
  });

  it("gives the same text when a module moves away and back", () => {
    fc.assert(
      fc.property(modules, fc.array(owner, { minLength: 1, maxLength: 3 }), style, (moved, stations, styled) => {
        const start = styled(handWritten);
        const home = ownersOf(read(start), paths);
        let text = start;
        for (const station of stations) text = tryEdit(text, { kind: "move", modules: moved.filter((each) => home.has(each)), to: station }) ?? text;
        for (const each of moved) if (home.has(each)) text = edit(text, { kind: "move", modules: [each], to: home.get(each)! });
        assert.equal(text, start);
      }),
      { numRuns: 300 },
    );
  });

  it("gives the same text when pins and links come and go", () => {
    fc.assert(
      fc.property(modules, path, path, list, (pinned, a, b, name) => {
        const found = tryEdit(handWritten, { kind: "pin", modules: pinned });
        if (found !== undefined) assert.equal(edit(found, { kind: "unpin", modules: pinned }), handWritten);
        const linked = tryEdit(handWritten, { kind: "link", a, b, list: name });
        if (linked !== undefined) assert.equal(edit(linked, { kind: "unlink", a: b, b: a, list: name }), handWritten);
      }),
      { numRuns: 100 },
    );
  });
});
