/** What `ficus extract` tells people: what was written and what to do next, or why nothing was. */
import type { Extraction } from "../generate/extraction.ts";
import type { Blocker, SeamsReport } from "../model/seams.ts";
import type { FileChange } from "./extractionDiff.ts";
import { counted, harmless, wrap, type TextLayout } from "./wording.ts";

export function extractionText(report: SeamsReport, extraction: Extraction, changes: readonly FileChange[], layout: TextLayout): string {
  const { manifest, notes } = extraction;
  const changed = changes.filter(({ before, after }) => before !== after);
  const added = changed.filter(({ before }) => before === undefined).length;
  const edited = changed.filter(({ before }) => before !== undefined).map(({ path }) => path);
  const id = report.service.id;
  return [
    layout.paint("bold", `${harmless(report.service.name)} is extracted`),
    `${counted(manifest.operations.length, "operation")} and ${counted(manifest.routes.length, "route")} can be served by services/${id}; until a switch says otherwise, everything still runs in the monolith.`,
    "",
    `${counted(added, "file")} added, ${counted(edited.length, "file")} edited${edited.length === 0 ? "." : ":"}`,
    ...edited.map((path) => `  ${harmless(path)}`),
    ...(notes.length === 0
      ? []
      : [
          "",
          "To know:",
          ...notes.flatMap((note) =>
            wrap(`${harmless(note.message)} (${harmless(note.module)}:${note.line})`, layout.width - 4).map(
              (line, at) => `  ${at === 0 ? "· " : "  "}${line}`,
            ),
          ),
        ]),
    "",
    `Next: review the change, npm install --prefix services/${id}, then ficus verify ${id}.`,
    "",
  ].join("\n");
}

export function blockersText(report: SeamsReport, stops: readonly Blocker[], layout: TextLayout): string {
  return [
    layout.paint("red", `${harmless(report.service.name)} cannot be extracted as it is: ${counted(stops.length, "blocker")}`),
    ...stops.flatMap(({ module, line, message, remedy }) => [
      "",
      `  ${harmless(module)}:${line}`,
      ...wrap(harmless(message), layout.width - 4).map((text) => `    ${text}`),
      ...wrap(`What to do: ${harmless(remedy)}`, layout.width - 4).map((text) => `    ${text}`),
    ]),
    "",
  ].join("\n");
}
