/** Exported names followed through barrels to the declarations behind them. */
import type { ExportFact } from "../model/facts.ts";
import type { Circle, CirclePart } from "./circle.ts";
import { Op } from "../model/terms.ts";
import { childrenNamed } from "./world.ts";
import type { Place, World } from "./world.ts";

/**
 * What an imported or exported name is. `declaration` −1 with a term: a value without a declaration of its own; `namespace`: the module itself;
 * `external`: something of a package; `ambient`: all that `declare module` says of one.
 */
export type Target =
  | { readonly kind: "declaration"; readonly file: number; readonly declaration: number; readonly term: number }
  | { readonly kind: "namespace"; readonly file: number }
  | { readonly kind: "ambient"; readonly specifier: string }
  | { readonly kind: "external"; readonly specifier: string; readonly name: string };

export interface ExportTables {
  /** All that `name` of module `file` stands for (a value and a type may share a name); empty when it exports no such name. */
  resolve(file: number, name: string): readonly Target[];
  /** What a binding (see BindingFact) of `file` brings in. */
  binding(file: number, binding: number): readonly Target[];
  /** What `declare module` says of `name` in a module outside the project. */
  ambient(specifier: string, name: string): readonly Target[];
  /** What an import of `file` leads to, as a module. */
  module(file: number, importIndex: number, name: string): readonly Target[];
}

/** Looks up members of `module.exports = value`; the evaluator provides it. */
export type MemberLookup = (file: number, term: number, name: string) => readonly Target[];

/** What is known of an exported name. */
class Answer implements CirclePart {
  /** Undefined while it is sought, and where only other questions of a circle were answered. */
  targets: readonly Target[] | undefined;
  /** Depth of the open question that the answer rests on; of itself, while it is sought. */
  restsOn = Number.POSITIVE_INFINITY;
  /** The questions of its circle, if it is part of one and not being sought. */
  parts: readonly CirclePart[] | undefined;

  open(depth: number): void {
    this.targets = undefined;
    this.restsOn = depth;
    this.parts = undefined;
  }

  isOpen(): boolean {
    return this.targets === undefined && this.parts === undefined;
  }

  closeCircle(targets: readonly Target[] | undefined, parts: readonly CirclePart[]): void {
    this.targets = targets;
    this.restsOn = Number.POSITIVE_INFINITY;
    this.parts = parts;
  }
}

const nothing: readonly Target[] = [];
const noImports: readonly number[] = [];

