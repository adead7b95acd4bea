/** What code reaches through what it calls: tables, state, packages for input and output. Bounded, over the symbol graph alone. */
import type { SymbolName } from "../model/shapes.ts";
import { targetKey, type GraphIndex, type Target } from "./graphIndex.ts";

export interface Reached {
  /** Declarations, in the order in which they are found. */
  targets: Target[];
  /** By `targetKey`: how it was found. */
  cameFrom: Map<string, { key: string; row: number }>;
}

const mostReached = 4000;
const followed = new Set(["call", "new", "value", "jsx", "decorator"]);
const bodies = new Set(["function", "method", "constructor", "getter", "setter", "signature"]);

export interface ReachOptions {
  /** Only rows of these lines of the first declaration. */
  lines?: { from: number; to: number } | undefined;
  /** Stops at these. */
  stop?: ((target: Target) => boolean) | undefined;
  depth?: number | undefined;
}

/** Functions, methods and classes that a declaration reaches at run time, itself first. Calls through interfaces lead to all implementations. */
export function reachFrom(index: GraphIndex, first: Target, { lines, stop, depth = 12 }: ReachOptions = {}): Reached {
  const { references } = index.graph;
  const targets: Target[] = [first];
  const depths = new Map([[targetKey(first), 0]]);
  const cameFrom = new Map<string, { key: string; row: number }>();
  for (let at = 0; at < targets.length && targets.length < mostReached; at++) {
    const target = targets[at]!;
    const key = targetKey(target);
    const level = depths.get(key)!;
    if (level >= depth || (at > 0 && stop?.(target) === true)) continue;
    const add = (next: Target, row: number): void => {
      const nextKey = targetKey(next);
      if (depths.has(nextKey)) return;
      depths.set(nextKey, level + 1);
      cameFrom.set(nextKey, { key, row });
      targets.push(next);
    };
    for (const row of index.rowsIn(target.module, target.declaration)) {
      if (at === 0 && lines !== undefined && (references.line[row]! < lines.from || references.line[row]! > lines.to)) continue;
      const kind = index.kindOf(row);
      if (!followed.has(kind)) continue;
      for (const to of index.targetsOf(row)) for (const next of runBy(index, to, kind === "new")) add(next, row);
    }
  }
  return { targets, cameFrom };
}

/** Declarations with bodies that run when a declaration is called, constructed or handed on. */
function runBy(index: GraphIndex, to: Target, constructed: boolean): Target[] {
  const found = index.declaration(to.module, to.declaration);
  if (found === undefined) return [];
  if (bodies.has(found.kind)) return [to];
  if (found.kind === "class" && constructed) {
    const { declarations } = index.graph.modules[to.module]!.facts;
    const made = declarations.findIndex((each) => each.parent === to.declaration && each.kind === "constructor");
    return made < 0 ? [] : [{ module: to.module, declaration: made }];
  }
  // `export const handler = wrap(async () => …)`: what the initialiser calls may run.
  return found.kind === "variable" && found.parent < 0 ? [to] : [];
}

/** Functions on the way to a target, outermost first, the start left out. */
export function wayTo(index: GraphIndex, { cameFrom }: Reached, target: Target): string[] {
  const names: string[] = [];
  for (let key = targetKey(target); cameFrom.has(key); key = cameFrom.get(key)!.key) {
    const [module = 0, declaration = -1] = key.split(":").map(Number);
    names.unshift(index.qualifiedName(module, declaration) ?? "?");
  }
  return names;
}

export interface Touched {
  tables: Map<number, { reads: boolean; writes: boolean }>;
  state: SymbolName[];
  /** Packages and built-ins that do input or output. */
  io: string[];
  events: boolean;
}

const ioPackages =
  /^(node:)?(fs|fs\/promises|http|https|http2|net|dgram|tls|child_process|worker_threads|dns|cluster)$|^(axios|got|undici|node-fetch|nodemailer|ioredis|redis|bull|bullmq|kafkajs|amqplib|nats|stripe|twilio|aws-sdk|@aws-sdk\/.*|@google-cloud\/.*|@azure\/.*|minio|pg|mysql2?|better-sqlite3|@sendgrid\/.*|ws|socket\.io.*)$/;

/** @param textOf lines of a module; undefined where its source is not at hand, and then what the module imports counts for all of it */
export function touchedBy(
  index: GraphIndex,
  { targets }: Reached,
  textOf: (module: number, from: number, to: number) => string | undefined,
): Touched {
  const { graph } = index;
  const touched: Touched = { tables: new Map(), state: [], io: [], events: false };
  const byModule = new Map<number, Set<number>>();
  for (const { module, declaration } of targets) {
    const own = byModule.get(module);
    if (own === undefined) byModule.set(module, new Set([declaration]));
    else own.add(declaration);
  }
  const within = (module: number, owner: number): boolean => {
    const own = byModule.get(module);
    if (own === undefined) return false;
    for (let at = owner; at >= 0; at = graph.modules[module]!.facts.declarations[at]!.parent) if (own.has(at)) return true;
    return false;
  };
  for (const { module, table, access, owner } of graph.accesses) {
    if (!within(module, owner)) continue;
    const known = touched.tables.get(table) ?? { reads: false, writes: false };
    touched.tables.set(table, { reads: known.reads || access === "read", writes: known.writes || access === "write" });
  }
  for (const event of graph.events) if (within(event.module, event.owner)) touched.events = true;
  const io = new Set<string>();
  for (const [module, own] of byModule) {
    const { facts } = graph.modules[module]!;
    const { declarations } = facts;
    for (const state of facts.state) {
      const used = [...own].some(
        (each) =>
          each === state.declaration ||
          state.mutations.some(({ line }) => line >= declarations[each]!.line && line <= declarations[each]!.endLine) ||
          index.rowsIn(module, each).some((row) => graph.references.to[row] === module && graph.references.symbol[row] === state.declaration),
      );
      if (used) touched.state.push(index.symbolName(module, state.declaration));
    }
  }
  for (const [module, own] of byModule) {
    const { facts } = graph.modules[module]!;
    const names = facts.bindings.flatMap(({ local, import: position, typeOnly }) => {
      const specifier = facts.imports[position]?.specifier ?? "";
      return !typeOnly && ioPackages.test(specifier) ? [{ local, specifier }] : [];
    });
    if (names.length === 0) continue;
    const texts = [...own].map((each) => {
      const fact = facts.declarations[each];
      return fact === undefined ? undefined : textOf(module, fact.line, fact.endLine);
    });
    for (const { local, specifier } of names)
      if (texts.some((text) => text === undefined || mentions(text, local))) io.add(specifier.replace(/^node:/, ""));
  }
  touched.io = [...io].sort();
  touched.state.sort((a, b) => (a.module + a.name < b.module + b.name ? -1 : 1));
  return touched;
}

function mentions(text: string, name: string): boolean {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1))
    if (!/[\w$]/.test(text[at - 1] ?? " ") && !/[\w$]/.test(text[at + name.length] ?? " ")) return true;
  return false;
}
