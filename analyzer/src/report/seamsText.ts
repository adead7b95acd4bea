/** The result of `ficus seams` for people. */
import type { Blocker, Crossing, Decision, Finding, Operation, SeamsReport } from "../model/seams.ts";
import { count, counted, harmless, shorten, wrap, type TextLayout } from "./wording.ts";

/** Longest list in a section; `--all` shows everything. */
const most = 12;

export interface SeamsTextOptions {
  all: boolean;
}

type Style = Parameters<TextLayout["paint"]>[0];

const styles: Partial<Record<Decision, Style>> = {
  operation: "green",
  "call-back": "green",
  blocker: "red",
  finding: "yellow",
  "start-up": "cyan",
  event: "cyan",
  route: "cyan",
};

export function seamsText(report: SeamsReport, layout: TextLayout, { all }: SeamsTextOptions): string {
  const limit = all ? Infinity : most;
  const incoming = report.crossings.filter(({ direction }) => direction === "incoming");
  const outgoing = report.crossings.filter(({ direction }) => direction === "outgoing");
  const sections = [
    heading(report, layout),
    crossings("Used from outside", incoming, layout, limit),
    crossings("Used of others", outgoing, layout, limit),
    routes(report, layout, limit),
    jobs(report, layout, limit),
    events(report, layout, limit),
    data(report, layout, limit),
    transactions(report, layout, limit),
    notes(counted(report.blockers.length, "blocker"), "red", report.blockers, layout, limit),
    notes(counted(report.findings.length, "finding"), "yellow", report.findings, layout, limit),
    footer(report, layout),
  ];
  const lines = sections
    .filter((section) => section !== "")
    .join("\n\n")
    .split("\n");
  return `${lines.flatMap((line) => wrap(line, layout.width)).join("\n")}\n`;
}

function heading({ service, summary }: SeamsReport, { paint }: TextLayout): string {
  return [
    `${paint("bold", harmless(service.name))}  ${counted(service.modules.length, "module")}, ${counted(service.lines, "line")}`,
    `${count(summary.incoming)} symbols are used from outside, ${count(summary.outgoing)} of others are used here: ${counted(summary.operations, "operation")}, ${counted(summary.callBacks, "call-back")}, ${counted(summary.routes, "route")}`,
    `On the wire: ${count(summary.wire.plain)} plain, ${count(summary.wire.codec)} with a codec, ${count(summary.wire.unknown)} unknown, ${count(summary.wire["not-on-the-wire"])} impossible`,
  ].join("\n");
}

const silent = new Set<Decision>(["type-only", "not-an-operation"]);

function crossings(title: string, found: readonly Crossing[], layout: TextLayout, limit: number): string {
  const { paint } = layout;
  const shown = found.filter(({ decision }) => limit === Infinity || !silent.has(decision));
  if (shown.length === 0) return "";
  const hidden = found.length - shown.length;
  const order = (crossing: Crossing): number =>
    crossing.decision === "blocker" ? 0 : crossing.operations.length > 0 && crossing.decision !== "carry" ? 1 : crossing.decision === "carry" ? 3 : 2;
  const sorted = limit === Infinity ? shown : shown.toSorted((a, b) => order(a) - order(b));
  const lines = sorted.slice(0, limit).flatMap((crossing) => describe(crossing, layout));
  return [
    paint("bold", title),
    ...lines,
    ...rest(shown.length, limit),
    ...(hidden > 0 ? [paint("dim", `  ${count(hidden)} more only as types or in tests (--all shows them)`)] : []),
  ].join("\n");
}

function describe(crossing: Crossing, layout: TextLayout): string[] {
  const { paint } = layout;
  const users = crossing.callers.filter(({ inTest, use }) => !inTest && use !== "import").length;
  const head = `  ${harmless(crossing.symbol.name)}  ${paint("dim", `${crossing.kind}, ${harmless(crossing.at.module)}:${crossing.at.line}, ${counted(users, "use")}`)}`;
  if (crossing.operations.length === 0) return [`${head}  ${decision(crossing.decision, layout)} ${paint("dim", harmless(crossing.why))}`];
  return [head, ...crossing.operations.map((operation) => describeOperation(operation, layout))];
}

function describeOperation(operation: Operation, layout: TextLayout): string {
  const { paint } = layout;
  const wire = operation.wire.verdict === "codec" ? `codec: ${operation.wire.codecs.join(", ")}` : operation.wire.verdict;
  const parts = [operation.async ? "async" : "sync", wire];
  return `      ${decision(operation.decision, layout)} ${harmless(operation.name)}  ${paint("dim", `${parts.join(", ")}; ${harmless(operation.why)}`)}`;
}

function decision(value: Decision, { paint }: TextLayout): string {
  const style = styles[value];
  return style === undefined ? value : paint(style, value);
}

