import type { SymbolGraph } from "../../model/graph.ts";

/** What facts say of each module that matters for its role; one entry a module, in the order of the rows of `Uses`. */
export interface Traits {
  /** Declares an entity, or is where a table is declared. */
  readonly entity: Uint8Array;
  /** Reads or writes tables. */
  readonly data: Uint8Array;
  /** Serves requests itself; mounting routers of others does not count. */
  readonly routes: Uint8Array;
  /** Has jobs or takes part in events. */
  readonly messages: Uint8Array;
  /** Changes module-level state after loading. */
  readonly state: Uint8Array;
  /** Uses a package that reaches out of the process or frames the program, at run time. */
  readonly external: Uint8Array;
  /** Declares types and nothing that exists at run time. */
  readonly typesOnly: Uint8Array;
}

/** Packages and built-ins that compute and neither keep nor reach anything: a module that uses them is still stateless. */
const purePackages = new Set([
  "lodash",
  "lodash-es",
  "underscore",
  "ramda",
  "date-fns",
  "date-fns-tz",
  "dayjs",
  "moment",
  "moment-timezone",
  "luxon",
  "uuid",
  "nanoid",
  "ulid",
  "zod",
  "joi",
  "yup",
  "ajv",
  "valibot",
  "class-validator",
  "class-transformer",
  "validator",
  "tslib",
  "ts-pattern",
  "fp-ts",
  "io-ts",
  "rxjs",
  "immer",
  "immutable",
  "reflect-metadata",
  "http-status",
  "http-status-codes",
  "bignumber.js",
  "decimal.js",
  "big.js",
  "mathjs",
  "semver",
  "slugify",
  "change-case",
  "camelcase",
  "classnames",
  "clsx",
  "type-fest",
  "ms",
  "qs",
  "deepmerge",
  "fast-deep-equal",
  "node:assert",
  "node:path",
  "node:util",
  "node:url",
  "node:crypto",
  "node:querystring",
  "node:string_decoder",
  "node:buffer",
  "node:events",
  "node:timers",
  "node:stream",
]);

export function isPurePackage(name: string): boolean {
  return purePackages.has(name) || purePackages.has(`node:${name}`) || name.startsWith("lodash.") || name.startsWith("@types/");
}

const runtimeDeclarations = new Set(["class", "enum", "function", "variable"]);

/** `rank`: position of each module of the graph in the rows. */
export function findTraits(graph: SymbolGraph, rank: Int32Array): Traits {
  const size = rank.length;
  const traits = {
    entity: new Uint8Array(size),
    data: new Uint8Array(size),
    routes: new Uint8Array(size),
    messages: new Uint8Array(size),
    state: new Uint8Array(size),
    external: new Uint8Array(size),
    typesOnly: new Uint8Array(size),
  };
  graph.modules.forEach(({ facts }, module) => {
    const i = rank[module]!;
    if (facts.entities.length > 0) traits.entity[i] = 1;
    if (facts.state.length > 0) traits.state[i] = 1;
    if (facts.declarations.length > 0 && !facts.declarations.some((d) => d.parent < 0 && runtimeDeclarations.has(d.kind))) traits.typesOnly[i] = 1;
  });
  for (const { owner } of graph.tables) if (owner >= 0) traits.entity[rank[owner]!] = 1;
  for (const { module } of graph.accesses) traits.data[rank[module]!] = 1;
  for (const { module, method } of graph.routes) if (method !== "USE") traits.routes[rank[module]!] = 1;
  for (const { module } of graph.events) traits.messages[rank[module]!] = 1;
  for (const { module } of graph.jobs) traits.messages[rank[module]!] = 1;
  for (const edge of graph.edges) {
    if (edge.external !== undefined && !edge.typeOnly && !isPurePackage(edge.external)) traits.external[rank[edge.from]!] = 1;
  }
  return traits;
}
