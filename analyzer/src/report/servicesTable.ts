import Table from "cli-table3";
import type { Analysis, AnalyzedService } from "../model/analysis.ts";
import { count, decimal, gauge, harmless, shorten, type TextLayout } from "./wording.ts";

const noLines = Object.fromEntries(
  [
    "top",
    "top-mid",
    "top-left",
    "top-right",
    "bottom",
    "bottom-mid",
    "bottom-left",
    "bottom-right",
    "left",
    "left-mid",
    "mid",
    "mid-mid",
    "right",
    "right-mid",
    "middle",
  ].map((place) => [place, ""]),
);

const widthOfNumbers = 46;
const narrowBar = 10;
const wideBar = 20;
/** From here on there is room to say what a service is made of. */
const roomForExamples = 120;

/** One line for each service, the largest first. */
export function servicesTable({ services, modules }: Analysis, { width, paint }: TextLayout): string {
  const bar = width >= 100 ? wideBar : narrowBar;
  const longest = services.reduce((most, { name }) => Math.max(most, name.length), "service".length);
  const nameWidth = Math.max(12, Math.min(longest, width - widthOfNumbers - bar));
  const left = width - nameWidth - widthOfNumbers - bar;
  const withExamples = width >= roomForExamples && left >= 24;
  const loc = withExamples ? new Map(modules.map((module) => [module.path, module.loc])) : undefined;

  const table = new Table({
    chars: noLines,
    style: { head: [], border: [], compact: true, "padding-left": 0, "padding-right": 2 },
    head: ["service", "modules", "lines", "cohesion", "calls in", "out", ...(withExamples ? ["largest modules"] : [])].map((title) =>
      paint("dim", title),
    ),
    colAligns: ["left", "right", "right", "left", "right", "right", "left"],
  });
  for (const service of services.toSorted((a, b) => b.modules.length - a.modules.length || (a.id < b.id ? -1 : 1))) {
    const { cohesion, callsIn, callsOut } = service.metrics;
    table.push([
      paint("bold", shorten(service.name, nameWidth)),
      count(service.modules.length),
      count(service.loc),
      `${paint(cohesion >= 0.66 ? "green" : cohesion >= 0.33 ? "yellow" : "red", gauge(cohesion, bar))} ${decimal(cohesion)}`,
      count(callsIn),
      count(callsOut),
      ...(loc ? [paint("dim", examples(service, loc, left))] : []),
    ]);
  }
  return table.toString().replaceAll(/ +$/gm, "");
}

/** Names of the largest files, as many as fit. */
function examples({ modules }: AnalyzedService, loc: ReadonlyMap<string, number>, width: number): string {
  let text = "";
  for (const path of modules.toSorted((a, b) => loc.get(b)! - loc.get(a)! || (a < b ? -1 : 1))) {
    const name = harmless(path.slice(path.lastIndexOf("/") + 1).replace(/\.\w+$/, ""));
    const longer = text === "" ? name : `${text}, ${name}`;
    if (longer.length > width) break;
    text = longer;
  }
  return text;
}
