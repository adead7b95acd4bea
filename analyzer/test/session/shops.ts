/** Small shops on disk, and the ways to have them analysed: through the session, and as users do, by the program in a process of its own. */
import { spawn, spawnSync } from "node:child_process";
import type { ChildProcess, SpawnSyncReturns } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Analysis } from "../../src/model/analysis.ts";
import type { SymbolGraph } from "../../src/model/graph.ts";
import type { Warning } from "../../src/model/warning.ts";
import { openSession } from "../../src/session.ts";
import type { SessionOptions } from "../../src/session.ts";
import { linkPackage } from "../cli/linkPackage.ts";

/** Two areas that use each other once, so that every result has services, calls and an edge to lose. */
export const shopFiles: Record<string, string> = {
  "src/orders/order.ts":
    'import { priceOf } from "../catalog/price";\nimport { Line } from "./line";\nexport class Order {\n  lines: Line[] = [];\n  total(): number {\n    return this.lines.map((line) => priceOf(line.product)).length;\n  }\n}\n',
  "src/orders/line.ts": "export class Line {\n  constructor(readonly product: string) {}\n}\n",
  "src/catalog/price.ts": 'import { find } from "./product";\nexport function priceOf(name: string): number {\n  return find(name).price;\n}\n',
  "src/catalog/product.ts":
    "export interface Product {\n  price: number;\n}\nexport function find(name: string): Product {\n  return { price: name.length };\n}\n",
};

export interface Found {
  graph: SymbolGraph;
  analysis: Analysis;
  warnings: readonly Warning[];
  paths: string[];
  /** `from -> to`, by paths; what stays outside by its specifier. */
  edges: string[];
}

export async function analyzeShop(root: string, options: Partial<SessionOptions> = {}): Promise<Found> {
  const session = await openSession({ root, cache: false, ...options });
  const graph = await session.graph();
  const analysis = await session.analyze();
  const edges = graph.edges.map(({ from, to, specifier }) => `${graph.modules[from]?.path} -> ${graph.modules[to]?.path ?? specifier}`);
  return { graph, analysis, warnings: session.warnings, paths: graph.modules.map(({ path }) => path), edges: [...new Set(edges)].sort() };
}

/** `reason path:line` of each warning. */
export const told = (warnings: readonly Warning[]): string[] =>
  warnings.map(({ reason, path, line }) => `${reason} ${path ?? "-"}${line === undefined ? "" : `:${line}`}`);

/** Names of what a file declares. */
export const declaredIn = ({ graph }: Found, path: string): string[] =>
  graph.modules.find((module) => module.path === path)?.facts.declarations.map(({ name }) => name) ?? [];

export interface Program {
  run(args: readonly string[], options?: { cwd?: string; node?: readonly string[]; env?: NodeJS.ProcessEnv }): SpawnSyncReturns<string>;
  start(args: readonly string[]): ChildProcess;
  /** As a shell command line, to run under limits. */
  readonly command: readonly string[];
  remove(): void;
}

export function linkProgram(): Program {
  const dir = mkdtempSync(join(tmpdir(), "ficus-program-"));
  const bin = linkPackage(dir);
  return {
    run: (args, { cwd, node = [], env } = {}) =>
      spawnSync(process.execPath, [...node, bin, ...args], { cwd, env: env ?? process.env, encoding: "utf8", maxBuffer: 1 << 28 }),
    start: (args) => spawn(process.execPath, [bin, ...args], { stdio: ["ignore", "pipe", "pipe"] }),
    command: [process.execPath, bin],
    remove: () => rmSync(dir, { recursive: true, force: true }),
  };
}
