/**
 * What other files can see of a file: its declarations with the types that are written or inferred for them, and its exports. Two versions of a file
 * with the same surface are the same to all others, whatever happened inside functions.
 */
import type { DeclarationFact, FileFacts } from "../model/facts.ts";
import { readTerm } from "../model/termParts.ts";
import { isScript } from "./world.ts";

/** Text of a declaration's surface by its key; keys name declarations without their position in the file. */
export interface Surface {
  declarations: ReadonlyMap<string, { index: number; text: string }>;
  exports: ReadonlyMap<string, string>;
  /** Kinds of the namesakes in one place, in source order: overloads and merged declarations are taken in this order. */
  namesakes: ReadonlyMap<string, string>;
  /** What decides how all exports are found. */
  module: string;
}

/** How the surface of a file changed, for those who look at it from outside. */
export type SurfaceChange =
  | { kind: "same" }
  /** What was there before and is there now is the same; `names` are exported only before or only now. */
  | { kind: "exports"; names: readonly string[] }
  | { kind: "changed" };

export function surfaceOf(facts: FileFacts): Surface {
  const keys = declarationKeys(facts);
  const members = memberNames(facts);
  const declarations = new Map(
    facts.declarations.map((declaration, index) => [
      keys[index]!,
      { index, text: `${declarationText(facts, keys, declaration)} ${members.get(index)?.join() ?? ""}` },
    ]),
  );
  const namesakes = new Map<string, string>();
  for (const { parent, name, kind } of facts.declarations) {
    const place = `${parent >= 0 ? keys[parent] : ""}/${name}`;
    namesakes.set(place, `${namesakes.get(place) ?? ""} ${kind}`);
  }
  const exports = new Map<string, string>();
  for (const fact of facts.exports) {
    const specifier = fact.kind === "local" ? "" : importText(facts, fact.import);
    const name = fact.kind === "all" ? `* ${specifier}` : fact.name;
    const text =
      fact.kind === "local"
        ? `local ${fact.declaration === undefined ? "" : keys[fact.declaration]} ${termText(facts, keys, fact.term)}`
        : fact.kind === "from"
          ? `from ${specifier} ${fact.imported}`
          : "all";
    exports.set(name, `${exports.get(name) ?? ""}|${text} ${fact.typeOnly}`);
  }
  const stars = facts.exports.flatMap((fact) => (fact.kind === "all" ? [importText(facts, fact.import)] : []));
  const seen = facts.globals.map((index) => keys[index]);
  const augmented = facts.augmentations.map(({ specifier, declarations: list }) => [specifier, list.map((index) => keys[index])]);
  return {
    declarations,
    exports,
    namesakes,
    module: JSON.stringify([facts.isModule, isScript(facts), facts.exports.length > 0, exports.has("=") && exports.size > 1, stars, seen, augmented]),
  };
}

/** Does anything of the file reach others without being imported? */
export function isSeenEverywhere(facts: FileFacts): boolean {
  return facts.globals.length > 0 || facts.augmentations.length > 0 || isScript(facts);
}

export function compareSurfaces(before: FileFacts, after: FileFacts): SurfaceChange {
  const [old, now] = [surfaceOf(before), surfaceOf(after)];
  if (old.module !== now.module || haveOtherNamesakes(old, now)) return { kind: "changed" };
  const isGlobal = isScript(after);
  if (differ(before, old, now, isGlobal) || differ(after, now, old, isGlobal)) return { kind: "changed" };
  const names: string[] = [];
  for (const name of new Set([...old.exports.keys(), ...now.exports.keys()])) {
    const [text, other] = [old.exports.get(name), now.exports.get(name)];
    if (text === other) continue;
    if (text !== undefined && other !== undefined) return { kind: "changed" };
    names.push(name);
  }
  if (names.some((name) => name.startsWith("* ") || name === "=" || name === "default")) return { kind: "changed" };
  return names.length === 0 ? { kind: "same" } : { kind: "exports", names };
}

/** Which of several namesakes a name means depends on all of them. */
function haveOtherNamesakes(old: Surface, now: Surface): boolean {
  for (const [place, kinds] of old.namesakes) {
    const other = now.namesakes.get(place);
    if (other !== undefined && other !== kinds) return true;
  }
  return false;
}

