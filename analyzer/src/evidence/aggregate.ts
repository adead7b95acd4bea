/** Aggregate evidence: a module belongs to the entity that it is about. */
import type { Channel } from "./channel.ts";
import { exact } from "./exact.ts";
import { pairsFrom } from "./weightedPairs.ts";

/** Smaller shares only blur what the module is about. */
const leastShare = 0.01;

/**
 * Every module hands out 1 among the modules of the entities that it uses, by (√count · ln²(members / users of the entity))²: the rarer an entity is in the
 * code, the more its use says, and the entity that a module is about stands out from those that it mentions. In layered code this says what who imports
 * whom cannot: which controller, policy, job and presenter are of one area. Aggregates as in E. Evans, Domain-Driven Design (2003), ch. 6.
 */
export const aggregate: Channel = ({ graph, order, uses, members }) => {
  const { size, start, to, count } = uses;
  const isEntity = findEntities(graph.modules, graph.tables, order);
  const users = new Int32Array(size);
  let all = 0;
  for (let i = 0; i < size; i++) {
    if (members[i] === 0) continue;
    all++;
    for (let k = start[i]!; k < start[i + 1]!; k++) users[to[k]!]!++;
  }
  const rows: [from: number, to: number, weight: number][] = [];
  for (let i = 0; i < size; i++) {
    // What an entity uses are relations, which structure knows already.
    if (members[i] === 0 || isEntity[i] === 1) continue;
    const found: [entity: number, weight: number][] = [];
    let sum = 0;
    for (let k = start[i]!; k < start[i + 1]!; k++) {
      const j = to[k]!;
      if (isEntity[j] === 0 || members[j] === 0) continue;
      const weight = exact(count[k]! * Math.log(all / users[j]!) ** 4);
      found.push([j, weight]);
      sum += weight;
    }
    for (const [j, weight] of found) if (weight > sum * leastShare) rows.push([i, j, exact(weight / sum)]);
  }
  return pairsFrom(size, rows);
};

/** 1 for each row that declares an entity or owns a table. */
function findEntities(
  modules: readonly { readonly facts: { readonly entities: readonly unknown[] } }[],
  tables: readonly { readonly owner: number }[],
  order: Int32Array,
): Uint8Array {
  const declares = new Uint8Array(modules.length);
  modules.forEach(({ facts }, module) => {
    if (facts.entities.length > 0) declares[module] = 1;
  });
  for (const { owner } of tables) if (owner >= 0) declares[owner] = 1;
  return Uint8Array.from(order, (module) => declares[module]!);
}
