/** How ready a service is to leave: what its seams say, as numbers that can be argued about one by one. */
import type { Component, Gate, ReadinessName } from "../model/plan.ts";
import type { Blocker, Operation, SeamsReport } from "../model/seams.ts";

/** What a wrong guess costs most weighs most: data and transactions cannot be switched back. */
const weights: Readonly<Record<ReadinessName, number>> = {
  transactions: 0.25,
  data: 0.2,
  wire: 0.175,
  waiting: 0.1,
  state: 0.075,
  interface: 0.075,
  independence: 0.075,
  events: 0.05,
};

export function readinessOf(report: SeamsReport): { score: number; components: Component[] } {
  const components = [
    transactions(report),
    data(report),
    wire(report),
    waiting(report),
    state(report),
    publishedInterface(report),
    independence(report),
    events(report),
  ];
  const score = components.reduce((sum, { value, weight }) => sum + value * weight, 0);
  return { score: rounded(score), components };
}

export const rounded = (value: number): number => Math.round(value * 1000) / 1000;

function component(name: ReadinessName, value: number, why: string): Component {
  return { name, value: rounded(Math.max(0, Math.min(1, value))), weight: weights[name], why };
}

const share = (part: number, all: number): number => (all === 0 ? 0 : part / all);
/** 1 for none, half at `half`. */
const fewer = (found: number, half: number): number => half / (half + found);

const remote = ({ decision }: Operation): boolean => decision === "operation" || decision === "call-back" || decision === "blocker";
const operationsOf = (report: SeamsReport): Operation[] => report.crossings.flatMap(({ operations }) => operations.filter(remote));

function transactions({ transactions: found }: SeamsReport): Component {
  const both = found.filter(({ writesBothSides }) => writesBothSides).length;
  return component("transactions", fewer(both, 1), both === 0 ? "no transaction writes on both sides" : `${both} transactions write on both sides`);
}

function data({ tables, service }: SeamsReport): Component {
  let own = 0;
  let foreign = 0;
  for (const { owner, reads, writes } of tables) {
    // A write from the other side is harder to part with than a read.
    const inside = reads.inside.length + 2 * writes.inside.length;
    const outside = reads.outside.length + 2 * writes.outside.length;
    if (owner === service.id) {
      own += inside;
      foreign += outside;
    } else foreign += inside;
  }
  const value = own + foreign === 0 ? 1 : own / (own + foreign);
  return component(
    "data",
    value,
    own + foreign === 0 ? "touches no tables" : `${Math.round(value * 100)} % of what touches its tables, or what it touches, is its own`,
  );
}

function wire(report: SeamsReport): Component {
  const all = operationsOf(report);
  const safe = all.filter(({ wire: { verdict } }) => verdict === "plain" || verdict === "codec").length;
  const unknown = all.filter(({ wire: { verdict } }) => verdict === "unknown").length;
  const value = all.length === 0 ? 1 : (safe + unknown / 2) / all.length;
  return component(
    "wire",
    value,
    all.length === 0
      ? "nothing has to travel but requests"
      : `${safe} of ${all.length} operations and call-backs travel safely, ${unknown} have types that say too little`,
  );
}

function waiting(report: SeamsReport): Component {
  const all = operationsOf(report);
  const stopped = all.filter(({ ripple }) => ripple.stops.length > 0).length;
  const spread = all.filter(({ ripple }) => ripple.needed && ripple.stops.length === 0 && ripple.becomesAsync.length > 0).length;
  return component(
    "waiting",
    1 - share(stopped + spread / 2, all.length),
    stopped + spread === 0 ? "whoever calls it can wait" : `${stopped} operations have callers that cannot wait, ${spread} make callers asynchronous`,
  );
}

function state({ sharedState }: SeamsReport): Component {
  const own = sharedState.filter(({ inside, usesOutside }) => inside && usesOutside.length > 0).length;
  return component("state", fewer(own, 3), own === 0 ? "others reach none of its state in memory" : `others reach ${own} of its variables in memory`);
}

function publishedInterface(report: SeamsReport): Component {
  const found = report.crossings.filter(({ direction }) => direction === "incoming").flatMap(({ operations }) => operations.filter(remote)).length;
  return component("interface", fewer(found, 12), `${found} operations are used from outside`);
}

function independence(report: SeamsReport): Component {
  const found = report.crossings.filter(({ direction }) => direction === "outgoing").flatMap(({ operations }) => operations.filter(remote)).length;
  return component("independence", fewer(found, 12), `calls ${found} operations of others`);
}

/** Queues and brokers cross processes by themselves. */
const inProcess = new Set(["emitter", "nestjs"]);

function events({ events: found }: SeamsReport): Component {
  const names = new Set(found.filter(({ crosses, channel }) => crosses && inProcess.has(channel)).map(({ event }) => event));
  return component(
    "events",
    fewer(names.size, 6),
    names.size === 0 ? "no event in memory has to be bridged" : `${names.size} events in memory have to be bridged`,
  );
}

const stoppingAll = new Set<Blocker["reason"]>(["shared-state", "event-semantics"]);
const order: readonly Gate["stops"][] = ["service", "everything", "decision", "operations"];

/**
 * A transaction that others open cannot reach what a service writes; one that the service opens stays whole in its process as long as the database is
 * shared, and is debt that somebody accepts.
 */
function stopsOf({ reason, module }: Blocker, inside: ReadonlySet<string>): Gate["stops"] {
  if (reason === "in-memory-database") return "everything";
  if (reason === "transaction-on-both-sides") return inside.has(module) ? "decision" : "service";
  return stoppingAll.has(reason) ? "service" : "operations";
}

/** Blockers by reason and by what they stop; those that stop the whole service come first. */
export function gatesOf(report: SeamsReport): Gate[] {
  const inside = new Set(report.service.modules);
  const gates = new Map<string, Gate>();
  for (const blocker of report.blockers) {
    const { reason, message, remedy, module, line, column } = blocker;
    const stops = stopsOf(blocker, inside);
    const known = gates.get(`${reason} ${stops}`);
    if (known === undefined) gates.set(`${reason} ${stops}`, { reason, stops, count: 1, message, remedy, at: { module, line, column } });
    else known.count++;
  }
  const found = [...gates.values()];
  if (report.summary.routes === 0 && !report.crossings.some((crossing) => crossing.direction === "incoming" && crossing.operations.some(remote)))
    found.push({
      reason: "nothing-to-serve",
      stops: "service",
      count: 1,
      message: "no route and no operation is used from outside: there is nothing that a service could answer",
      remedy: "join it to the service that uses it, or let it be carried as shared code",
      at: null,
    });
  return found.sort((a, b) => order.indexOf(a.stops) - order.indexOf(b.stops) || (a.reason < b.reason ? -1 : 1));
}
