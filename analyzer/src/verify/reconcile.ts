/** Both ends of the wire, counted: what the monolith says it sent, and what the service says it served. */
import { crossedName, recordsOf, type RecordLine, type RecordOf } from "./records.ts";

export interface Ends {
  /** Calls that both ends know, by operation or route. */
  served: ReadonlyMap<string, number>;
  /** Sent and, says the monolith, answered; the service knows nothing of them. */
  onlyMonolith: ReadonlyMap<string, number>;
  /** Served, and nobody says they sent it. */
  onlyService: ReadonlyMap<string, number>;
  /** Calls that the wire did not carry, by operation or route. */
  undelivered: ReadonlyMap<string, number>;
}

/** One to one, by the id that the wire carries. The answer of another process of the monolith is not one: its side, pid and nonce tell. */
export function reconcile(monolith: readonly RecordLine[], service: readonly RecordLine[]): Ends {
  const sent = new Map(recordsOf(monolith, "crossing").flatMap((line) => (isSent(line) ? [[line.crossing.id, line]] : [])));
  const answered = new Map(recordsOf(service, "crossing").flatMap((line) => (line.crossing.side === "server" ? [[line.crossing.id, line]] : [])));
  const count = { served: new Map<string, number>(), onlyMonolith: new Map<string, number>(), onlyService: new Map<string, number>() };
  const undelivered = new Map<string, number>();
  for (const [id, { crossing }] of sent) {
    const name = crossedName(crossing);
    if (!isAnswered(crossing.outcome)) add(undelivered, name);
    else add(answered.has(id) ? count.served : count.onlyMonolith, name);
  }
  for (const [id, { crossing }] of answered) if (!sent.has(id)) add(count.onlyService, crossedName(crossing));
  return { ...count, undelivered };
}

/** The service's records, as far as they belong to what was sent in one run. */
export function isSent({ crossing }: RecordOf<"crossing">): boolean {
  return (
    crossing.side === "client" &&
    (crossing.remote || crossing.outcome === "fallback" || crossing.outcome === "failed") &&
    crossing.background !== true
  );
}

export function isAnswered(outcome: string): boolean {
  return outcome === "value" || outcome === "thrown";
}

function add(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

/** By operation or route: the tests that reach it, as far as the runner told; files where it told no more. */
export function testsThatReach(monolith: readonly RecordLine[], allNames: Iterable<string>): Map<string, Set<string>> {
  const reached = new Map<string, Set<string>>();
  const names = [...allNames];
  for (const { crossing, test, file } of recordsOf(monolith, "crossing")) {
    if (crossing.side !== "client" || crossing.keptLocal !== undefined) continue;
    const name = crossedName(crossing);
    const tests = reached.get(name) ?? new Set<string>();
    reached.set(name, tests);
    if (test !== undefined) tests.add(test);
    else for (const each of names) if (file === undefined || each.startsWith(`${file} › `)) tests.add(each);
  }
  return reached;
}
