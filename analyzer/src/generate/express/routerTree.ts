/** What an Express program says of its applications and routers: who mounts whom where, and which middleware stands before what. */
import type { Expression, Node, Statement } from "ts-morph";

/** An `express()` or `Router()`, with what is registered on it, in order. */
export interface RouterNode {
  kind: "application" | "router";
  /** Path of the module that makes it. */
  file: string;
  /** The variable that holds it. */
  name: string;
  exported: boolean;
  /** The function or module in whose statements it is made and filled. */
  container: Node;
  /** The statement that makes it. */
  made: Statement;
  steps: Step[];
}

/** One registration. Statements that do several at once (`router.get(…).post(…)`) give several steps of the same statement. */
export type Step =
  | { kind: "setting"; statement: Statement }
  /** A function that is given the application; `handlers`: what it registers there, as far as that can be seen. */
  | { kind: "configure"; statement: Statement; handlers: Expression[] }
  | { kind: "middleware"; statement: Statement; path: string | undefined; handlers: Expression[]; handlesErrors: boolean }
  | { kind: "mount"; statement: Statement; path: string; before: Expression[]; router: RouterNode; at: Expression }
  | { kind: "route"; statement: Statement; method: string; path: string; handlers: Expression[] };

/** A route with its whole path, as the application answers it. */
export interface MountedRoute {
  /** Upper case; `ALL` for any. */
  method: string;
  path: string;
  handlers: readonly Expression[];
  /** From the application to the router that registers it. */
  chain: readonly RouterNode[];
}

/** All routes below an application or a router, in the order in which they are tried. */
export function routesBelow(router: RouterNode, prefix = "", chain: readonly RouterNode[] = []): MountedRoute[] {
  // A router that mounts itself would never end.
  if (chain.includes(router)) return [];
  const here = [...chain, router];
  return router.steps.flatMap((step): MountedRoute[] => {
    if (step.kind === "route") return [{ method: step.method, path: joinPaths(prefix, step.path), handlers: step.handlers, chain: here }];
    return step.kind === "mount" ? routesBelow(step.router, joinPaths(prefix, step.path), here) : [];
  });
}

/** `/api` and `/` → `/api`; `/api` and `/orders/` → `/api/orders/`. */
export function joinPaths(prefix: string, path: string): string {
  const joined = `${prefix.replace(/\/$/, "")}/${path.replace(/^\//, "")}`;
  return path === "/" || path === "" ? joined.replace(/(.)\/$/, "$1") : joined;
}
