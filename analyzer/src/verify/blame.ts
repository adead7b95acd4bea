/** Which operation or route a test that differs speaks against, when it reaches several. */
import type { Difference } from "../model/verdict.ts";
import { crossedName, recordsOf, type RecordLine } from "./records.ts";

export interface BlameInput {
  differences: readonly Difference[];
  /** Tests by the operation or route that they reach. */
  reach: ReadonlyMap<string, ReadonlySet<string>>;
  local: readonly RecordLine[];
  remote: readonly RecordLine[];
  /** What differed when only one subject was remote, by its name; undefined when that was not tried. */
  alone: ReadonlyMap<string, ReadonlySet<string>> | undefined;
}

export interface Blame {
  /** Tests that speak against a subject, by its name. */
  against: Map<string, string[]>;
  /** Differences that reach nothing that crosses. */
  unexplained: Difference[];
}

/**
 * A subject whose test differs when nothing else is remote is to blame. Where that was not tried, or all differ only together: a subject that ended otherwise in remote than in local, in the same test. Where none did (it answered, but wrongly), the most suspicious one
 * is, as spectrum-based fault localisation ranks it: failing tests that reach it over the root of all failing times all that reach it (Ochiai; Abreu et al.,
 * PRDC 2006). Equals share the blame.
 */
export function blame({ differences, reach, local, remote, alone }: BlameInput): Blame {
  const failing = new Set(differences.map(({ test }) => test));
  const endsLocal = endings(local);
  const endsRemote = endings(remote);
  const against = new Map<string, string[]>();
  const unexplained: Difference[] = [];
  for (const difference of differences) {
    const { test } = difference;
    const candidates = [...reach].filter(([, tests]) => tests.has(test)).map(([name]) => name);
    if (candidates.length === 0) unexplained.push(difference);
    const tried = candidates.filter((name) => alone?.get(name)?.has(test) === true);
    const odd = candidates.filter((name) => isOdd(endsLocal.get(key(test, name)), endsRemote.get(key(test, name))));
    const suspicion = new Map(candidates.map((name) => [name, ochiai(reach.get(name) ?? new Set(), failing)]));
    const most = Math.max(...suspicion.values());
    const guilty = tried.length > 0 ? tried : odd.length > 0 ? odd : candidates.filter((name) => suspicion.get(name) === most);
    for (const name of guilty) against.set(name, [...(against.get(name) ?? []), test]);
  }
  return { against, unexplained };
}

function ochiai(tests: ReadonlySet<string>, failing: ReadonlySet<string>): number {
  const failed = [...tests].filter((test) => failing.has(test)).length;
  return failed / Math.sqrt(failing.size * tests.size || 1);
}

function endings(records: readonly RecordLine[]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const { crossing, test } of recordsOf(records, "crossing")) {
    if (crossing.side !== "client" || crossing.background === true || test === undefined) continue;
    const at = key(test, crossedName(crossing));
    const list = found.get(at) ?? [];
    list.push(`${crossing.outcome} ${crossing.failure ?? ""} ${crossing.status ?? ""}`);
    found.set(at, list);
  }
  return found;
}

/** A call that ended as none did in local. Fewer calls are no oddity: the test may have ended before. */
function isOdd(local: readonly string[] | undefined, remote: readonly string[] | undefined): boolean {
  // Routes leave no record in local: there, what a failed delivery says is all there is.
  if (local === undefined) return remote?.some((ending) => !ending.startsWith("value ")) ?? false;
  return (
    remote?.some((ending) => !local.includes(ending) && !(ending.startsWith("value ") && local.some((each) => each.startsWith("value ")))) ?? false
  );
}

function key(test: string, name: string): string {
  return `${name}\n${test}`;
}
