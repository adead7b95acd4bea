/** What stops an extraction, and what is worth a person's decision: both named, with the place and what to do. */
import type { Blocker, Crossing, Finding, Operation, SeamsReport, WireReason } from "../model/seams.ts";
import { blockerReasons } from "../model/seams.ts";
import { byPlace } from "./graphIndex.ts";

type Found = Pick<SeamsReport, "crossings" | "transactions" | "sharedState" | "tables" | "foreignKeys" | "joins" | "chatty" | "events">;
type WithMemory = Found & { memoryDatabases: readonly { module: string; line: number; column: number }[] };

const requestLike = new Set(["request", "response", "socket"]);

export function listBlockers(found: WithMemory): Blocker[] {
  const blockers: Blocker[] = [];
  for (const transaction of found.transactions) {
    if (!transaction.writesBothSides) continue;
    const of = (side: string): string =>
      [...new Set(transaction.writes.filter((write) => write.side === side && write.owner !== null).map(({ table }) => table))].sort().join(", ");
    blockers.push({
      module: transaction.module,
      line: transaction.line,
      column: transaction.column,
      reason: "transaction-on-both-sides",
      message: `${transaction.symbol ?? "the top level"} writes ${of("inside")} of the service and ${of("outside")} of others in one transaction`,
      remedy:
        "move the boundary so that the tables have one owner, or split the transaction: an outbox and a compensation (saga) instead of a rollback",
      operations: [...new Set(transaction.calls.map(({ operation }) => operation))].sort(),
    });
  }
  for (const crossing of found.crossings) blockers.push(...ofCrossing(crossing));
  for (const { module, line, column } of found.memoryDatabases)
    blockers.push({
      module,
      line,
      column,
      reason: "in-memory-database",
      message: "the database lives in the memory of one process (:memory:): a second process would see an empty one",
      remedy: "use a file, named by configuration, where this is more than a test's default",
      operations: [],
    });
  const unique = new Map(
    blockers.map((blocker) => [JSON.stringify([blocker.reason, blocker.module, blocker.line, blocker.column, blocker.message]), blocker]),
  );
  return [...unique.values()].sort((a, b) => blockerReasons.indexOf(a.reason) - blockerReasons.indexOf(b.reason) || byPlace(a, b));
}

function ofCrossing(crossing: Crossing): Blocker[] {
  const blockers: Blocker[] = [];
  if (crossing.kind === "state" && crossing.decision === "blocker")
    blockers.push({
      ...crossing.at,
      reason: "shared-state",
      message: `${crossing.symbol.name} changes after loading, and is used on both sides`,
      remedy: "put it behind functions that can be called over the wire, or into the database",
      operations: [],
    });
  for (const operation of crossing.operations) {
    if (operation.decision !== "blocker") continue;
    const name = `${crossing.symbol.name}${operation.name === crossing.symbol.name ? "" : `.${operation.name}`}`;
    const before = blockers.length;
    for (const [value, reasons] of impossibleBy(operation)) {
      const [first] = reasons;
      const { why, path, message, at } = first!;
      const others = reasons.length > 1 ? `, and so are ${reasons.length - 1} more parts of ${value}` : "";
      blockers.push({
        ...(at ?? operation.at),
        reason: why === "transaction-handle" ? "transaction-handle" : requestLike.has(why) ? "request-across" : "not-on-the-wire",
        message: `${name}: ${path} is ${message}${others}`,
        remedy: remedyOf(why),
        operations: [operation.id],
      });
    }
    for (const parameter of operation.parameters)
      for (const place of parameter.mutated.slice(0, 1))
        if (parameter.passed && parameter.shape.kind !== "primitive" && parameter.wire.verdict !== "not-on-the-wire")
          blockers.push({
            ...place,
            reason: "mutated-argument",
            message: `${name} changes its argument ${parameter.name}: over the wire the caller would keep the old value`,
            remedy: "return what has changed, and let the caller take it from the result",
            operations: [operation.id],
          });
    if (operation.touches.writes && !blockers.slice(before).some(({ reason }) => reason === "transaction-handle"))
      for (const place of operation.inTransaction)
        blockers.push({
          ...place,
          reason: "transaction-handle",
          message: `${name} is called from inside a transaction: what it writes would stay when the transaction is rolled back`,
          remedy: "call it before or after the transaction, or publish what is to happen from an outbox that the transaction writes",
          operations: [operation.id],
        });
    for (const stop of operation.ripple.stops)
      blockers.push({
        module: stop.module,
        line: stop.line,
        column: stop.column,
        reason: "async-ripple",
        message: `${name} would answer with a promise, but ${stop.symbol ?? "the top level"} cannot wait: ${stop.message}`,
        remedy: stop.suggestion,
        operations: [operation.id],
      });
    if (blockers.length === before)
      blockers.push({
        ...operation.at,
        reason: "not-on-the-wire",
        message: `${name}: ${operation.why}`,
        remedy: "see what the operation says",
        operations: [operation.id],
      });
  }
  return blockers;
}

