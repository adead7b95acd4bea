/**
 * What other files can see of a file: its declarations with the types that are written or inferred for them, and its exports. Two versions of a file
 * with the same surface are the same to all others, whatever happened inside functions.
 */
import type { DeclarationFact, FileFacts } from "../model/facts.ts";
import { readTerm } from "../model/termParts.ts";

/** Text of a declaration's surface by its key; keys name declarations without their position in the file. */
export interface Surface {
  declarations: ReadonlyMap<string, { index: number; text: string }>;
  exports: ReadonlyMap<string, string>;
  /** What is visible without being imported. */
  everywhere: string;
}

/** How the surface of a file changed, for those who look at it from outside. */
export type SurfaceChange =
  | { kind: "same" }
  /** What was there before and is there now is the same; `names` are exported only before or only now. */
  | { kind: "exports"; names: readonly string[] }
  | { kind: "changed" };

export function surfaceOf(facts: FileFacts): Surface {
  const keys = declarationKeys(facts);
  const declarations = new Map(
    facts.declarations.map((declaration, index) => [keys[index]!, { index, text: declarationText(facts, keys, declaration) }]),
  );
  const exports = new Map<string, string>();
  for (const fact of facts.exports) {
    const specifier = fact.kind === "local" ? "" : facts.imports[fact.import]!.specifier;
    const name = fact.kind === "all" ? `* ${specifier}` : fact.name;
    const text =
      fact.kind === "local"
        ? `local ${fact.declaration === undefined ? "" : keys[fact.declaration]} ${termText(facts, keys, fact.term)}`
        : fact.kind === "from"
          ? `from ${specifier} ${fact.imported}`
          : "all";
    exports.set(name, `${exports.get(name) ?? ""}|${text} ${fact.typeOnly}`);
  }
  // Of two modules that bring the same name by `export *`, the first is meant.
  exports.set(
    "* order",
    facts.exports
      .map((fact) => (fact.kind === "all" ? facts.imports[fact.import]!.specifier : ""))
      .filter(Boolean)
      .join("\n"),
  );
  const everywhere = [...facts.globals, ...facts.augmentations.flatMap(({ declarations: list }) => list)].map((index) => keys[index]);
  return {
    declarations,
    exports,
    everywhere: JSON.stringify([
      facts.isModule,
      facts.imports.length > 0,
      facts.exports.length > 0,
      everywhere,
      facts.augmentations.map(({ specifier }) => specifier),
    ]),
  };
}

export function compareSurfaces(before: FileFacts, after: FileFacts): SurfaceChange {
  const [old, now] = [surfaceOf(before), surfaceOf(after)];
  if (old.everywhere !== now.everywhere) return { kind: "changed" };
  const isScript = !after.isModule && after.imports.length === 0 && after.exports.length === 0;
  if (differ(before, old, now, isScript) || differ(after, now, old, isScript)) return { kind: "changed" };
  if (!keepsOrder(old, now)) return { kind: "changed" };
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

/** Namesakes are told apart, and alternatives of a type are listed, in the order in which they are written. */
function keepsOrder(old: Surface, now: Surface): boolean {
  const before = [...old.declarations.keys()].filter((key) => now.declarations.has(key));
  const after = [...now.declarations.keys()].filter((key) => old.declarations.has(key));
  return before.every((key, position) => key === after[position]);
}

/** Is a declaration of one version another one in the other, or absent there where that can be seen? */
function differ(facts: FileFacts, one: Surface, other: Surface, isScript: boolean): boolean {
  const keys = [...one.declarations.keys()];
  for (const [key, { index, text }] of one.declarations) {
    const twin = other.declarations.get(key);
    if (twin === undefined ? isScript || joinsOld(facts, index, other, keys) : twin.text !== text) return true;
  }
  return false;
}

/** A new member of an old class, namespace or object can hide what was found elsewhere; new locals of an old function cannot. */
function joinsOld(facts: FileFacts, index: number, old: Surface, keys: readonly string[]): boolean {
  const declaration = facts.declarations[index]!;
  if (declaration.parent < 0) return false;
  if (!old.declarations.has(keys[declaration.parent]!)) return false;
  const parent = facts.declarations[declaration.parent]!;
  const isBody =
    parent.kind === "function" || parent.kind === "method" || parent.kind === "constructor" || parent.kind === "getter" || parent.kind === "setter";
  return !isBody || declaration.static === true;
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
  const { kind, exported, static: isStatic, term, extends: bases, implements: contracts, typeParameters } = declaration;
  const terms = [
    term,
    ...(bases ?? []),
    -1,
    ...(contracts ?? []),
    -1,
    ...(typeParameters ?? []).flatMap((parameter) => facts.typeParameters[parameter]!.slice(1) as number[]),
  ];
  return `${kind} ${exported} ${isStatic === true} ${terms.map((each) => (each < 0 ? "" : termText(facts, keys, each))).join(";")}`;
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
        out.push(`${binding.name} of ${facts.imports[binding.import]!.specifier}`);
      },
      typeParameter: (index) => out.push(`<${facts.typeParameters[index]![0]}>`),
      import: (index) => out.push(facts.imports[index]!.specifier),
    });
    out.push(")");
  };
  visit(term);
  return out.join(" ");
}
