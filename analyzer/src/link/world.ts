/** All facts of a project side by side, with the indexes that linking asks for. */
import type { DeclarationFact, FileFacts, ImportKind } from "../model/facts.ts";

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
  /** What `declare module "x"` declares for modules outside the project; a place without declaration is the whole module. */
  readonly ambient: ReadonlyMap<string, readonly Place[]>;
  /** Module names of the declarations in `ambient`, by `placeKey`. */
  readonly ambientNames: ReadonlyMap<number, string>;
  /** Declarations that augment one of another module and the other way round, by `placeKey`; see augment.ts. */
  readonly augmented: Map<number, Place[]>;
  /** Answers of `mergedWith`, by file and declaration. */
  readonly merged: (readonly Place[])[][];
}

export interface Place {
  readonly file: number;
  readonly declaration: number;
}

export const placeKey = (file: number, declaration: number): number => file * 0x100000 + declaration;

/** A script: no module syntax of any kind, so its top level is everybody's. Comments and types can name modules without making one. */
export const isScript = (facts: FileFacts): boolean =>
  !facts.isModule && facts.imports.every((fact) => scriptImports.has(fact.kind)) && facts.exports.length === 0;
const scriptImports = new Set<ImportKind>(["reference-path", "reference-types", "import-type", "jsdoc"]);

const memberKinds = new Set<string>(["method", "property", "getter", "setter", "constructor", "signature", "enum-member"]);

export function createWorld(modules: readonly FileFacts[], standard: FileFacts, targets: readonly (readonly ImportTarget[])[]): World {
  const facts = [...modules, standard];
  const globals = new Map<string, Place[]>();
  const ambient = new Map<string, Place[]>();
  const ambientNames = new Map<number, string>();
  const add = (index: Map<string, Place[]>, name: string, place: Place): void => {
    const known = index.get(name);
    if (known === undefined) index.set(name, [place]);
    else known.push(place);
  };
  for (const [file, fact] of facts.entries()) {
    for (const declaration of fact.globals) add(globals, fact.declarations[declaration]!.name, { file, declaration });
    for (const { specifier, declarations } of fact.augmentations) {
      for (const declaration of declarations) {
        add(ambient, specifier, { file, declaration });
        ambientNames.set(placeKey(file, declaration), specifier);
      }
      if (declarations.length === 0) add(ambient, specifier, { file, declaration: -1 });
    }
    if (file !== modules.length && !isScript(fact)) continue;
    const augmenting = new Set(fact.augmentations.flatMap((augmentation) => augmentation.declarations));
    for (const [declaration, { parent, name, kind }] of fact.declarations.entries()) {
      // Members of a literal that nothing names stand at the top level too.
      if (parent === -1 && !memberKinds.has(kind) && !augmenting.has(declaration) && !fact.globals.includes(declaration))
        add(globals, name, { file, declaration });
    }
  }
  const merged = Array.from(facts, (): (readonly Place[])[] => []);
  return {
    facts,
    standard: modules.length,
    targets: [...targets, []],
    children: new Array(facts.length),
    globals,
    ambient,
    ambientNames,
    augmented: new Map(),
    merged,
  };
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

const merging = new Set<string>(["interface", "namespace"]);

/** Declarations of a global name as `file` sees them: its own, if it has any that others' do not merge with. */
export function globalsNamed(world: World, file: number, name: string): readonly Place[] {
  const places = world.globals.get(name);
  if (places === undefined) return noPlaces;
  if (places.length < 2) return places;
  const own = places.filter((place) => place.file === file);
  return own.some((place) => !merging.has(declarationOf(world, place).kind)) ? own : places;
}

const noPlaces: readonly Place[] = [];

export function declarationOf(world: World, place: Place): DeclarationFact {
  const found = world.facts[place.file]?.declarations[place.declaration];
  if (found === undefined) throw new RangeError(`no declaration ${place.declaration} in file ${place.file}`);
  return found;
}

/** The declaration and those that merge with it: interface beside class or namespace, overloads, globals of the same name, augmentations from other files. */
export function mergedWith(world: World, file: number, declaration: number): readonly Place[] {
  return (world.merged[file]![declaration] ??= findMerged(world, file, declaration));
}

function findMerged(world: World, file: number, declaration: number): readonly Place[] {
  const { parent, name, kind } = world.facts[file]!.declarations[declaration]!;
  const places: Place[] = childrenNamed(world, file, parent, name).map((sibling) => ({ file, declaration: sibling }));
  if (parent >= 0) {
    // Members of namespaces merge where the namespaces do.
    if (world.facts[file]!.declarations[parent]!.kind === "namespace") {
      for (const outer of mergedWith(world, file, parent)) if (outer.file !== file) places.push(...childPlaces(world, outer, name));
    }
    return places;
  }
  const key = placeKey(file, declaration);
  const specifier = world.ambientNames.get(key);
  const others =
    specifier !== undefined
      ? world.ambient.get(specifier)!
      : kind === "interface" || kind === "namespace" || kind === "class"
        ? (world.globals.get(name) ?? [])
        : [];
  if (specifier !== undefined || others.some((place) => place.file === file && place.declaration === declaration)) {
    for (const place of others) if (place.file !== file && place.declaration >= 0 && declarationOf(world, place).name === name) places.push(place);
  }
  return [...places, ...(world.augmented.get(key) ?? [])];
}

const childPlaces = (world: World, { file, declaration }: Place, name: string): Place[] =>
  childrenNamed(world, file, declaration, name).map((child) => ({ file, declaration: child }));

/** Declarations named `name` inside a namespace, wherever parts of the namespace are. */
export function namespaceMembers(world: World, file: number, declaration: number, name: string): readonly Place[] {
  return mergedWith(world, file, declaration).flatMap((place) => childPlaces(world, place, name));
}
