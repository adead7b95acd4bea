import { markdownTable } from "../markdownTable.ts";
import type { CallSite } from "./checkCalls.ts";
import type { Requirement } from "./checkIdentifiers.ts";
import { bars, ratio, shares, type OracleFigures } from "./oracle.ts";

type Miss = { group: string; example: string };

/** One repository: the figures against their bars, then the largest classes of what is missed. */
export function formatFigures(figures: OracleFigures, examples: number): string {
  return [summary(figures), ...details(figures, examples)].join("\n\n");
}

function summary(figures: OracleFigures): string {
  const { edges, pairs, calls, files, counts } = figures;
  const share = shares(figures);
  const disputed = edges.missed.filter((edge) => edge.reason !== "missed").length;
  const all = calls.across.sites + calls.sameFile.sites;
  const rows: (string | number)[][] = [
    bar("file-level edges of dependency-cruiser", edges.found, edges.expected - disputed, share.edges, bars.edges),
    info("  further edges that TypeScript denies", disputed, edges.expected),
    info("  edges by TypeScript resolution", edges.typescript.found, edges.typescript.expected),
    info("  extras of Ficus", edges.extras.length, edges.extras.length + edges.expected),
    info("  extras unexplained", edges.extras.filter((edge) => edge.reason === "unexplained").length, edges.extras.length),
    bar("module pairs (references or imports)", pairs.byReferencesOrImports, pairs.expected, share.pairs, bars.pairs),
    info("  by symbol references alone", pairs.byReferences, pairs.expected),
    info("  pairs of Ficus that no identifier confirms", pairs.unconfirmed.length, pairs.unconfirmed.length + pairs.byReferences),
    bar("calls and constructions, recall", calls.across.found + calls.sameFile.found, all, share.calls, bars.calls),
    info("  callee in another file", calls.across.found, calls.across.sites),
    info("  callee in another file, same name too", calls.across.foundByName, calls.across.sites),
    info("  callee in the same file", calls.sameFile.found, calls.sameFile.sites),
    bar("calls and constructions, precision", calls.confirmed, calls.judged, share.precision, bars.precision),
    info("  of Ficus, where the checker does not know", calls.checkerDoesNotKnow, calls.judged + calls.checkerDoesNotKnow),
    info("  of Ficus, at no call site", calls.notACallSite.length, calls.judged + calls.checkerDoesNotKnow + calls.notACallSite.length),
    info("identifiers that the checker cannot resolve", counts.unresolved, counts.identifiers),
  ];
  const lost =
    files.notInFicus.length > 0 ? `, ${files.notInFicus.length} of them unknown to Ficus (${files.notInFicus.slice(0, 3).join(", ")} …)` : "";
  const more = files.notInOracle.length > 0 ? `; ${files.notInOracle.length} modules of Ficus that the oracle does not read` : "";
  const title = `## ${figures.root}\n\n${files.read} source files${lost}${more}. Oracles ${figures.seconds.oracles.toFixed(1)} s, Ficus ${figures.seconds.ficus.toFixed(1)} s.`;
  return `${title}\n\n${markdownTable(["what", "found", "of", "share", "bar", ""], rows)}`;
}

function bar(what: string, found: number, of: number, share: number, needed: number): (string | number)[] {
  return [what, found, of, percent(share), percent(needed), share >= needed ? "pass" : "FAIL"];
}

function info(what: string, found: number, of: number): (string | number)[] {
  return [what, found, of, percent(ratio(found, of)), "", ""];
}

