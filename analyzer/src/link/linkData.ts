/** Entities, table access, routes, events and jobs of all files joined: which module reads and writes which table, which symbol serves a route. */
import type { AccessFact, EntityFact } from "../model/facts.ts";
import type { Module, SymbolGraph, Table, TableAccess } from "../model/graph.ts";
import { Op } from "../model/terms.ts";
import { pointedAt } from "./linkReferences.ts";
import type { Target } from "./exportTables.ts";
import type { Engine } from "./types/engine.ts";
import { alternatives } from "./types/type.ts";
import type { Type } from "./types/type.ts";
import { childrenNamed, placeKey } from "./world.ts";

export type LinkedData = Pick<SymbolGraph, "tables" | "accesses" | "routes" | "events" | "jobs">;

/** @param schemas entities that no module declares (schema.prisma) */
export function linkData(engine: Engine, modules: readonly Module[], schemas: readonly EntityFact[]): LinkedData {
  const tables = collectTables(modules, schemas);
  const repositories = collectRepositories(engine, modules, tables);
  const accesses: TableAccess[] = [];
  for (const [module, { facts }] of modules.entries()) {
    for (const fact of facts.accesses) {
      if (fact.operation === repositoryOperation) continue;
      for (const table of tablesOf(engine, module, fact, tables, repositories)) {
        accesses.push({ module, table, access: fact.access, owner: fact.owner, line: fact.line, column: fact.column });
      }
    }
  }
  return {
    tables: tables.list,
    accesses,
    routes: modules.flatMap(({ facts }, module) =>
      facts.routes.map((route) => {
        const handler =
          route.term === 0
            ? undefined
            : pointedAt(engine, module, route.term).find((place) => place.file >= 0 && place.file !== engine.world.standard);
        return { ...route, module, target: handler?.file ?? module, symbol: handler?.declaration ?? route.owner };
      }),
    ),
    events: modules.flatMap(({ facts }, module) => facts.events.map((event) => ({ ...event, module }))),
    jobs: modules.flatMap(({ facts }, module) => facts.jobs.map((job) => ({ ...job, module }))),
  };
}

/** The recognisers say with this operation that a class is the repository of an entity; it is no access by itself. */
const repositoryOperation = "repository";

interface Tables {
  list: Table[];
  byName: Map<string, number>;
  /** By the declaration of the entity. */
  byPlace: Map<number, number>;
  /** By the name of the entity; −1 where several have it. */
  byEntity: Map<string, number>;
}

function collectTables(modules: readonly Module[], schemas: readonly EntityFact[]): Tables {
  const tables: Tables = { list: [], byName: new Map(), byPlace: new Map(), byEntity: new Map() };
  const add = (fact: EntityFact, owner: number): void => {
    const table = tableNamed(tables, fact.table);
    const known = tables.list[table]!;
    // An entity class says more of a table than a migration that creates it.
    if (known.owner < 0 || (known.entity === null && fact.orm !== "sql"))
      tables.list[table] = {
        name: known.name,
        owner: fact.orm === "sql" ? known.owner : owner,
        entity: fact.orm === "sql" ? known.entity : fact.name,
      };
    if (fact.declaration >= 0) tables.byPlace.set(placeKey(owner, fact.declaration), table);
    if (fact.orm === "sql") return;
    const name = fact.name.toLowerCase();
    const other = tables.byEntity.get(name);
    tables.byEntity.set(name, other === undefined || other === table ? table : -1);
  };
  for (const [module, { facts }] of modules.entries()) for (const fact of facts.entities) add(fact, module);
  for (const fact of schemas) add(fact, -1);
  return tables;
}

function tableNamed(tables: Tables, name: string): number {
  const key = name.toLowerCase();
  let table = tables.byName.get(key);
  if (table === undefined) {
    table = tables.list.push({ name, owner: -1, entity: null }) - 1;
    tables.byName.set(key, table);
  }
  return table;
}

function collectRepositories(engine: Engine, modules: readonly Module[], tables: Tables): Map<number, number> {
  const repositories = new Map<number, number>();
  for (const [module, { facts }] of modules.entries()) {
    for (const fact of facts.accesses) {
      if (fact.operation !== repositoryOperation || fact.owner < 0) continue;
      const table = fact.table !== undefined ? tableNamed(tables, fact.table) : entityTable(engine, module, fact.entity ?? "", tables, false);
      if (table !== undefined) repositories.set(placeKey(module, fact.owner), table);
    }
  }
  return repositories;
}

function tablesOf(engine: Engine, module: number, fact: AccessFact, tables: Tables, repositories: ReadonlyMap<number, number>): readonly number[] {
  if (fact.table !== undefined) {
    if (fact.tentative === true && !tables.byName.has(fact.table.toLowerCase())) return [];
    return [tableNamed(tables, fact.table)];
  }
  if (fact.entity !== undefined) {
    const table = entityTable(engine, module, fact.entity, tables, fact.tentative === true);
    return table === undefined ? [] : [table];
  }
  if (fact.receiver === undefined) return [];
  const found = new Set<number>();
  for (const type of alternatives(engine.evaluate(module, fact.receiver, undefined))) {
    const table =
      type.kind === "literal" && fact.tentative !== true ? tableNamed(tables, type.text) : tableOfType(engine, type, tables, repositories, 0);
    if (table !== undefined) found.add(table);
  }
  return [...found];
}

