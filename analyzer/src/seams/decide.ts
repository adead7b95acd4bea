/** What becomes of a crossing operation: a call over the wire, code that is carried along, or a reason why not. */
import type { Role } from "../model/analysis.ts";
import type { Crossing, CrossingKind, Decision, Operation } from "../model/seams.ts";
import type { OpenOperation } from "./operations.ts";

export interface Decided {
  decision: Decision;
  why: string;
}

/** Reaches neither data nor state nor the outside world: the same answer wherever it runs. */
export function isPure(operation: Pick<OpenOperation, "touches" | "touched">): boolean {
  const { tables, state, io } = operation.touches;
  return tables.length === 0 && state.length === 0 && io.length === 0 && !operation.touched.events;
}

export interface SymbolTraits {
  direction: Crossing["direction"];
  kind: CrossingKind;
  /** `domain` where it belongs to a service; `unowned` where it could, and does not. */
  role: Role | "unowned";
  /** Instances are values: their class comes along, and methods run where the value is. */
  isValue: boolean;
}

export function decideOperation(operation: OpenOperation, { direction, kind, role, isValue }: SymbolTraits): Decided {
  const callers = operation.callers.filter(({ inTest }) => !inTest);
  if (callers.length === 0) {
    const tests = operation.callers.length;
    return { decision: "not-an-operation", why: tests > 0 ? `only tests use it (${tests} places)` : "nothing outside uses it at run time" };
  }
  if (direction === "incoming" && operation.startsUp)
    return {
      decision: kind === "router" || kind === "middleware" ? "route" : "start-up",
      why: "only composition roots call it: the service's own start does so",
    };
  if (isValue && isPure(operation)) return { decision: "carry", why: "a method of a value: its class comes along" };
  if (direction === "outgoing" && role !== "domain") {
    const { tables, writes } = operation.touches;
    return tables.length === 0
      ? { decision: "carry", why: `${ownerless(role)} comes along` }
      : { decision: "finding", why: `${ownerless(role)} comes along, and ${writes ? "writes" : "reads"} ${list(tables)} over the shared database` };
  }
  const remote: Decision = direction === "incoming" ? "operation" : "call-back";
  if (operation.kind === "construct") {
    return isPure(operation)
      ? { decision: "carry", why: "constructing it reaches no data and no state: each side makes its own" }
      : { decision: remote, why: "constructed on the other side: a facade with the same constructor stands for it" };
  }
  const made = operation.result.wire.reasons.find(({ path, why }) => path === "result" && (why === "bound-handle" || why === "function"));
  if (made !== undefined && operation.kind === "function" && (made.why === "bound-handle" || operation.touches.tables.length === 0))
    return {
      decision: "carry",
      why:
        made.why === "function"
          ? "makes a function: code that puts others together"
          : `makes ${made.type}, whose facade stands for it on the other side`,
    };
  if (isPure(operation) && !operation.async) return { decision: "carry", why: "synchronous, and reaches no database, no state and no other system" };
  const first = operation.wire.reasons.find(({ verdict }) => verdict === "not-on-the-wire");
  if (first !== undefined) {
    if (isPure(operation))
      return { decision: "carry", why: `${first.path}: ${first.message}; it reaches no database and no state, so it comes along` };
    if (direction === "outgoing" && !operation.touches.writes && operation.touches.state.length === 0)
      return {
        decision: "finding",
        why: `reads ${list(operation.touches.tables)} of another owner over the shared database (${first.path}: ${first.message})`,
      };
    return { decision: "blocker", why: `${first.path}: ${first.message}` };
  }
  const mutated = operation.parameters.find((parameter) => parameter.passed && parameter.mutated.length > 0 && isShared(parameter));
  if (mutated !== undefined) {
    if (isPure(operation))
      return { decision: "carry", why: `changes its argument ${mutated.name}, and reaches no database and no state, so it comes along` };
    return { decision: "blocker", why: `changes its argument ${mutated.name}: the caller would not see it` };
  }
  if (isPure(operation) && direction === "outgoing") return { decision: "carry", why: "reaches no database, no state and no other system" };
  if (operation.inTransaction.length > 0 && operation.touches.writes)
    return { decision: "blocker", why: "called from inside a transaction of the caller: what it writes could not be taken back with the rest" };
  const [stop] = operation.ripple.stops;
  if (stop !== undefined)
    return {
      decision: "blocker",
      why: `synchronous, and ${stop.symbol ?? "the top level"} (${stop.module}:${stop.line}) cannot wait: ${stop.message}`,
    };
  return {
    decision: remote,
    why: operation.async ? `asynchronous${reason(operation)}` : `synchronous${reason(operation)}: ${waiting(operation.ripple.becomesAsync.length)}`,
  };
}