export function createExportTables(world: World, membersOfValue: MemberLookup, circle: Circle): ExportTables {
  const own: (Map<string, ExportFact[]> | undefined)[] = new Array(world.facts.length);
  const known: (Map<string, Answer> | undefined)[] = new Array(world.facts.length);
  const bindings: (readonly Target[])[][] = new Array(world.facts.length);
  const starNames: (Map<string, number[]> | undefined)[] = new Array(world.facts.length);

  const exportsOf = (file: number): Map<string, ExportFact[]> => {
    let index = own[file];
    if (index === undefined) {
      index = new Map();
      for (const fact of world.facts[file]!.exports) {
        const name = fact.kind === "all" ? "*" : fact.name;
        const list = index.get(name);
        if (list === undefined) index.set(name, [fact]);
        else list.push(fact);
      }
      own[file] = index;
    }
    return index;
  };

  const resolve = (file: number, name: string): readonly Target[] => {
    let memo = known[file];
    if (memo === undefined) known[file] = memo = new Map();
    let answer = memo.get(name);
    if (answer === undefined) memo.set(name, (answer = new Answer()));
    else if (answer.parts === undefined || (answer.targets !== undefined && circle.isOutside(answer.parts))) {
      circle.meet(answer.restsOn);
      // A circle of re-exports ends here: what it would add is found on the other path.
      return answer.targets ?? nothing;
    }
    return answerOf(file, name, answer);
  };

  const answerOf = (file: number, name: string, answer: Answer): readonly Target[] => {
    const outer = circle.restsOn;
    const mark = circle.mark;
    const depth = ++circle.depth;
    const before = answer.parts === undefined ? undefined : { targets: answer.targets, parts: answer.parts };
    if (before !== undefined) circle.openParts++;
    circle.restsOn = Number.POSITIVE_INFINITY;
    answer.open(depth);
    const targets = search(file, name);
    const { restsOn } = circle;
    circle.depth--;
    circle.restsOn = outer;
    if (before !== undefined) circle.openParts--;
    answer.targets = targets;
    if (restsOn === Number.POSITIVE_INFINITY) answer.restsOn = restsOn;
    else if (restsOn >= depth || depth === 1) answer.closeCircle(targets, [...circle.close(mark), answer]);
    else {
      answer.restsOn = restsOn;
      circle.keep({ isOpen: () => answer.isOpen(), forget: () => answer.closeCircle(before?.targets, before?.parts ?? []) });
      circle.meet(restsOn);
    }
    return targets;
  };

  const search = (file: number, name: string): readonly Target[] => {
    if (name === "*") return [{ kind: "namespace", file }];
    const exports = exportsOf(file);
    const direct = (exports.get(name) ?? []).flatMap((fact) => follow(file, fact));
    // `module.exports = orders` with `exports.refund = …` beside it: both are the value.
    if (name === "=" && direct.length > 0 && hasNames(exports)) direct.push({ kind: "namespace", file });
    if (direct.length > 0) return distinct(direct);
    if (name === "=") return [{ kind: "namespace", file }];
    const whole = exports.get("=");
    if (whole !== undefined) {
      if (name === "default") return whole.flatMap((fact) => follow(file, fact));
      for (const fact of whole) {
        if (fact.kind !== "local") continue;
        const members = fact.declaration === undefined ? nothing : memberDeclarations(file, fact.declaration, name);
        const targets = members.length > 0 ? members : membersOfValue(file, fact.term, name);
        if (targets.length > 0) return targets;
      }
    }
    if (name !== "default") {
      for (const importIndex of forwarding(file, name)) {
        const targets = module(file, importIndex, name);
        if (targets.length > 0) return targets;
      }
    } else if (!world.facts[file]!.isModule && world.facts[file]!.exports.length > 0) return [{ kind: "namespace", file }];
    return nothing;
  };

  /** Imports of `file` whose `export *` may bring `name`. A barrel of hundreds is asked for hundreds of names, so its names are indexed. */
  const forwarding = (file: number, name: string): readonly number[] => {
    const stars = exportsOf(file).get("*");
    if (stars === undefined) return noImports;
    let index = starNames[file];
    if (index === undefined) {
      index = new Map();
      starNames[file] = index;
      for (const fact of stars) {
        if (fact.kind !== "all") continue;
        const target = world.targets[file]?.[fact.import];
        const names = target !== undefined && "module" in target ? namesOf(target.module, new Set([file])) : ["*"];
        for (const exported of names) {
          const imports = index.get(exported);
          if (imports === undefined) index.set(exported, [fact.import]);
          else imports.push(fact.import);
        }
      }
    }
    const precise = index.get(name);
    const open = index.get("*");
    if (open === undefined) return precise ?? noImports;
    return precise === undefined ? open : [...precise, ...open];
  };

  /** Names that `file` exports, through `export *` too; `*` where one of them cannot be listed. */
  const namesOf = (file: number, seen: Set<number>): ReadonlySet<string> => {
    const names = new Set<string>();
    seen.add(file);
    for (const [name, facts] of exportsOf(file)) {
      if (name === "=") names.add("*");
      if (name !== "*") names.add(name);
      else {
        for (const fact of facts) {
          const target = fact.kind === "all" ? world.targets[file]?.[fact.import] : undefined;
          if (target === undefined || !("module" in target)) names.add("*");
          else if (!seen.has(target.module)) for (const inner of namesOf(target.module, seen)) names.add(inner);
        }
      }
    }
    return names;
  };

  /** Members added to what is exported whole: `export = Orders` with `namespace Orders`, `Orders.create = …`. */
  const memberDeclarations = (file: number, declaration: number, name: string): readonly Target[] =>
    childrenNamed(world, file, declaration, name).map((child) => ({
      kind: "declaration",
      file,
      declaration: child,
      term: world.facts[file]!.declarations[child]!.term,
    }));

  const follow = (file: number, fact: ExportFact): readonly Target[] => {
    switch (fact.kind) {
      case "local":
        return [{ kind: "declaration", file, declaration: fact.declaration ?? -1, term: fact.term }];
      case "from":
        return module(file, fact.import, fact.imported);
      case "all":
        return nothing;
    }
  };

  const module = (file: number, importIndex: number, name: string): readonly Target[] => {
    const target = world.targets[file]?.[importIndex];
    if (target !== undefined && "module" in target) return resolve(target.module, name);
    const { specifier } = world.facts[file]!.imports[importIndex]!;
    const places = ambientPlaces(specifier, name);
    if (places.length > 0) return places;
    return target === undefined ? nothing : [{ kind: "external", specifier: target.external, name }];
  };

  /** What `declare module "x"` says of `name`, wherever it stands. A module declared in one line has nothing but itself. */
  const ambientPlaces = (specifier: string, name: string): readonly Target[] => {
    const ambient = world.ambient.get(specifier);
    if (ambient === undefined) return nothing;
    const behind = (place: Place, term: number): Target => {
      const { terms, declarations } = world.facts[place.file]!;
      // `export = orders`: the name is the declaration's own.
      const declaration = terms[term] === Op.declared ? terms[term + 1]! : place.declaration;
      return { kind: "declaration", file: place.file, declaration, term: declarations[declaration]!.term };
    };
    const named = (wanted: string): Target[] =>
      ambient.flatMap((place): Target[] => {
        const fact = place.declaration < 0 ? undefined : world.facts[place.file]!.declarations[place.declaration]!;
        return fact?.name === wanted ? [isAlias(wanted) ? behind(place, fact.term) : { kind: "declaration", ...place, term: fact.term }] : [];
      });
    const direct = named(name);
    if (direct.length > 0) return direct;
    if (ambient.some((place) => place.declaration < 0))
      return ambient.flatMap((place): Target[] => (place.declaration < 0 ? [{ kind: "declaration", ...place, term: 0 }] : []));
    const whole = named("=");
    if (whole.length > 0 && (name === "default" || name === "*")) return whole;
    for (const place of ambient) {
      const fact = world.facts[place.file]!.declarations[place.declaration]!;
      const members = fact.name === "=" ? membersOfValue(place.file, fact.term, name) : nothing;
      if (members.length > 0) return members;
    }
    if (name === "*" || name === "=" || name === "default") return [{ kind: "ambient", specifier }];
    return nothing;
  };

  const binding = (file: number, index: number): readonly Target[] => {
    const list = (bindings[file] ??= []);
    let targets = list[index];
    if (targets === undefined) {
      const fact = world.facts[file]!.bindings[index]!;
      const outer = circle.restsOn;
      circle.restsOn = Number.POSITIVE_INFINITY;
      targets = module(file, fact.import, fact.name);
      if (circle.restsOn === Number.POSITIVE_INFINITY) list[index] = targets;
      circle.meet(outer);
    }
    return targets;
  };

  return { resolve, ambient: ambientPlaces, binding, module };
}

const isAlias = (name: string): boolean => name === "=" || name === "default";

function hasNames(exports: ReadonlyMap<string, unknown>): boolean {
  for (const name of exports.keys()) if (name !== "=" && name !== "*") return true;
  return false;
}

function distinct(targets: readonly Target[]): readonly Target[] {
  if (targets.length < 2) return targets;
  const seen = new Set<string>();
  return targets.filter((target) => {
    const key = JSON.stringify(target);
    return seen.has(key) ? false : (seen.add(key), true);
  });
}
