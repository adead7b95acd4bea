import type { ServiceMetrics, SystemMetrics } from "../model/analysis.ts";
import { count, counted, decimal, harmless, percent, wrap, type TextLayout } from "./wording.ts";

export interface NewBoundariesFile {
  services: readonly { id: string; name: string }[];
  owners: ReadonlyMap<string, string>;
  measured: { system: SystemMetrics; services: ReadonlyMap<string, ServiceMetrics & { modules: number }> };
  /** As the user can open it. */
  file: string;
}

/** What a new boundaries file says, and what to do with it. */
export function newBoundariesText({ services, owners, measured, file }: NewBoundariesFile, { paint, width }: TextLayout): string {
  const apart = (role: string): number => [...owners.values()].filter((owner) => owner === role).length;
  const rows = services
    .map(({ id }) => ({ id, ...measured.services.get(id)! }))
    .sort((a, b) => b.modules - a.modules || (a.id < b.id ? -1 : 1))
    .map(({ id, modules, cohesion, callsIn, callsOut }) => [harmless(id), count(modules), decimal(cohesion), count(callsIn), count(callsOut)]);
  const table = [["service", "modules", "cohesion", "calls in", "out"], ...rows];
  const widths = table[0]!.map((_, column) => Math.max(...table.map((row) => row[column]!.length)));
  const lines = table.map((row) => row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!))).join("  "));
  const sections = [
    services.length === 0 ? "" : [paint("dim", lines[0]!), ...lines.slice(1)].join("\n"),
    services.length === 0
      ? "No services yet."
      : `${counted(services.length, "service")}, ${apart("shared")} modules shared, ${apart("platform")} of the platform; ${percent(measured.system.crossingShare)} of calls cross services.`,
    paint(
      "dim",
      `Written to ${harmless(file)}. It is yours: put it into git, edit it, or reshape it with ficus boundaries move, merge, split and rename.`,
    ),
  ];
  return `${sections
    .filter((section) => section !== "")
    .flatMap((section, i) => [...(i > 0 ? [""] : []), ...section.split("\n").flatMap((line) => wrap(line, width))])
    .join("\n")}\n`;
}
