/** One operation or route: what speaks for it and what against it. */
import { routeName, type ServiceManifest, type ServiceOperation, type ServiceRoute } from "../model/serviceManifest.ts";
import type { Reason, Subject } from "../model/verdict.ts";
import type { Blame } from "./blame.ts";
import type { Evidence } from "./evidence.ts";
import { overheadOf } from "./overhead.ts";
import { crossedName, recordsOf } from "./records.ts";

type Named = { kind: "operation"; name: string; operation: ServiceOperation } | { kind: "route"; name: string; route: ServiceRoute };

export function subjectsOf({ operations, routes }: ServiceManifest): Named[] {
  const named: Named[] = [
    ...operations.map((operation) => ({ kind: "operation" as const, name: operation.name, operation })),
    ...routes.map((route) => ({ kind: "route" as const, name: routeName(route), route })),
  ];
  return named.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

export function judgeSubject(subject: Named, evidence: Evidence, { against }: Blame): Subject {
  const { name, kind } = subject;
  const tests = [...(evidence.reach.get(name) ?? [])].sort();
  const failing = evidence.differences.map(({ test }) => test).filter((test) => evidence.reach.get(name)?.has(test) === true);
  const served = evidence.ends?.served.get(name) ?? 0;
  const keptLocal = countKeptLocal(name, evidence);
  const broken = evidence.broken.get(name) ?? { error: "not-tried", noop: "not-tried" };
  const reasons = [
    ...(subject.kind === "operation" ? staticReasons(subject.operation) : edgeReasons(name, evidence)),
    ...transactionReasons(name, evidence),
    ...wireReasons(name, evidence),
    ...shadowReasons(subject, evidence),
    ...testReasons(name, failing, against.get(name)),
    ...countReasons(name, served, keptLocal, evidence),
    ...(served > 0 ? breakReasons(broken) : []),
  ];
  const overhead = overheadOf(name, evidence.unaudited?.records ?? [], evidence.remote?.records ?? []);
  return { name, kind, state: worst(reasons), served, keptLocal, tests, failing, broken, overhead, reasons };
}

export function worst(reasons: readonly Reason[]): Subject["state"] {
  if (reasons.some(({ state }) => state === "failed")) return "failed";
  return reasons.some(({ state }) => state === "unproven") ? "unproven" : "proven";
}

/** What no test can see. Atomicity that is lost stays green. */
function staticReasons({ blockers, keptLocal }: ServiceOperation): Reason[] {
  const of = (places: readonly { module: string; line: number }[]): string[] => places.map(({ module, line }) => `${module}:${line}`);
  return [
    ...blockers.map(({ kind, reason, ...place }): Reason => ({
      kind: "blocker",
      state: "failed",
      message: kind === "transaction" ? `Called inside the caller's transaction, which a call to another process leaves: ${reason}` : reason,
      at: of([place]),
    })),
    ...keptLocal.map(({ reason, ...place }): Reason => ({
      kind: "kept-local",
      state: "note",
      message: `Stays in process by design: ${reason}`,
      at: of([place]),
    })),
  ];
}

/** What the static verdict did not see. Some suites wrap each test in a transaction: then the service does not see what the test wrote. */
function transactionReasons(name: string, { remote }: Evidence): Reason[] {
  const sent = recordsOf(remote?.records ?? [], "crossing").filter(
    ({ crossing, inTransaction }) => inTransaction === true && crossedName(crossing) === name,
  );
  if (sent.length === 0) return [];
  const message = `${sent.length} calls were sent while a transaction was open in the monolith, which they are no part of: keep them in process, or move the boundary`;
  return [{ kind: "blocker", state: "unproven", message, at: testsOf(sent) }];
}

function wireReasons(name: string, { local, selfCalls }: Evidence): Reason[] {
  const reports = recordsOf(local?.records ?? [], "audit").filter(({ report }) => report.operation === name);
  const found = reports.flatMap(({ report, test }) => report.findings.map((finding) => ({ ...finding, test })));
  const lossy = found.filter(({ kind }) => kind !== "mutated");
  const mutated = found.filter(({ kind }) => kind === "mutated");
  const reasons: Reason[] = [];
  const affected = (isMeant: (kind: string) => boolean): string =>
    `${reports.filter(({ report }) => report.findings.some(({ kind }) => isMeant(kind))).length} of ${reports.length} calls`;
  if (lossy.length > 0)
    reasons.push({
      kind: "lossy-wire",
      state: "failed",
      message: `The wire changes values in ${affected((kind) => kind !== "mutated")}: ${distinct(lossy.map(({ path, detail }) => `${path} ${detail}`))}. Register a codec for them.`,
      at: testsOf(lossy),
    });
  if (mutated.length > 0)
    reasons.push({
      kind: "mutated-argument",
      state: "failed",
      message: `Changes its arguments in ${affected((kind) => kind === "mutated")}, which its callers would no longer see: ${distinct(mutated.map(({ path, detail }) => `${path} ${detail}`))}. Return what changed instead.`,
      at: testsOf(mutated),
    });
  if (selfCalls.has(name))
    reasons.push({
      kind: "self-call",
      state: "failed",
      message: "The service calls itself over the wire: it inherits the switch. Pin it to local in its very first import.",
    });
  return reasons;
}

/**
 * In shadow the service sees no write of the monolith but through the database: what it keeps in memory goes stale, and answers differ although they are the
 * same in remote. Where the edges compared the same route on the same data, that is what it is; of operations nothing else compares whole answers. The shadow also
 * asks a moment later than the caller: a difference is a doubt, not a proof to the contrary.
 */
function shadowReasons({ kind, name }: Named, { shadow, edges }: Evidence): Reason[] {
  const differing = recordsOf(shadow?.records ?? [], "shadow").filter(({ report }) => crossedName(report) === name && report.differences.length > 0);
  if (differing.length === 0) return [];
  const equalAtEdges = kind === "route" && edges !== undefined && !edges.differences.some(({ route }) => route === name);
  const message = `${differing.length} answers differ in shadow`;
  const doubt = "look at both values: a write in between may explain it, or the service answers otherwise where no test looks";
  if (!equalAtEdges) return [{ kind: "shadow-differs", state: "unproven", message: `${message}; ${doubt}`, at: testsOf(differing) }];
  const advice =
    "and none when the service serves all requests: what either process keeps in memory goes stale while both write. Mind it before a canary";
  return [{ kind: "shadow-differs", state: "note", message: `${message}, ${advice}`, at: testsOf(differing) }];
}

function testReasons(name: string, failing: readonly string[], against: readonly string[] | undefined): Reason[] {
  if (against !== undefined)
    return [
      { kind: "tests-differ", state: "failed", message: `${against.length} tests that reach ${name} are not the same in remote`, at: [...against] },
    ];
  if (failing.length === 0) return [];
  return [
    { kind: "tests-differ", state: "unproven", message: "A test that reaches it differs in remote because of another operation", at: [...failing] },
  ];
}

function countReasons(name: string, served: number, keptLocal: Subject["keptLocal"], { ends, remote, doubles }: Evidence): Reason[] {
  if (remote === undefined || ends === undefined)
    return [{ kind: "not-served", state: "unproven", message: "The tests were not run against the service" }];
  const reasons: Reason[] = [];
  const lost = ends.onlyMonolith.get(name) ?? 0;
  if (lost > 0)
    reasons.push({
      kind: "ends-differ",
      state: "failed",
      message: `${lost} calls were answered by something else than the service that was started: its own log does not know them`,
    });
  const undelivered = ends.undelivered.get(name) ?? 0;
  if (undelivered > 0)
    reasons.push({
      kind: "not-served",
      state: "unproven",
      message: `${undelivered} calls were not answered by the service: they did not arrive, or it does not know the route`,
    });
  if (keptLocal.length > 0) {
    const all = keptLocal.map(({ reason, count }) => `${count} × ${reason}`).join(", ");
    reasons.push({ kind: "kept-local", state: served > 0 ? "note" : "unproven", message: `Calls stayed in process: ${all}` });
  }
  if (served === 0 && undelivered === 0 && keptLocal.length === 0)
    reasons.push(
      doubles.length > 0
        ? {
            kind: "only-doubles",
            state: "unproven",
            message: "No test reaches the service: test doubles answer instead. Add a test that uses the real thing.",
            at: doubles.map(({ at }) => at),
          }
        : { kind: "not-served", state: "unproven", message: "No test reaches it. Add one that does." },
    );
  return reasons;
}

function breakReasons({ error, noop }: Subject["broken"]): Reason[] {
  const unnoticed = [error === "not-noticed" ? "throws" : "", noop === "not-noticed" ? "does nothing" : ""].filter((text) => text !== "");
  if (unnoticed.length > 0)
    return [
      {
        kind: "not-noticed",
        state: "unproven",
        message: `All tests stay green when it ${unnoticed.join(", and when it ")}: they do not look at what it does, or a catch swallows it`,
      },
    ];
  if (error === "noticed" && noop === "noticed") return [];
  return [{ kind: "not-noticed", state: "unproven", message: "It was not broken on purpose, so that nobody knows whether the tests would notice" }];
}

function edgeReasons(name: string, { edges, edgesMissing }: Evidence): Reason[] {
  if (edges === undefined)
    return [
      { kind: "edge-not-compared", state: "unproven", message: `No edge requests were compared: ${edgesMissing ?? "the run did not come to it"}` },
    ];
  const differing = edges.differences.filter(({ route }) => route === name);
  if (differing.length === 0) return [];
  const shown = differing.map(({ request, what, local, remote }) => `${request}: ${what} ${local} in local, ${remote} in remote`);
  return [{ kind: "answer-differs", state: "failed", message: `${differing.length} answers differ: ${distinct(shown)}` }];
}

function countKeptLocal(name: string, { remote }: Evidence): Subject["keptLocal"] {
  const counts = new Map<string, number>();
  for (const { crossing } of recordsOf(remote?.records ?? [], "crossing"))
    if (crossing.side === "client" && crossing.keptLocal !== undefined && crossedName(crossing) === name)
      counts.set(crossing.keptLocal, (counts.get(crossing.keptLocal) ?? 0) + 1);
  return [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([reason, count]) => ({ reason, count }));
}

const mostShown = 4;

function distinct(texts: readonly string[]): string {
  const all = [...new Set(texts)];
  return all.length > mostShown ? `${all.slice(0, mostShown).join("; ")}; and ${all.length - mostShown} more` : all.join("; ");
}

function testsOf(lines: readonly { test?: string | undefined }[]): string[] {
  return [...new Set(lines.flatMap(({ test }) => (test === undefined ? [] : [test])))].sort();
}
