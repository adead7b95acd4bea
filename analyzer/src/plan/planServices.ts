/** The order in which services leave: those that nothing stops first, then by readiness and value; the first is the pilot. */
import type { Boundaries } from "../model/boundaries.ts";
import type { History, HistoryAbsence } from "../model/history.ts";
import type { Gate, Plan, PlannedService, Value } from "../model/plan.ts";
import type { SeamsReport } from "../model/seams.ts";
import { gatesOf, readinessOf, rounded } from "./readiness.ts";
import { valuesOf } from "./value.ts";

export interface PlanInput {
  root: string;
  reports: readonly SeamsReport[];
  boundaries?: Boundaries | undefined;
  history: { kind: "read"; history: History } | { kind: "absent"; reason: HistoryAbsence };
}

const withHistory = { readiness: 0.5, value: 0.35, substance: 0.15 };
const withoutHistory = { readiness: 0.75, value: 0, substance: 0.25 };

export function planServices({ root, reports, boundaries, history }: PlanInput): Plan {
  const parts = reports.map(({ service }) => service);
  const values = history.kind === "read" ? valuesOf(parts, history.history) : undefined;
  const most = Math.max(1, ...reports.map(servedBy));
  const services = reports.map((report) => planService(report, values?.get(report.service.id) ?? null, substanceOf(report, most), boundaries));
  services.sort(compare);
  for (const [position, service] of services.entries()) service.order = position + 1;
  const pilot = services.find((service) => !isStopped(service) && !isOut(service));
  return {
    schemaVersion: 1,
    root,
    services,
    pilot: pilot === undefined ? null : { id: pilot.id, reasons: pilot.reasons },
    history: { commits: history.kind === "read" ? history.history.commits.length : 0, absent: history.kind === "absent" ? history.reason : null },
  };
}

const servedBy = ({ summary }: SeamsReport): number => Math.log1p(summary.routes + 2 * summary.operations);

/** A pilot that answers next to nothing, or keeps no data, proves next to nothing. */
function substanceOf(report: SeamsReport, most: number): number {
  const ownsData = report.tables.some(({ owner }) => owner === report.service.id);
  return rounded((servedBy(report) / most + Number(ownsData)) / 2);
}

const isStopped = ({ gates }: PlannedService): boolean => gates.some(({ stops }) => stops === "service");
/** 0: nothing of its own; 1: some operations stay behind, or somebody has to accept something; 2: all of it is stopped. */
const hindrance = ({ gates }: PlannedService): number =>
  Math.max(0, ...gates.map(({ stops }) => (stops === "service" ? 2 : stops === "everything" ? 0 : 1)));
const isIdle = ({ gates }: PlannedService): boolean => gates.some(({ reason }) => reason === "nothing-to-serve");
/** What has left already comes last. */
const isOut = ({ state }: PlannedService): boolean => state === "remote" || state === "retired";

function compare(a: PlannedService, b: PlannedService): number {
  return (
    Number(isOut(a)) - Number(isOut(b)) ||
    Number(isIdle(a)) - Number(isIdle(b)) ||
    hindrance(a) - hindrance(b) ||
    b.score - a.score ||
    (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
  );
}

function planService(report: SeamsReport, value: Value | null, substance: number, boundaries: Boundaries | undefined): PlannedService {
  const { service, summary, crossings } = report;
  const readiness = readinessOf(report);
  const gates = gatesOf(report);
  const weights = value === null ? withoutHistory : withHistory;
  const blockedOperations = crossings.flatMap(({ operations }) => operations).filter(({ decision }) => decision === "blocker").length;
  const extraction =
    boundaries !== undefined && Object.hasOwn(boundaries.services, service.id) ? boundaries.services[service.id]?.extraction : undefined;
  return {
    id: service.id,
    name: service.name,
    order: 1,
    modules: service.modules.length,
    lines: service.lines,
    state: extraction?.state ?? null,
    readiness,
    gates,
    value,
    substance,
    score: rounded(weights.readiness * readiness.score + weights.value * (value?.score ?? 0) + weights.substance * substance),
    counts: {
      operations: summary.operations,
      blockedOperations,
      callBacks: summary.callBacks,
      routes: summary.routes,
      blockers: summary.blockers,
      findings: summary.findings,
    },
    reasons: reasonsOf(report, readiness.components, gates, value, blockedOperations),
  };
}

const many = (count: number, one: string): string => `${count} ${one}${count === 1 ? "" : "s"}`;

function ownTables({ tables, service }: SeamsReport): string {
  const own = tables.filter(({ owner }) => owner === service.id).map(({ name }) => name);
  if (own.length === 0) return "owns no table";
  return `owns ${own.slice(0, 4).join(", ")}${own.length > 4 ? ` and ${own.length - 4} more` : ""}`;
}

function reasonsOf(
  report: SeamsReport,
  components: PlannedService["readiness"]["components"],
  gates: readonly Gate[],
  value: Value | null,
  blocked: number,
): string[] {
  const { summary, service } = report;
  const stopping = gates.filter(({ stops }) => stops === "service");
  const served = [
    ...(summary.routes > 0 ? [many(summary.routes, "route")] : []),
    ...(summary.operations > 0 ? [many(summary.operations, "operation")] : []),
  ];
  const worst = components.toSorted((a, b) => a.value * a.weight - a.weight - (b.value * b.weight - b.weight));
  return [
    ...stopping.map(({ message, count }) => (count === 1 ? message : `${message} (and ${count - 1} more)`)),
    ...gates
      .filter(({ stops }) => stops === "decision")
      .map(
        ({ message, count }) => `somebody has to accept, while the database is shared: ${message}${count === 1 ? "" : ` (and ${count - 1} more)`}`,
      ),
    ...(gates.every(({ stops }) => stops === "everything") ? ["nothing in it blocks it"] : []),
    ...gates
      .filter(({ stops }) => stops === "everything")
      .map(({ message, at }) => `before any service: ${message}${at === null ? "" : ` (${at.module}:${at.line})`}`),
    ...(blocked > 0
      ? [
          `${many(blocked, "operation")} cannot leave the process: ${gates
            .filter(({ stops }) => stops === "operations")
            .map(({ reason }) => reason)
            .join(", ")}`,
        ]
      : []),
    ...(served.length > 0 ? [`serves ${served.join(" and ")} with ${many(service.modules.length, "module")}, ${ownTables(report)}`] : []),
    ...worst
      .filter(({ value: share }) => share < 0.75)
      .slice(0, 3)
      .map(({ why }) => why),
    ...(value === null ? [] : [`${many(value.commits, "commit")} by ${many(value.authors, "author")}`]),
  ];
}
