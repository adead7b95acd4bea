/** All facts of a project side by side, with the indexes that linking asks for. */
import type { DeclarationFact, FileFacts } from "../model/facts.ts";

/** Where an import leads: a module of the project, or something outside. */
export type ImportTarget = { readonly module: number } | { readonly external: string } | undefined;

export interface World {
  /** Facts by module number; the standard declarations are the last entry. */
  readonly facts: readonly FileFacts[];
  readonly standard: number;
  /** Per module, per import. */
  readonly targets: readonly (readonly ImportTarget[])[];
  /** Children of declarations by name, built at the first question. */
  readonly children: (Map<number, Map<string, number[]>> | undefined)[];
  /** Names that every file sees. */
  readonly globals: ReadonlyMap<string, readonly Place[]>;
  /** `declare module "x"` for modules outside the project. */
  readonly ambient: ReadonlyMap<string, readonly Place[]>;
  /** Interfaces of other files that `declare module "./x"` adds to a declaration, by `placeKey`. */
  readonly augmented: Map<number, Place[]>;
}

export interface Place {
  readonly file: number;
  readonly declaration: number;
}

export const placeKey = (file: number, declaration: number): number => file * 0x100000 + declaration;

/** A script: no module syntax of any kind, so its top level is everybody's. */
const isScript = (facts: FileFacts): boolean => !facts.isModule && facts.imports.every((fact) => fact.kind.startsWith("reference-")) && facts.exports.length === 0;

const memberKinds = new Set<string>(["method", "property", "getter", "setter", "constructor", "signature", "enum-member"]);

export function createWorld(modules: readonly FileFacts[], standard: FileFacts, targets: readonly (readonly ImportTarget[])[]): World {
  const facts = [...modules, standard];
  const globals = new Map<string, Place[]>();
  const ambient = new Map<string, Place[]>();
  const add = (index: Map<string, Place[]>, name: string, place: Place): void => {
    const known = index.get(name);
    if (known === undefined) index.set(name, [place]);
    else known.push(place);
  };
  for (const [file, fact] of facts.entries()) {
    for (const declaration of fact.globals) add(globals, fact.declarations[declaration]!.name, { file, declaration });
    for (const { specifier, declarations } of fact.augmentations) for (const declaration of declarations) add(ambient, specifier, { file, declaration });
    if (!isScript(fact)) continue;
    const augmenting = new Set(fact.augmentations.flatMap((augmentation) => augmentation.declarations));
    for (const [declaration, { parent, name, kind }] of fact.declarations.entries()) {
      // Members of a literal that nothing names stand at the top level too.
      if (parent === -1 && !memberKinds.has(kind) && !augmenting.has(declaration) && !fact.globals.includes(declaration)) add(globals, name, { file, declaration });
    }
  }
  return { facts, standard: modules.length, targets: [...targets, []], children: new Array(facts.length), globals, ambient, augmented: new Map() };
}

/** Declarations named `name` inside declaration `parent` (−1: top level), in source order. */
export function childrenNamed(world: World, file: number, parent: number, name: string): readonly number[] {
  return childrenOf(world, file, parent)?.get(name) ?? none;
}

const none: readonly number[] = [];

export function childrenOf(world: World, file: number, parent: number): ReadonlyMap<string, readonly number[]> | undefined {
  let index = world.children[file];
  if (index === undefined) {
    index = new Map();
    for (const [position, declaration] of world.facts[file]!.declarations.entries()) {
      let names = index.get(declaration.parent);
      if (names === undefined) index.set(declaration.parent, (names = new Map()));
      const known = names.get(declaration.name);
      if (known === undefined) names.set(declaration.name, [position]);
      else known.push(position);
    }
    world.children[file] = index;
  }
  return index.get(parent);
}

/** Declarations of a global name as `file` sees them: its own, if it has any. */
export function globalsNamed(world: World, file: number, name: string): readonly Place[] {
  const places = world.globals.get(name);
  if (places === undefined) return noPlaces;
  const own = places.length < 2 ? places : places.filter((place) => place.file === file);
  return own.length > 0 ? own : places;
}

const noPlaces: readonly Place[] = [];

export function declarationOf(world: World, place: Place): DeclarationFact {
  const found = world.facts[place.file]?.declarations[place.declaration];
  if (found === undefined) throw new RangeError(`no declaration ${place.declaration} in file ${place.file}`);
  return found;
}

/** The declaration and those that merge with it: interface beside class or namespace, overloads, augmentations from other files. */
export function mergedWith(world: World, file: number, declaration: number): readonly Place[] {
  const fact = world.facts[file]!.declarations[declaration]!;
  const siblings = childrenNamed(world, file, fact.parent, fact.name);
  const augmented = world.augmented.get(placeKey(file, declaration));
  if (siblings.length <= 1 && augmented === undefined) {
    // Globals of the same name merge across files.
    const globals = fact.parent === -1 && fact.kind === "interface" ? world.globals.get(fact.name) : undefined;
    if (globals === undefined || globals.length < 2 || !globals.some((place) => place.file === file && place.declaration === declaration)) return [{ file, declaration }];
    return globals;
  }
  return [...siblings.map((sibling) => ({ file, declaration: sibling })), ...(augmented ?? [])];
}
