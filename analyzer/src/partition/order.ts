import type { Module, SymbolGraph } from "../model/graph.ts";
import { orderOfPaths } from "../evidence/dependencies.ts";
import { referenceWidth } from "../model/terms.ts";
import type { Blind } from "./redact.ts";

/**
 * The order in which everything downstream goes through the modules: by path, or, where paths must not matter, by a digest of what modules say and
 * how they are joined. It does not depend on the order in which modules are given.
 *
 * `visible`: the graph without what `blind` withholds, which is all that the digest sees.
 */
export function orderModules(graph: SymbolGraph, visible: SymbolGraph, blind: Blind | undefined): Int32Array {
  const byPath = orderOfPaths(graph.modules.map((module) => module.path));
  if (blind === undefined) return byPath;
  const digest = digestModules(visible);
  // A stable sort: modules that nothing tells apart keep the order of their paths, which then decides no more than which of two equals is which.
  return byPath.sort((a, b) => digest[a]! - digest[b]!);
}

const rounds = 4;

/** Weisfeiler and Leman's colour refinement: what a module says, then again and again what its neighbours say. */
function digestModules(graph: SymbolGraph): Uint32Array {
  const size = graph.modules.length;
  let digest = Uint32Array.from(graph.modules, digestFacts);
  const { references, edges } = graph;
  for (let round = 0; round < rounds; round++) {
    // Sums, because they do not depend on the order of the rows.
    const sum = new Uint32Array(size);
    for (let row = 0; row < references.length; row++) {
      const from = references.from[row]!;
      const to = references.to[row]!;
      if (to < 0 || to === from) continue;
      const kind = references.kind[row]! + 1;
      const line = references.line[row]!;
      sum[from] = sum[from]! + mix(digest[to]!, kind * 31 + line);
      sum[to] = sum[to]! + mix(digest[from]!, kind * 37 + line + 0x5bd1);
    }
    for (const { from, to, line } of edges) {
      if (to < 0 || to === from) continue;
      sum[from] = sum[from]! + mix(digest[to]!, line + 0x1b87);
      sum[to] = sum[to]! + mix(digest[from]!, line + 0xcc9e);
    }
    digest = digest.map((own, i) => mix(own, sum[i]!));
  }
  return digest;
}

/** Lines, but no columns: a column behind an import's specifier would tell how long a path is. */
function digestFacts({ facts }: Module): number {
  let digest = mix(facts.lines, facts.declarations.length);
  for (const { line, endLine, parent } of facts.declarations) digest = mix(digest, line * 8191 + endLine * 31 + parent);
  const { references } = facts;
  for (let row = 0; row < references.length; row += referenceWidth) digest = mix(digest, references[row]! * 65537 + references[row + 3]!);
  return digest;
}

/** The finalizer of MurmurHash3 (Austin Appleby, public domain) over both. */
function mix(a: number, b: number): number {
  let h = Math.imul(a ^ Math.imul(b, 0xcc9e2d51), 0x1b873593);
  h ^= h >>> 16;
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