/** Is a declaration of one version another one in the other, or absent there where that can be seen? */
function differ(facts: FileFacts, one: Surface, other: Surface, isGlobal: boolean): boolean {
  const keys = [...one.declarations.keys()];
  for (const [key, { index, text }] of one.declarations) {
    const twin = other.declarations.get(key);
    if (twin === undefined ? isGlobal || joinsOld(facts, index, other, keys) : twin.text !== text) return true;
  }
  return false;
}

/** A new member of an old class, namespace or object can hide what was found elsewhere; new locals of an old function cannot. */
function joinsOld(facts: FileFacts, index: number, old: Surface, keys: readonly string[]): boolean {
  const declaration = facts.declarations[index]!;
  if (declaration.parent < 0 || !old.declarations.has(keys[declaration.parent]!)) return false;
  const parent = facts.declarations[declaration.parent]!;
  if (!bodies.has(parent.kind) || declaration.static === true || declaration.kind === "property") return true;
  // `Order.prototype.total = function …` stands behind the function that it makes a class of.
  return declaration.kind !== "function" && declaration.kind !== "class" && declaration.line > parent.endLine;
}

const bodies = new Set<string>(["function", "method", "constructor", "getter", "setter"]);

/** Names of members in source order, where types look through all of them. */
function memberNames(facts: FileFacts): Map<number, string[]> {
  const members = new Map<number, string[]>();
  for (const { parent, name } of facts.declarations) {
    if (parent < 0 || bodies.has(facts.declarations[parent]!.kind)) continue;
    const known = members.get(parent);
    if (known === undefined) members.set(parent, [name]);
    else known.push(name);
  }
  return members;
}

/** Where each declaration of `before` is in `after`, −1 where it is gone. */
export function moveDeclarations(before: FileFacts, after: FileFacts): Int32Array {
  const now = new Map(declarationKeys(after).map((key, index) => [key, index]));
  return Int32Array.from(declarationKeys(before), (key) => now.get(key) ?? -1);
}

/** Names from the outside in, kinds, and a number among namesakes. */
function declarationKeys(facts: FileFacts): string[] {
  const seen = new Map<string, number>();
  const keys: string[] = [];
  // A declaration can stand before the one that encloses it only by being added to it later (`Orders.create = …`), never the other way round.
  for (const { name, kind, parent } of facts.declarations) {
    const base = `${parent >= 0 ? (keys[parent] ?? "") : ""}/${kind} ${name}`;
    const count = seen.get(base) ?? 0;
    seen.set(base, count + 1);
    keys.push(count === 0 ? base : `${base}#${count}`);
  }
  return keys;
}

function declarationText(facts: FileFacts, keys: readonly string[], declaration: DeclarationFact): string {
  const { kind, static: isStatic, term, extends: bases, implements: contracts, typeParameters } = declaration;
  const terms = [
    term,
    ...(bases ?? []),
    -1,
    ...(contracts ?? []),
    -1,
    ...(typeParameters ?? []).flatMap((parameter) => facts.typeParameters[parameter]!.slice(1) as number[]),
  ];
  return `${kind} ${isStatic === true} ${terms.map((each) => (each < 0 ? "" : termText(facts, keys, each))).join(";")}`;
}

/** An import without its position: what it resolves to depends on all of this. */
function importText(facts: FileFacts, index: number): string {
  const { kind, specifier, pattern } = facts.imports[index]!;
  return `${kind}${pattern === true ? "*" : ""} ${JSON.stringify(specifier)}`;
}

/** A term as text without positions; a term met again inside itself is named by when it was met first. */
function termText(facts: FileFacts, keys: readonly string[], term: number): string {
  const met = new Map<number, number>();
  const out: string[] = [];
  const visit = (at: number): void => {
    if (at === 0) {
      out.push("_");
      return;
    }
    const before = met.get(at);
    if (before !== undefined) {
      out.push(`^${before}`);
      return;
    }
    met.set(at, met.size);
    out.push(`(${facts.terms[at]!}`);
    readTerm(facts, at, {
      number: (value) => out.push(String(value)),
      string: (index) => out.push(JSON.stringify(facts.strings[index])),
      term: visit,
      declaration: (index) => out.push(keys[index] ?? ""),
      binding: (index) => {
        const binding = facts.bindings[index]!;
        out.push(`${binding.name} of ${importText(facts, binding.import)}`);
      },
      typeParameter: (index) => out.push(`<${facts.typeParameters[index]![0]}>`),
      import: (index) => out.push(importText(facts, index)),
    });
    out.push(")");
  };
  visit(term);
  return out.join(" ");
}