/** What cannot cross, by the argument or result that holds it. */
function impossibleBy(operation: Operation): Map<string, WireReason[]> {
  const found = new Map<string, WireReason[]>();
  for (const reason of operation.wire.reasons) {
    if (reason.verdict !== "not-on-the-wire") continue;
    const value = /^(args\.[^.[{]+|result|throws\.[^.[{]+)/.exec(reason.path)?.[1] ?? reason.path;
    found.set(value, [...(found.get(value) ?? []), reason]);
  }
  return found;
}

function remedyOf(why: string): string {
  switch (why) {
    case "transaction-handle":
      return "let the callee open its own transaction and make the step undoable, or move the boundary so that both are on one side";
    case "function":
      return "answer with a promise instead of calling back, or pass the data that the function would compute";
    case "stream":
    case "iterator":
      return "serve it as a route that streams, or answer in pages";
    case "request":
    case "response":
      return "take the fields that are needed out of the request, and pass those";
    case "query-builder":
      return "pass the conditions as data, and build the query where the table is";
    case "open-generic":
      return "write the type that is meant, or carry the function along";
    default:
      return "pass the data that is needed instead";
  }
}

export function listFindings(found: Found, service: string): Finding[] {
  const findings: Finding[] = [];
  for (const table of found.tables) {
    const { name, owner, reads, writes } = table;
    const ours = owner === service;
    const places = ours ? [...writes.outside, ...reads.outside] : [...writes.inside, ...reads.inside];
    const [first] = places;
    if (first === undefined) continue;
    const verb = (ours ? writes.outside : writes.inside).length > 0 ? "written" : "read";
    const by = ours
      ? [...new Set(places.map((place) => ("service" in place && place.service !== null ? place.service : "others")))].sort().join(", ")
      : "the service";
    findings.push({
      module: first.module,
      line: first.line,
      column: first.column,
      reason: ours ? "shared-table" : "foreign-table",
      message: `${name} of ${owner ?? "nobody"} is ${verb} by ${by} (${places.length} places)`,
      remedy: "allowed while the database is shared; later ask the owner for the data, or keep a copy that its events feed",
    });
  }
  for (const key of found.foreignKeys)
    findings.push({
      module: key.module,
      line: key.line,
      column: key.column,
      reason: key.cascade ? "cascade" : "foreign-key",
      message: `${key.from.table}.${key.field} points at ${key.to.table} of ${key.to.owner ?? "nobody"}${key.cascade ? ": deleting there writes here, and no code says so" : ""}`,
      remedy: key.cascade ? "delete by an event or an operation before the tables part" : "keep the id, and check it in code, before the tables part",
    });
  for (const join of found.joins)
    findings.push({
      module: join.module,
      line: join.line,
      column: join.column,
      reason: join.how === "sql" ? "raw-sql" : "join-across",
      message: `${join.symbol ?? "a query"} joins ${join.tables.map(({ name, owner }) => `${name} (${owner ?? "nobody"})`).join(", ")}`,
      remedy: "allowed while the database is shared; later two queries, or a copy for reading",
    });
  for (const state of found.sharedState) {
    if (state.inside && state.usesOutside.length === 0) continue;
    findings.push({
      module: state.module,
      line: state.line,
      column: state.column,
      reason: state.kind === "async-context" || state.kind === "request-context" ? "async-context" : "duplicate-state",
      message: `${state.symbol.member ?? state.symbol.name}: ${state.message}`,
      remedy:
        state.kind === "async-context" || state.kind === "request-context"
          ? "send what the context holds along with each call, or decide that it is not needed there"
          : state.inside
            ? "moves with the service when all of its operations are remote; until then each process has its own"
            : "keep it in a store that both see, or accept one copy for each process",
    });
  }
  for (const loop of found.chatty)
    findings.push({
      module: loop.module,
      line: loop.line,
      column: loop.column,
      reason: "chatty",
      message: loop.suggestion.message,
      remedy: `add ${loop.suggestion.signature}`,
    });
  for (const crossing of found.crossings) {
    for (const operation of crossing.operations) {
      const unknown = operation.wire.reasons.filter(({ verdict }) => verdict === "unknown");
      if (unknown.length > 0 && (operation.decision === "operation" || operation.decision === "call-back"))
        findings.push({
          ...(unknown[0]!.at ?? operation.at),
          reason: "unknown-type",
          message: `${operation.id}: ${unknown
            .map(({ path, type }) => `${path}: ${type}`)
            .slice(0, 5)
            .join("; ")}`,
          remedy: "write the type, so that the contract can say it; until then the codec sends what it finds",
        });
      if (operation.decision === "not-an-operation" && operation.callers.length > 0)
        findings.push({
          ...operation.at,
          reason: "test-only",
          message: `${operation.id} is used from outside by tests alone (${operation.callers.length} places)`,
          remedy: "decide whether it belongs to the contract, or let the tests move with the service",
        });
    }
    if (crossing.kind === "error") {
      const caught = crossing.callers.filter(({ use, inTest }) => use === "instanceof" && !inTest);
      const [first] = caught;
      if (first !== undefined)
        findings.push({
          module: first.module,
          line: first.line,
          column: first.column,
          reason: "error-across",
          message: `${crossing.symbol.name} of ${crossing.service ?? "all"} is told apart by instanceof in ${caught.length} places on the other side`,
          remedy: "the error codec rebuilds the class, so that instanceof keeps working",
        });
    }
  }
  for (const event of found.events)
    if (event.crosses && event.inside)
      findings.push({
        module: event.module,
        line: event.line,
        column: event.column,
        reason: "event-bridge",
        message: `${event.event} is ${event.direction === "publish" ? "published here and heard outside" : "heard here and published outside"}`,
        remedy: "bridge it, once only, and choose whether it is delivered at least or at most once",
      });
  const unique = new Map(
    findings.map((finding) => [JSON.stringify([finding.reason, finding.module, finding.line, finding.column, finding.message]), finding]),
  );
  return [...unique.values()].sort((a, b) => (a.reason < b.reason ? -1 : a.reason > b.reason ? 1 : byPlace(a, b)));
}
