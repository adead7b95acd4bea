/** Which module a span was seen in: by its file, its route, or its function. */
import type { SymbolGraph } from "../model/graph.ts";
import type { SpanRecord } from "../model/traces.ts";

/** @returns the module of a span, in the graph's numbering; -1 where nothing, or more than one, answers to what it says */
export function createPlacer(graph: SymbolGraph): (span: SpanRecord) => number {
  const byFile = indexFiles(graph);
  const byRoute = indexRoutes(graph);
  const byFunction = indexFunctions(graph);
  return (span) => {
    if (span.file !== "") {
      const module = byFile(span.file);
      if (module >= 0) return module;
    }
    if (span.route !== "") {
      const module = byRoute(span.method, span.route);
      if (module >= 0) return module;
    }
    if (span.function !== "") {
      const module = byFunction(span.function);
      if (module >= 0) return module;
    }
    // What HTTP instrumentations call their spans, and what hand-written ones tend to be called.
    const [, method, route] = /^([A-Z]+) (\/\S*)$/.exec(span.name) ?? [];
    if (method !== undefined && route !== undefined) return byRoute(method, route);
    // `SELECT orders` and `middleware - session` are no functions of the program.
    return span.name.includes(" ") ? -1 : byFunction(span.name);
  };
}

/** Compiled code lies in another folder under another extension: `/app/dist/orders/place.js` is `src/orders/place.ts`. */
const stemOf = (path: string): string[] =>
  path
    .replace(/^file:\/\//, "")
    .replaceAll("\\", "/")
    .replace(/\.[cm]?[jt]sx?$/, "")
    .split("/")
    .filter((segment) => segment !== "" && segment !== ".");

/** The module whose path ends most like the file's. */
function indexFiles({ modules }: SymbolGraph): (file: string) => number {
  const byName = new Map<string, { module: number; stem: string[] }[]>();
  for (const [module, { path }] of modules.entries()) {
    const stem = stemOf(path);
    const name = stem.at(-1);
    if (name === undefined) continue;
    const list = byName.get(name);
    if (list === undefined) byName.set(name, [{ module, stem }]);
    else list.push({ module, stem });
  }
  return (file) => {
    const stem = stemOf(file);
    const likeness = (byName.get(stem.at(-1) ?? "") ?? []).map(({ module, stem: other }) => ({ module, common: commonEnd(stem, other) }));
    return onlyBest(likeness);
  };
}

function commonEnd(a: readonly string[], b: readonly string[]): number {
  let common = 0;
  while (common < a.length && common < b.length && a[a.length - 1 - common] === b[b.length - 1 - common]) common++;
  return common;
}

function onlyBest(candidates: readonly { module: number; common: number }[]): number {
  const most = candidates.reduce((best, { common }) => Math.max(best, common), 0);
  const best = new Set(candidates.filter(({ common }) => common === most).map(({ module }) => module));
  return best.size === 1 ? [...best][0]! : -1;
}

/** `/orders/:id`, `/orders/{id}` and `/orders/[id]` are the same route. */
const routeParts = (path: string): string[] =>
  path
    .split("/")
    .filter((part) => part !== "")
    .map((part) => (/^[:{[*<]/.test(part) ? "*" : part.toLowerCase()));

/** Routes are written without what they are mounted under, so a route answers whose path the span's route ends with: the longest one. */
function indexRoutes({ routes }: SymbolGraph): (method: string, route: string) => number {
  const byEnd = new Map<string, { method: string; parts: string[]; module: number }[]>();
  for (const { method, path, target } of routes) {
    if (method === "USE") continue;
    const parts = routeParts(path);
    const end = parts.at(-1) ?? "";
    const list = byEnd.get(end);
    const entry = { method, parts, module: target };
    if (list === undefined) byEnd.set(end, [entry]);
    else list.push(entry);
  }
  return (method, route) => {
    const parts = routeParts(route);
    const answers = (byEnd.get(parts.at(-1) ?? "") ?? []).filter(
      (each) =>
        (each.method === method || each.method === "ALL" || method === "") &&
        each.parts.length <= parts.length &&
        commonEnd(parts, each.parts) === each.parts.length,
    );
    return onlyBest(answers.map(({ module, parts: own }) => ({ module, common: own.length + 1 })));
  };
}

/** Functions by name, methods also with their class before them: `OrderService.place`. */
function indexFunctions({ modules }: SymbolGraph): (name: string) => number {
  const several = -1;
  const byName = new Map<string, number>();
  const add = (name: string, module: number): void => {
    const known = byName.get(name);
    byName.set(name, known === undefined || known === module ? module : several);
  };
  for (const [module, { facts }] of modules.entries()) {
    for (const { name, kind, parent } of facts.declarations) {
      if (name === "" || (kind !== "function" && kind !== "method" && kind !== "variable")) continue;
      if (parent >= 0) add(`${facts.declarations[parent]!.name}.${name}`, module);
      if (kind !== "variable" || parent < 0) add(name, module);
    }
  }
  return (name) => {
    // Exporters put files, packages or `async` before the name: `orders/place.OrderService.place`.
    const parts = name.replaceAll("::", ".").replaceAll("#", ".").split(/[./ ]/).filter(Boolean);
    for (const length of [2, 1]) {
      if (parts.length < length) continue;
      const module = byName.get(parts.slice(-length).join("."));
      if (module !== undefined && module !== several) return module;
    }
    return -1;
  };
}
