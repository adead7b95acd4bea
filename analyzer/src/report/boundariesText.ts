/** What an edit of the boundaries does, for people. */
import type { ServiceMetrics, SystemMetrics } from "../model/analysis.ts";
import { metricChange } from "./metricChange.ts";
import { count, counted, decimal, harmless, shorten, wrap, type TextLayout } from "./wording.ts";

const mostPaths = 8;

export interface BoundariesChange {
  moved: readonly { path: string; from: string | null; to: string | null }[];
  before: MeasuredServices;
  after: MeasuredServices;
  notes: readonly string[];
  /** Shown when nothing is written, and when no module moves: then it is what there is to see. */
  diff?: string | undefined;
  /** As the user can open it. */
  file: string;
  outcome: "written" | "dry-run" | "unchanged";
}

interface MeasuredServices {
  system: SystemMetrics;
  services: ReadonlyMap<string, ServiceMetrics & { modules: number }>;
}

export function boundariesText(change: BoundariesChange, layout: TextLayout): string {
  const { paint } = layout;
  const sections = [
    moves(change, layout),
    change.diff === undefined ? "" : colored(change.diff, layout),
    services(change, layout),
    change.outcome === "unchanged" ? "" : metrics(change, layout),
    change.notes.map((note) => paint("yellow", harmless(note))).join("\n"),
    paint("dim", outcomes[change.outcome].replace("FILE", change.file)),
  ];
  // A diff is to be copied: its lines stay whole.
  const lines = sections
    .filter((section) => section !== "")
    .flatMap((section, i) => [
      ...(i > 0 ? [""] : []),
      ...section.split("\n").flatMap((line) => (section === sections[1] ? [line] : wrap(line, layout.width))),
    ]);
  return `${lines.join("\n")}\n`;
}

const outcomes = {
  written: "Written to FILE.",
  "dry-run": "Nothing was written (--dry-run).",
  unchanged: "Nothing to change: FILE says so already.",
} as const;

function metrics({ before, after }: BoundariesChange, layout: TextLayout): string {
  const lines = metricChange(before.system, after.system, layout);
  return lines.length === 0 ? "No metric changes." : [layout.paint("bold", "Before and after"), ...lines].join("\n");
}

function moves({ moved }: BoundariesChange, { paint, width }: TextLayout): string {
  const ways = Map.groupBy(moved, ({ from, to }) => `${from ?? "no service"} → ${to ?? "no service"}`);
  return [...ways]
    .sort(([a, m], [b, n]) => n.length - m.length || (a < b ? -1 : 1))
    .flatMap(([way, group]) => [
      `${paint("bold", harmless(way))}  ${counted(group.length, "module")}`,
      ...group.slice(0, mostPaths).map(({ path }) => `  ${shorten(path, Math.max(30, width - 4))}`),
      ...(group.length > mostPaths ? [`  and ${count(group.length - mostPaths)} more`] : []),
    ])
    .join("\n");
}

function services({ moved, before, after }: BoundariesChange, { paint }: TextLayout): string {
  const touched = [...new Set(moved.flatMap(({ from, to }) => [from, to]))].filter((id) => id !== null).sort();
  const rows = touched.flatMap((id) => {
    const was = before.services.get(id);
    const is = after.services.get(id);
    if (was === undefined && is === undefined) return [];
    const change = (write: (service: ServiceMetrics & { modules: number }) => string): string => {
      const left = was === undefined || was.modules === 0 ? "–" : write(was);
      const right = is === undefined || is.modules === 0 ? "–" : write(is);
      return left === right ? left : `${left} → ${right}`;
    };
    return [
      [
        id,
        change(({ modules }) => count(modules)),
        change(({ cohesion }) => decimal(cohesion)),
        change(({ callsIn }) => count(callsIn)),
        change(({ callsOut }) => count(callsOut)),
      ],
    ];
  });
  if (rows.length === 0) return "";
  const table = [["service", "modules", "cohesion", "calls in", "out"], ...rows];
  const widths = table[0]!.map((_, column) => Math.max(...table.map((row) => row[column]!.length)));
  const lines = table.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join("  ")
      .trimEnd(),
  );
  return [paint("dim", lines[0]!), ...lines.slice(1)].join("\n");
}

function colored(diff: string, { paint }: TextLayout): string {
  return diff
    .trimEnd()
    .split("\n")
    .map((line) => (/^\+(?!\+\+)/.test(line) ? paint("green", line) : /^-(?!--)/.test(line) ? paint("red", line) : line))
    .join("\n");
}
