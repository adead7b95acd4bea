/** The result of `ficus analyze` for people. */
import type { Analysis, Role } from "../model/analysis.ts";
import type { Warning } from "../model/warning.ts";
import { findCrossings } from "./crossings.ts";
import { servicesTable } from "./servicesTable.ts";
import { proposalComparison, type ComparedWithFile } from "./proposalComparison.ts";
import { findSharedTables } from "./sharedTables.ts";
import { count, counted, decimal, duration, harmless, percent, serviceNames, shorten, wrap, type TextLayout } from "./wording.ts";

/** Longest list in a section; the rest is counted. */
const most = 5;
const mostWarningsOfAKind = 3;

export interface RunFacts {
  /** Milliseconds from start to result. */
  elapsed: number;
  /** Where the whole result was written, as the user can open it. */
  file?: string | undefined;
  /** What people decided, where they have. */
  boundaries?: ComparedWithFile | undefined;
  /** By stage, when asked for. */
  timings?: Readonly<Record<string, number>> | undefined;
}

export function analysisText(analysis: Analysis, layout: TextLayout, run: RunFacts): string {
  const sections = [
    heading(analysis, layout),
    analysis.services.length > 0 ? servicesTable(analysis, layout) : "No services: no module is part of a business area.",
    crossings(analysis, layout),
    tables(analysis, layout),
    summary(analysis, layout),
    run.boundaries === undefined ? "" : proposalComparison(run.boundaries, layout),
    warnings(analysis.warnings, layout),
    footer(layout, run),
  ];
  const lines = sections
    .filter((section) => section !== "")
    .join("\n\n")
    .split("\n");
  return `${lines.flatMap((line) => wrap(line, layout.width)).join("\n")}\n`;
}

function heading({ root, modules, services }: Analysis, { paint }: TextLayout): string {
  const lines = modules.reduce((sum, module) => sum + module.loc, 0);
  return `${paint("bold", harmless(root))}  ${counted(modules.length, "module")}, ${counted(lines, "line")}, ${counted(services.length, "service")} proposed`;
}

function crossings(analysis: Analysis, { width, paint }: TextLayout): string {
  const found = findCrossings(analysis);
  if (found.length === 0) return "";
  const names = serviceNames(analysis);
  const lines = found.slice(0, most).flatMap(({ from, to, dependencies }) => {
    const strongest = dependencies[0]!;
    const room = Math.max(16, Math.floor((Math.min(width, 160) - 9) / 2));
    return [
      `  ${names.get(from)} → ${names.get(to)}  ${paint("dim", counted(dependencies.length, "dependency", "dependencies"))}`,
      paint("dim", `      ${shorten(strongest.from, room)} → ${shorten(strongest.to, room)}`),
    ];
  });
  return [paint("bold", "Strongest crossings"), ...lines, ...rest(found.length, most)].join("\n");
}

function tables(analysis: Analysis, { paint }: TextLayout): string {
  const found = findSharedTables(analysis);
  if (found.length === 0) return "";
  const names = serviceNames(analysis);
  const lines = found.slice(0, most).map(({ name, owner, others }) => {
    const users = others.slice(0, most).map(({ service, writes }) => names.get(service) + (writes ? paint("yellow", " (writes)") : ""));
    const more = others.length > most ? ` and ${others.length - most} more` : "";
    return `  ${harmless(name)} ${paint("dim", owner === null ? "(no owner)" : `of ${names.get(owner)}`)}: ${users.join(", ")}${more}`;
  });
  return [paint("bold", "Tables used by several services"), ...lines, ...rest(found.length, most)].join("\n");
}

const setApart: readonly [Role, string, string][] = [
  ["composition-root", "composition root", "composition roots"],
  ["shared", "shared", "shared"],
  ["platform", "platform", "platform"],
  ["test", "test", "tests"],
  ["generated", "generated", "generated"],
];

function summary({ modules, metrics, services }: Analysis, { paint }: TextLayout): string {
  const apart = setApart
    .map(([role, one, many]) => ({ found: modules.filter((module) => module.role === role).length, one, many }))
    .filter(({ found }) => found > 0)
    .map(({ found, one, many }) => `${count(found)} ${found === 1 ? one : many}`);
  const lines = [`${paint("bold", "Set apart")}  ${apart.length > 0 ? apart.join(", ") : "nothing"}`];
  if (services.length > 0) {
    lines.push(
      `${paint("bold", "Quality")}    modularity ${decimal(metrics.modularity)}, ${percent(metrics.crossingShare)} of calls cross services, largest service ${percent(metrics.largestShare)}`,
    );
  }
  return lines.join("\n");
}

function warnings(all: readonly Warning[], { width, paint }: TextLayout): string {
  if (all.length === 0) return "";
  const kinds = new Map<string, Warning[]>();
  for (const warning of all) kinds.set(warning.reason, [...(kinds.get(warning.reason) ?? []), warning]);
  const lines = [...kinds].flatMap(([, found]) => [
    ...found.slice(0, mostWarningsOfAKind).map((warning) => `  ${place(warning, width)}${harmless(warning.message)}`),
    ...rest(found.length, mostWarningsOfAKind, ` like ${found.length - mostWarningsOfAKind === 1 ? "this" : "these"}`),
  ]);
  return [paint("yellow", counted(all.length, "warning")), ...lines].join("\n");
}

function place({ path, line, column }: Warning, width: number): string {
  if (path === undefined) return "";
  return `${shorten(path, Math.max(30, width - 20))}${line === undefined ? "" : `:${line}${column === undefined ? "" : `:${column}`}`}  `;
}

function rest(found: number, shown: number, what = ""): string[] {
  return found > shown ? [`  and ${count(found - shown)} more${what}`] : [];
}

function footer({ paint }: TextLayout, { elapsed, file, timings }: RunFacts): string {
  const lines = [`Done in ${duration(elapsed)}.${file === undefined ? "" : ` Everything is in ${harmless(file)}.`}`];
  if (timings !== undefined)
    lines.push(...Object.entries(timings).map(([stage, milliseconds]) => `  ${stage.padEnd(10)} ${duration(milliseconds).padStart(8)}`));
  return lines.map((line) => paint("dim", line)).join("\n");
}
