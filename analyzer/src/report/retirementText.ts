/** What `ficus retire` tells people, and its change as a diff. */
import { createTwoFilesPatch } from "diff";
import type { Reason, Retirement } from "../generate/retire/retirement.ts";
import { counted, harmless, wrap, type TextLayout } from "./wording.ts";

interface Change {
  path: string;
  to: string | undefined;
  before: string | undefined;
  after: string;
}

/** As git would show it, moves included. */
export function retirementDiff(changes: readonly Change[]): string {
  return changes.map(fileDiff).join("");
}

function fileDiff({ path, to, before, after }: Change): string {
  const from = before === undefined ? "/dev/null" : `a/${path}`;
  const into = to === undefined ? "/dev/null" : `b/${to}`;
  const head =
    before === undefined
      ? "new file mode 100644\n"
      : to === undefined
        ? "deleted file mode 100644\n"
        : to === path
          ? ""
          : `rename from ${path}\nrename to ${to}\n`;
  const first = `diff --git a/${path} b/${to ?? path}\n${head}`;
  if (before === after && to !== undefined) return first;
  const patch = createTwoFilesPatch(from, into, before ?? "", to === undefined ? "" : after, undefined, undefined, { context: 3 });
  return first + patch.replace(/^=+\n/, "");
}

const mostNamed = 3;

function neededByText(reasons: readonly Reason[]): string {
  const named = reasons.slice(0, mostNamed).map(({ module, line, why }) => `${why} (${module}:${line})`);
  return [...named, ...(reasons.length > mostNamed ? [`and ${reasons.length - mostNamed} more`] : [])].join(", ");
}

export function retirementText({ service, files, moved, kept, removed, alone, tests, notes }: Retirement, layout: TextLayout): string {
  const list = (lines: readonly string[]): string[] =>
    lines.flatMap((line) => wrap(harmless(line), layout.width - 4).map((text, at) => `${at === 0 ? "  · " : "    "}${text}`));
  const part = (title: string, lines: readonly string[]): string[] => (lines.length === 0 ? [] : ["", title, ...list(lines)]);
  const edited = files.filter(({ path, to }) => path === to).length;
  const variable = service.replace(/[^A-Za-z0-9]/g, "_").toUpperCase();
  return [
    layout.paint("bold", `${harmless(service)} is retired from the monolith`),
    `${counted(moved.length, "module")} moved into its package, ${counted(edited, "file")} edited, ${counted(removed.length, "module")} removed.`,
    ...part(
      "Moved:",
      moved.map(({ from, to }) => `${from} → ${to}`),
    ),
    ...part(
      "Stays, because the monolith needs it at run time:",
      kept.map(({ module, neededBy }) => `${module}: ${neededByText(neededBy)}`),
    ),
    ...part("Removed, because nobody imports it any more:", removed),
    ...part("Only the service uses these now; they may follow it:", alone),
    ...part("Tests of the monolith that import what has moved, now from its new place:", tests),
    ...part(
      "To know:",
      notes.map(({ module, line, why }) => `${why} (${module}:${line})`),
    ),
    "",
    `The monolith starts without FICUS_SWITCH for ${harmless(service)}, and needs FICUS_URL_${variable} and FICUS_TOKEN. Next: review the change, and run its tests.`,
    "",
  ].join("\n");
}
