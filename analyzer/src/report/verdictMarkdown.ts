/** A verdict as Markdown, for pull requests and records. */
import type { Reason, Subject, Verdict } from "../model/verdict.ts";
import { counted, duration, harmless } from "./wording.ts";
import { summary } from "./verdictText.ts";

export function verdictMarkdown(verdict: Verdict): string {
  const { subjects, reasons, tests, edges, mismatches, steps } = verdict;
  const open = subjects.filter((subject) => subject.reasons.length > 0);
  return [
    `# ${cell(verdict.service)}: ${verdict.state}`,
    "",
    `${summary(verdict)}.`,
    "",
    "| operation or route | verdict | served | wire, median | wire, 95th percentile | broken as error | broken as no-op |",
    "| --- | --- | ---: | ---: | ---: | --- | --- |",
    ...subjects.map(
      ({ name, state, served, overhead, broken }) =>
        `| \`${cell(name)}\` | ${state} | ${served} | ${milliseconds(overhead?.median)} | ${milliseconds(overhead?.p95)} | ${broken.error} | ${broken.noop} |`,
    ),
    ...(reasons.length === 0 ? [] : ["", "## The service as a whole", "", ...reasons.flatMap(bullets)]),
    ...open.flatMap((subject) => ["", `## \`${cell(subject.name)}\``, "", ...subject.reasons.flatMap(bullets), ...keptLocal(subject)]),
    "",
    "## Tests",
    "",
    `\`${cell(tests.command.join(" "))}\`: ${counted(tests.total, "test")}, ${tests.crossing} cross to the service${
      tests.passingWithoutService === null ? "" : `, ${tests.passingWithoutService} pass while it is down`
    }, ${tests.flaky.length} flaky, ${tests.failing.length} failing before as well.`,
    ...table(
      ["test", "local", "remote"],
      tests.differences.map(({ test, local, remote }) => [test, local, remote]),
    ),
    ...table(
      ["test double", "where"],
      tests.doubles.map(({ at, text }) => [text, at]),
    ),
    ...(mismatches.length === 0 ? [] : ["", "## Answers that differ in shadow"]),
    ...table(
      ["operation", "where", "local", "remote"],
      mismatches.map(({ subject, path, local, remote }) => [subject, path, json(local), json(remote)]),
    ),
    ...(edges.sent === 0
      ? []
      : ["", "## Requests at the edges", "", `${counted(edges.sent, "request")} compared, ${edges.differences.length} differences.`]),
    ...table(
      ["request", "what", "local", "remote"],
      edges.differences.map(({ request, what, local, remote }) => [request, what, local, remote]),
    ),
    "",
    "## Steps",
    ...table(
      ["step", "", "time", ""],
      steps.map(({ name, state, milliseconds, detail }) => [name, state, duration(milliseconds), detail]),
    ),
    "",
  ].join("\n");
}

function bullets({ state, message, at = [] }: Reason): string[] {
  const [first = "", ...rest] = message.split("\n");
  const quoted = rest.length === 0 ? [] : ["", "  ```text", ...rest.map((line) => `  ${harmless(line).replaceAll("```", "'''")}`), "  ```"];
  return [`- **${state}**: ${cell(first)}`, ...at.map((place) => `  - \`${cell(place)}\``), ...quoted];
}

function keptLocal({ keptLocal }: Subject): string[] {
  return keptLocal.map(({ reason, count }) => `- stayed in process ${count} times: ${cell(reason)}`);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  if (rows.length === 0) return [];
  const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(" | ")} |`;
  return ["", line(head), `| ${head.map(() => "---").join(" | ")} |`, ...rows.map(line)];
}

/** On one line, and nothing that ends a cell, a piece of code, or starts a tag. */
function cell(text: string): string {
  return harmless(text.replaceAll("\n", " ")).replaceAll("|", "\\|").replaceAll("`", "'").replaceAll("<", "&lt;");
}

function milliseconds(value: number | undefined): string {
  return value === undefined ? "" : `${value.toFixed(2)} ms`;
}

function json(value: unknown): string {
  return (JSON.stringify(value) ?? "undefined").slice(0, 200);
}
