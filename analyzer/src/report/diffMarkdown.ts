/** The result of `ficus diff` for a pull request. */
import type { ComparedCrossing, Difference } from "../model/difference.ts";
import { crossingUse, isUnchanged, movedEnds, serviceChange, sideName } from "./diffWording.ts";
import { changedMetrics } from "./metricChange.ts";
import { count, counted, harmless } from "./wording.ts";

/** Longer lists are folded away; GitHub takes 65,536 characters. */
const mostShown = 10;
const mostListed = 100;

export function diffMarkdown(difference: Difference): string {
  const { root, before, after, modules, crossings } = difference;
  const moved = modules.moved.map((module) => {
    const [from, to] = movedEnds(module);
    return `${code(module.path)}: ${text(from)} → **${text(to)}**`;
  });
  const brief = ({ path, service }: Difference["modules"]["added"][number]) => `${code(path)}${service === null ? "" : ` in ${text(service)}`}`;
  const sections = [
    `## ${text(root)}: ${text(sideName(before))} → ${text(sideName(after))}`,
    `${counted(after.modules, "module")}, ${counted(after.services, "service")}. ${
      isUnchanged(difference)
        ? "No module moved, and nothing crosses that did not cross before."
        : `${counted(modules.moved.length, "module")} moved, ${counted(crossings.new.length, "new crossing")}, ${count(crossings.gone.length)} gone.`
    }`,
    services(difference),
    list("New crossings", crossings.new.map(crossingLine)),
    list("Gone crossings", crossings.gone.map(crossingLine)),
    list("Moved modules", moved),
    list("New modules", modules.added.map(brief)),
    list(
      "Renamed modules",
      modules.renamed.map(({ from, to }) => `${code(from)} → ${code(to)}`),
    ),
    list("Removed modules", modules.removed.map(brief)),
    metrics(difference),
  ];
  return `${sections.filter((section) => section !== "").join("\n\n")}\n`;
}

function services(difference: Difference): string {
  const rows = difference.services.flatMap((service) => {
    const change = serviceChange(service, difference);
    return change === undefined ? [] : [`| ${text(service.after ?? service.before!)} | ${text(change)} |`];
  });
  return rows.length === 0 ? "" : ["| service | change |", "| --- | --- |", ...rows].join("\n");
}

function crossingLine(crossing: ComparedCrossing): string {
  const { from, to, fromService, toService, sites, because } = crossing;
  const [site] = sites;
  const place = site === undefined ? from : `${from}:${site.line}`;
  return `**${text(fromService)} → ${text(toService)}** ${code(place)} ${text(crossingUse(crossing))}, ${code(to)}${because === "membership" ? " (by moving)" : ""}`;
}

function list(title: string, items: readonly string[]): string {
  if (items.length === 0) return "";
  const lines = items.slice(0, mostListed).map((item) => `- ${item}`);
  if (items.length > mostListed) lines.push(`- and ${count(items.length - mostListed)} more`);
  const heading = `${title} (${count(items.length)})`;
  if (items.length <= mostShown) return `### ${heading}\n\n${lines.join("\n")}`;
  return `<details><summary>${heading}</summary>\n\n${lines.join("\n")}\n\n</details>`;
}

function metrics({ metrics: { before, after } }: Difference): string {
  const changes = changedMetrics(before, after);
  if (changes.length === 0) return "";
  return [
    "| metric | before | now | |",
    "| --- | ---: | ---: | --- |",
    ...changes.map((each) => `| ${each.name} | ${each.before} | ${each.after} | ${each.verdict === "worse" ? "**worse**" : each.verdict} |`),
  ].join("\n");
}

/** Names of the analysed code are text: they make no markup and call nobody. */
function text(value: string): string {
  return harmless(value)
    .replaceAll(/[\\`*_{}[\]<>()#+!|~&]/g, (character) => `\\${character}`)
    .replaceAll("@", "@\u200b");
}

/** A code span that holds whatever backticks there are, also in a table. */
function code(value: string): string {
  const safe = harmless(value);
  const longest = Math.max(0, ...[...safe.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  const room = safe.startsWith("`") || safe.endsWith("`") ? " " : "";
  return `${fence}${room}${safe}${room}${fence}`;
}
