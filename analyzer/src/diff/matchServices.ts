import type { ComparedAnalysis, ComparedService } from "../model/difference.ts";

type Service = ComparedAnalysis["services"][number];

/** Two services are one if they share at least this part of what they have together, or their id. */
const leastLikeness = 0.25;

/**
 * Which service became which: pairs by their common modules over all that they have together (Jaccard's index), the likest first, each service once. A service that was
 * renamed is itself; one that was merged into a larger one is gone, and its modules moved.
 */
export function matchServices(before: readonly Service[], after: readonly Service[]): ComparedService[] {
  const serviceAfter = new Map(after.flatMap((service, s) => service.modules.map((path) => [path, s] as const)));
  const candidates = before.flatMap((service, b) => {
    const common = new Map<number, number>();
    for (const path of service.modules) {
      const a = serviceAfter.get(path);
      if (a !== undefined) common.set(a, (common.get(a) ?? 0) + 1);
    }
    return [...common].map(([a, count]) => {
      const other = after[a]!;
      return { b, a, common: count, likeness: count / (service.modules.length + other.modules.length - count), same: service.id === other.id };
    });
  });
  candidates.sort((x, y) => y.likeness - x.likeness || Number(y.same) - Number(x.same) || x.b - y.b || x.a - y.a);
  const takenBefore = new Set<number>();
  const takenAfter = new Set<number>();
  const matched: ComparedService[] = [];
  for (const { b, a, common, likeness, same } of candidates) {
    if (takenBefore.has(b) || takenAfter.has(a) || (likeness < leastLikeness && !same)) continue;
    takenBefore.add(b);
    takenAfter.add(a);
    matched.push(compared(before[b], after[a], common));
  }
  for (const [b, service] of before.entries()) if (!takenBefore.has(b)) matched.push(compared(service, undefined, 0));
  for (const [a, service] of after.entries()) if (!takenAfter.has(a)) matched.push(compared(undefined, service, 0));
  return matched.sort((x, y) => compareIds(x.after ?? x.before!, y.after ?? y.before!) || compareIds(x.before ?? "", y.before ?? ""));
}

function compared(before: Service | undefined, after: Service | undefined, common: number): ComparedService {
  return {
    before: before?.id ?? null,
    after: after?.id ?? null,
    name: (after ?? before)!.name,
    modulesBefore: before?.modules.length ?? 0,
    modulesAfter: after?.modules.length ?? 0,
    common,
  };
}

function compareIds(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