function routes({ routes: found }: SeamsReport, { paint }: TextLayout, limit: number): string {
  if (found.length === 0) return "";
  const lines = found
    .slice(0, limit)
    .map(
      (route) =>
        `  ${route.method.padEnd(6)} ${harmless(route.path)}  ${paint("dim", `${harmless(route.module)}:${route.line}${route.handlerInside ? "" : ", handled elsewhere"}`)}`,
    );
  return [paint("bold", "Routes"), ...lines, ...rest(found.length, limit)].join("\n");
}

function jobs({ jobs: found }: SeamsReport, { paint }: TextLayout, limit: number): string {
  if (found.length === 0) return "";
  const lines = found.slice(0, limit).map((job) => {
    const reached = [...new Set(job.reaches.map(({ name, member }) => (member === undefined ? name : `${name}.${member}`)))].slice(0, 3).join(", ");
    return `  ${job.kind} ${harmless(job.schedule)}  ${paint("dim", `${harmless(job.module)}:${job.line}${job.inside ? "" : `, of others, reaches ${reached}`}`)}`;
  });
  return [paint("bold", "Jobs"), ...lines, ...rest(found.length, limit)].join("\n");
}

function events({ events: found }: SeamsReport, { paint }: TextLayout, limit: number): string {
  const crossing = found.filter(({ crosses }) => crosses);
  if (crossing.length === 0) return "";
  const lines = crossing
    .slice(0, limit)
    .map(
      (event) =>
        `  ${harmless(event.event)}  ${event.direction === "publish" ? "published" : "heard"} ${event.inside ? "here" : "outside"}  ${paint("dim", `${harmless(event.module)}:${event.line}`)}`,
    );
  return [paint("bold", "Events that cross"), ...lines, ...rest(crossing.length, limit)].join("\n");
}

function data({ tables, service }: SeamsReport, { paint }: TextLayout, limit: number): string {
  if (tables.length === 0) return "";
  const lines = tables.slice(0, limit).map(({ name, owner, reads, writes }) => {
    const say = (side: "inside" | "outside"): string => {
      const parts = [
        ...(reads[side].length > 0 ? [`${count(reads[side].length)} reads`] : []),
        ...(writes[side].length > 0
          ? [
              paint(
                owner === service.id ? (side === "outside" ? "yellow" : "dim") : side === "inside" ? "yellow" : "dim",
                `${count(writes[side].length)} writes`,
              ),
            ]
          : []),
      ];
      return parts.length === 0 ? "nothing" : parts.join(", ");
    };
    return `  ${harmless(name)}  ${paint("dim", owner === service.id ? "own" : `of ${harmless(owner ?? "nobody")}`)}: here ${say("inside")}; outside ${say("outside")}`;
  });
  return [paint("bold", "Tables"), ...lines, ...rest(tables.length, limit)].join("\n");
}

function transactions({ transactions: found }: SeamsReport, { paint }: TextLayout, limit: number): string {
  const both = found.filter(({ writesBothSides }) => writesBothSides);
  if (both.length === 0) return "";
  const lines = both.slice(0, limit).flatMap((transaction) => [
    `  ${harmless(transaction.symbol ?? "top level")}  ${paint("dim", `${harmless(transaction.module)}:${transaction.line}`)}`,
    ...transaction.writes.slice(0, limit).map((write) => {
      const way = write.via.length === 0 ? "" : ` through ${write.via.map(harmless).join(" → ")}`;
      return `      ${write.side === "inside" ? "own  " : "other"} ${harmless(write.table)}  ${paint("dim", `${harmless(write.module)}:${write.line}${way}`)}`;
    }),
  ]);
  return [paint("bold", "Transactions that write on both sides"), ...lines, ...rest(both.length, limit)].join("\n");
}

function notes(title: string, style: Style, found: readonly (Blocker | Finding)[], { paint, width }: TextLayout, limit: number): string {
  if (found.length === 0) return "";
  const kinds = new Map<string, (Blocker | Finding)[]>();
  for (const note of found) kinds.set(note.reason, [...(kinds.get(note.reason) ?? []), note]);
  const each = limit === Infinity ? Infinity : 4;
  const lines = [...kinds].flatMap(([reason, all]) => [
    `  ${paint(style, reason)} ${paint("dim", count(all.length))}`,
    ...all.slice(0, each).map((note) => `    ${shorten(note.module, Math.max(30, width - 30))}:${note.line}  ${harmless(note.message)}`),
    ...(all.length > each ? [`    and ${count(all.length - each)} more`] : []),
    paint("dim", `    → ${harmless(all[0]!.remedy)}`),
  ]);
  return [paint("bold", title), ...lines].join("\n");
}

function footer({ carries }: SeamsReport, { paint }: TextLayout): string {
  const lines = carries.reduce((sum, module) => sum + module.lines, 0);
  return paint(
    "dim",
    `Comes along: ${counted(carries.length, "module")} of others, ${counted(lines, "line")}. --all shows everything, --json says it in full.`,
  );
}

function rest(found: number, shown: number): string[] {
  return found > shown ? [`  and ${count(found - shown)} more`] : [];
}