/** The table of an entity named in a module: by its declaration, else, unless only a guess, by its registered name. */
function entityTable(engine: Engine, module: number, name: string, tables: Tables, tentative: boolean): number | undefined {
  for (const place of placesOf(engine, module, name)) {
    const table = tableAt(engine, place, tables, 0);
    if (table !== undefined) return table;
  }
  if (tentative) return undefined;
  const named = tables.byEntity.get((name.split(".").at(-1) ?? name).toLowerCase());
  return named === undefined || named < 0 ? undefined : named;
}

/** The table of the entity at a place, or of what the place is another name of (`{ Order: require("./order") }`), or of what it inherits. */
function tableAt(engine: Engine, place: Target, tables: Tables, depth: number): number | undefined {
  if (place.kind !== "declaration" || depth > 4) return undefined;
  const table = place.declaration < 0 ? undefined : tables.byPlace.get(placeKey(place.file, place.declaration));
  if (table !== undefined) return table;
  for (const next of otherNames(engine, place.file, place.term)) {
    const found = tableAt(engine, next, tables, depth + 1);
    if (found !== undefined) return found;
  }
  return place.declaration < 0 ? undefined : tableOfType(engine, engine.valueOf(place.file, place.declaration, undefined), tables, new Map(), 0);
}

function otherNames(engine: Engine, file: number, term: number): readonly Target[] {
  const { terms, declarations } = engine.world.facts[file]!;
  const operand = terms[term + 1]!;
  switch (terms[term]) {
    case Op.imported:
      return engine.exports.binding(file, operand);
    case Op.module:
      return engine.exports.module(file, operand, "=");
    case Op.declared:
      return declarations[operand]!.term === term ? [] : [{ kind: "declaration", file, declaration: operand, term: declarations[operand]!.term }];
    default:
      return [];
  }
}

/** What a (dotted) name of a file stands for. */
function placesOf(engine: Engine, module: number, name: string): readonly Target[] {
  const [root, ...path] = name.split(".");
  const facts = engine.world.facts[module]!;
  const binding = facts.bindings.findIndex((each) => each.local === root);
  let places: readonly Target[] =
    binding >= 0
      ? engine.exports.binding(module, binding)
      : childrenNamed(engine.world, module, -1, root ?? "").map((declaration) => ({
          kind: "declaration",
          file: module,
          declaration,
          term: facts.declarations[declaration]!.term,
        }));
  for (const part of path) {
    places = places.flatMap((place): readonly Target[] => {
      if (place.kind === "namespace") return engine.exports.resolve(place.file, part);
      if (place.kind !== "declaration") return [];
      const type =
        place.declaration >= 0 ? engine.valueOf(place.file, place.declaration, undefined) : engine.evaluate(place.file, place.term, undefined);
      return engine
        .members(type, part)
        .flatMap((member): Target[] =>
          member.file < 0 ? [] : [{ kind: "declaration", file: member.file, declaration: member.declaration, term: member.term }],
        );
    });
  }
  return places;
}

/** `Repository<Order>`, `Model<Order>`: the package's type, the project's entity. */
function tableOfArguments(args: readonly Type[], tables: Tables): number | undefined {
  for (const part of args) {
    const table = part.kind === "instance" || part.kind === "class" ? tables.byPlace.get(placeKey(part.file, part.declaration)) : undefined;
    if (table !== undefined) return table;
  }
  return undefined;
}

/** A value of this type stands for rows of a table: an entity, its class, or a repository of it. */
function tableOfType(engine: Engine, type: Type, tables: Tables, repositories: ReadonlyMap<number, number>, depth: number): number | undefined {
  if (depth > 8) return undefined;
  switch (type.kind) {
    case "external":
      return tableOfArguments(type.args, tables);
    case "instance":
    case "class": {
      const key = placeKey(type.file, type.declaration);
      const own = tables.byPlace.get(key) ?? repositories.get(key);
      if (own !== undefined) return own;
      if (type.file === engine.world.standard)
        return type.kind === "instance" && engine.world.ambientNames.has(key) ? tableOfArguments(type.args, tables) : undefined;
      const { extends: bases, implements: contracts } = engine.world.facts[type.file]!.declarations[type.declaration]!;
      for (const base of [...(bases ?? []), ...(contracts ?? [])]) {
        const table = tableOfType(engine, engine.evaluate(type.file, base, undefined), tables, repositories, depth + 1);
        if (table !== undefined) return table;
      }
      return undefined;
    }
    default:
      return undefined;
  }
}
