import { spread, type Areas, type Neighbours } from "./neighbours.ts";
import type { Traits } from "./traits.ts";

/** What uses no more parts than this glues nothing together. */
const fewParts = 3;
/** Parts that a root must have for itself, counted by shares, and as a part of all that it uses. */
const leastOwnParts = 2;
const leastOwnShare = 0.35;

/** Could be a root by its own look: it neither answers requests nor touches data itself, and hardly anybody uses it. */
export function mayBeRoot(module: number, neighbours: Neighbours, traits: Traits): boolean {
  if (traits.routes[module] || traits.data[module] || traits.entity[module]) return false;
  return neighbours.usersOf(module).length <= 2;
}

/** Uses enough parts to be worth leaving out when areas are first looked for: what wires them would glue them together. */
export function wiresParts(module: number, neighbours: Neighbours): boolean {
  return neighbours.usedBy(module).length > fewParts;
}

/**
 * Composition roots put the program together: they use parts of many areas, nobody but another root uses them, and the parts are there for them: what
 * a root uses counts the less, the more others use it too (a feature's module lists its own controller, and the user entity like everybody). What does
 * nothing but start a root is one as well: `server.ts` that only calls `app.ts`.
 *
 * `isEntry`: is called like a place where programs start, which makes up for width where there are few areas to reach.
 */
export function findRoots(candidates: readonly number[], neighbours: Neighbours, areas: Areas, isEntry: (module: number) => boolean): Set<number> {
  const share = (used: number) => 1 / neighbours.usersOf(used).length;
  const isWide = (module: number) => {
    const parts = neighbours.usedBy(module);
    const own = parts.reduce((sum, part) => sum + share(part), 0);
    if (own < leastOwnParts || own < parts.length * leastOwnShare) return false;
    const reached = new Set(parts.map((part) => areas.of[part]!).filter((area) => area >= 0)).size;
    return reached >= areasToReach(areas.count) && spread(parts, areas, share) >= Math.min(areas.count * 0.6, 2.2);
  };

  let roots = new Set(candidates);
  const wide = candidates.filter((module) => isWide(module) || (isEntry(module) && neighbours.usedBy(module).length > 1));
  for (let before = -1; before !== roots.size;) {
    before = roots.size;
    const reached = usersUpwards(
      wide.filter((module) => roots.has(module)),
      roots,
      neighbours,
    );
    roots = new Set([...reached].filter((module) => neighbours.usersOf(module).every((user) => reached.has(user))));
  }
  return roots;
}

/** The modules and all that use them, as far as they are in `among`. */
function usersUpwards(modules: readonly number[], among: ReadonlySet<number>, neighbours: Neighbours): Set<number> {
  const found = new Set(modules);
  for (const module of found) {
    for (const user of neighbours.usersOf(module)) if (among.has(user)) found.add(user);
  }
  return found;
}

/** Half of the areas where they are few, a sixth where they are many. */
function areasToReach(count: number): number {
  return Math.max(2, Math.min(count / 2, Math.max(3, Math.min(count / 6, 6))));
}
