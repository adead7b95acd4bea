import { spread, type Areas, type Neighbours } from "./neighbours.ts";
import type { Traits } from "./traits.ts";

const leastUsers = 3;
const leastSpread = 2.5;
const mostSpreadNeeded = 3;
/** What has entities, tables or routes belongs to an area, however many use it. */
export function isOfAnArea(module: number, traits: Traits): boolean {
  return traits.entity[module] === 1 || traits.data[module] === 1 || traits.routes[module] === 1;
}

/** Used so much that it is left out when areas are first looked for: its users would look like one area because of it. */
export function isBusy(module: number, neighbours: Neighbours, traits: Traits, modules: number): boolean {
  return !isOfAnArea(module, traits) && neighbours.usersOf(module).length > Math.max(4, modules / 50);
}

/** Used from so many areas that it belongs to none. */
function isHub(module: number, neighbours: Neighbours, areas: Areas): boolean {
  const users = neighbours.usersOf(module);
  const needed = Math.max(leastSpread, Math.min(areas.count / 3, mostSpreadNeeded));
  return users.length >= leastUsers && spread(users, areas) >= needed;
}

/**
 * Modules that carry the areas without being part of one: those that many areas use and that need little themselves, with what they need; and what only
 * such modules or composition roots use.
 */
export function findSupport(
  modules: readonly number[],
  neighbours: Neighbours,
  traits: Traits,
  areas: Areas,
  roots: ReadonlySet<number>,
): Set<number> {
  const support = new Set<number>();
  const entities = traits.entity.reduce((sum, is) => sum + is, 0);
  const registers = (module: number) => neighbours.usedBy(module).filter((used) => traits.entity[used] === 1).length >= Math.max(3, entities / 2);
  for (const module of modules) {
    if (isOfAnArea(module, traits) || !isHub(module, neighbours, areas)) continue;
    const needed = needs(module, neighbours, traits, registers, Math.max(3, neighbours.usersOf(module).length / 3));
    for (const part of needed ?? []) support.add(part);
  }

  const isPrivate = (module: number) => {
    const users = neighbours.usersOf(module);
    if (users.length === 0 || !users.every((user) => support.has(user) || roots.has(user))) return false;
    // A root also wires areas of a single module: what it alone uses must look like equipment.
    return users.some((user) => support.has(user)) || traits.external[module] === 1 || traits.state[module] === 1;
  };
  const stands = (module: number) => neighbours.usedBy(module).every((used) => support.has(used));
  for (let before = -1; before !== support.size;) {
    before = support.size;
    for (const module of modules) if (!isOfAnArea(module, traits) && stands(module) && isPrivate(module)) support.add(module);
  }
  return support;
}

/**
 * The module and everything that it needs at run time; undefined when that is more than `most` or part of an area: then it is an area's front, not a
 * piece of equipment. `registers`: the database handle that lists the entities of all areas does not stand on any of them.
 */
function needs(
  module: number,
  neighbours: Neighbours,
  traits: Traits,
  registers: (module: number) => boolean,
  most: number,
): Set<number> | undefined {
  const found = new Set([module]);
  for (const part of found) {
    if (isOfAnArea(part, traits) || found.size > most + 1) return undefined;
    const listsEntities = registers(part);
    for (const used of neighbours.usedBy(part)) if (!(listsEntities && traits.entity[used] === 1)) found.add(used);
  }
  return found;
}

/** Platform holds state or reaches out of the process; shared code only computes. */
export function isPlatform(module: number, traits: Traits): boolean {
  return traits.state[module] === 1 || traits.external[module] === 1 || traits.messages[module] === 1;
}