function details({ edges, pairs, calls }: OracleFigures, examples: number): string[] {
  const across = calls.missed.filter((site) => !site.sameFile);
  return [
    ...classes(
      "Edges missed",
      edges.missed.map((edge) => ({
        group: `${edge.reason}: ${edge.types.join(" ")}`,
        example: `${edge.from} "${edge.specifier}" → ${edge.to}`,
      })),
      examples,
    ),
    ...classes(
      "Edges missed that TypeScript resolves",
      edges.typescript.missed.map((edge) => ({
        group: edge.specifier.startsWith(".") ? "relative" : "not relative",
        example: `${edge.from} "${edge.specifier}" → ${edge.to}`,
      })),
      examples,
    ),
    ...classes(
      "Extra edges",
      edges.extras.map((edge) => ({
        group: `${edge.reason}: ${edge.kind}`,
        example: `${edge.from}:${edge.line} "${edge.specifier}" → ${edge.to}`,
      })),
      examples,
    ),
    ...classes("Pairs missed", pairs.missed.filter((each) => !each.hasImportEdge).map(pairMiss), examples),
    ...classes(
      "Pairs of Ficus that no identifier confirms",
      pairs.unconfirmed.map((each) => ({
        group: each.kind,
        example: `${each.from}:${each.line}:${each.column} → ${each.to}`,
      })),
      examples,
    ),
    ...classes("Calls missed, callee in another file", across.map(callMiss), examples),
    ...classes("Calls missed, callee in the same file", calls.missed.filter((site) => site.sameFile).map(callMiss), examples),
    ...classes(
      "Calls that the checker contradicts",
      calls.wrong.map(({ reference, site }) => ({
        group: `${reference.kind}, ${site.answer === "inside" ? site.situation : "library function"}`,
        example: `${reference.from}:${reference.line}:${reference.column} Ficus → ${reference.to}#${reference.names.join("<")}, checker → ${targetsOf(site)}`,
      })),
      examples,
    ),
    ...classes(
      "Call references at no call site",
      calls.notACallSite.map((each) => ({
        group: each.kind,
        example: `${each.from}:${each.line}:${each.column} → ${each.to}#${each.names.join("<")}`,
      })),
      Math.min(examples, 3),
    ),
  ];
}

/** A missed pair counts in the class of its most frequent situation. */
function pairMiss(miss: Requirement): Miss {
  const [main] = [...miss.sites].sort((a, b) => b.count - a.count);
  if (main === undefined) return { group: "no site", example: miss.from };
  return { group: main.situation, example: `${miss.from}:${main.line}:${main.column} \`${main.text}\` → ${miss.to.join(" or ")}` };
}

function callMiss(site: CallSite & { ficus: readonly { to: string }[] }): Miss {
  const other = site.ficus.length > 0 ? ` (Ficus: ${site.ficus.map((each) => each.to).join(", ")})` : "";
  return {
    group: `${site.kind === "call" ? "" : `${site.kind}: `}${site.situation}`,
    example: `${site.from}:${site.line}:${site.column} \`${site.text}\` → ${targetsOf(site)}${other}`,
  };
}

function targetsOf(site: CallSite): string {
  return site.targets.map((target) => `${target.file}#${target.names[0] ?? ""}`).join(" or ") || "a library";
}

function classes(title: string, misses: readonly Miss[], examples: number): string[] {
  if (misses.length === 0) return [];
  const groups = new Map<string, string[]>();
  for (const { group, example } of misses) groups.set(group, [...(groups.get(group) ?? []), example]);
  const sorted = [...groups].sort((a, b) => b[1].length - a[1].length || (a[0] < b[0] ? -1 : 1));
  const shown = sorted.slice(0, 15);
  const lines = shown.flatMap(([group, all]) => [`- ${all.length} × ${group}`, ...spread(all, examples).map((each) => `    ${each}`)]);
  const rest = sorted.length > shown.length ? [`- ${sorted.length - shown.length} more classes`] : [];
  return [`### ${title}: ${misses.length}\n\n${[...lines, ...rest].join("\n")}`];
}

/** Examples from all over the list: neighbours tend to be the same case. */
function spread(list: readonly string[], count: number): string[] {
  if (list.length <= count) return [...list];
  return Array.from({ length: count }, (_, index) => list[Math.floor((index * list.length) / count)] ?? "");
}

/** Rounded down: what misses a bar must not look as if it reached it. */
export function percent(share: number): string {
  return Number.isNaN(share) ? "–" : `${(Math.floor(share * 10_000) / 100).toFixed(2)} %`;
}