const ownerless = (role: SymbolTraits["role"]): string => (role === "unowned" ? "code of no service" : `${role} code`);

const waiting = (functions: number): string =>
  functions === 0
    ? "its callers are asynchronous already"
    : `${functions === 1 ? "one call has" : `${functions} calls have`} to wait in a function that becomes asynchronous`;

/** Text and numbers are copies anyway. */
const isShared = (parameter: Operation["parameters"][number]): boolean => parameter.shape.kind !== "primitive" && parameter.shape.kind !== "literal";

function reason({ touches }: OpenOperation): string {
  if (touches.tables.length > 0) return `, ${touches.writes ? "writes" : "reads"} ${list(touches.tables)}`;
  if (touches.state.length > 0) return `, works on ${list(touches.state.map(({ name }) => name))}`;
  return touches.io.length > 0 ? `, uses ${list(touches.io)}` : "";
}

function list(names: readonly string[]): string {
  const shown = names.slice(0, 4).join(", ");
  return names.length > 4 ? `${shown} and ${names.length - 4} more` : shown;
}

const order: readonly Decision[] = [
  "blocker",
  "operation",
  "call-back",
  "finding",
  "event",
  "start-up",
  "route",
  "carry",
  "not-an-operation",
  "type-only",
];

/** A symbol is what the hardest of its operations is. */
export function decideCrossing(crossing: Omit<Crossing, "decision" | "why">): Decided {
  const { kind, operations, direction } = crossing;
  const runtime = crossing.callers.filter(({ use, inTest }) => !inTest && use !== "type" && use !== "import" && use !== "implements");
  const atRuntime = runtime.filter(({ use }) => use !== "property");
  if (atRuntime.length === 0 && operations.length === 0) {
    const tested = crossing.callers.some(({ use, inTest }) => inTest && use !== "type" && use !== "import" && use !== "property");
    return tested && direction === "incoming"
      ? { decision: "not-an-operation", why: "only tests use it at run time" }
      : { decision: "type-only", why: "used only as a type" };
  }
  if (kind === "type") return { decision: "type-only", why: "does not exist at run time" };
  if (kind === "nest-module" && direction === "outgoing")
    return { decision: "carry", why: "a module of others: its providers come along, its routes are left out" };
  if (kind === "router" || kind === "nest-module") return { decision: "route", why: "mounted by a composition root: crosses along the HTTP seam" };
  if (kind === "entity")
    return {
      decision: "finding",
      why: direction === "outgoing" ? "an entity of another owner: its table is shared for now" : "its table is used from outside: shared for now",
    };
  if (kind === "error") return { decision: "carry", why: "an error class: both sides have it, and errors are rebuilt" };
  if (kind === "enum") return { decision: "carry", why: "an enum is a constant" };
  if (kind === "middleware" && direction === "incoming" && operations.length === 0) return { decision: "route", why: "runs in requests" };
  const hardest = order.find((decision) => operations.some((operation) => operation.decision === decision));
  if (hardest !== undefined) {
    const first = operations.find((operation) => operation.decision === hardest)!;
    return { decision: hardest, why: operations.length === 1 ? first.why : `${first.name}: ${first.why}` };
  }
  if (kind === "state") return { decision: "blocker", why: "a variable that changes after loading is read across the boundary" };
  if (kind === "event") return { decision: "event", why: "those who publish and those who listen are on both sides" };
  if (atRuntime.every(({ role }) => role === "composition-root") && direction === "incoming")
    return { decision: "start-up", why: "only composition roots use it" };
  if (kind === "constant") return { decision: "carry", why: "a constant" };
  return { decision: "carry", why: "no code of it is called across the boundary" };
}
