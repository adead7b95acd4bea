/** A verdict for people at a terminal: the state first, then what is not proven and why. */
import type { Reason, Subject, Verdict } from "../model/verdict.ts";
import { counted, duration, harmless, wrap, type Paint, type TextLayout } from "./wording.ts";

const marks = { proven: "✓", unproven: "?", failed: "✗" } as const;
const styles = { proven: "green", unproven: "yellow", failed: "red" } as const;

/** `kept`: where the verdict and the logs lie. */
export function verdictText(verdict: Verdict, layout: TextLayout, kept?: string): string {
  const { paint, width } = layout;
  const lines = [
    `${paint("bold", verdict.service)}: ${paint(styles[verdict.state], verdict.state)}, ${summary(verdict)}`,
    "",
    ...verdict.subjects.flatMap((subject) => subjectLines(subject, paint)),
    ...(verdict.reasons.length === 0 ? [] : ["", ...verdict.reasons.flatMap((reason) => reasonLines(reason, paint, "  "))]),
    "",
    ...testLines(verdict),
    "",
    ...verdict.steps.map(({ name, state, milliseconds, detail }) =>
      paint("dim", `  ${name.padEnd(13)}${duration(milliseconds).padStart(9)}  ${state === "passed" ? "" : `${state}: `}${firstLine(detail)}`),
    ),
    ...(kept === undefined ? [] : ["", `Kept in ${kept}`]),
  ];
  return `${lines.flatMap((line) => wrap(line, width)).join("\n")}\n`;
}

/** `3 of 5 proven, 1 unproven, 1 failed` */
export function summary({ subjects }: Verdict): string {
  const of = (state: Subject["state"]): number => subjects.filter((subject) => subject.state === state).length;
  const rest = (["unproven", "failed"] as const).filter((state) => of(state) > 0).map((state) => `${of(state)} ${state}`);
  return [`${of("proven")} of ${counted(subjects.length, "operation or route", "operations and routes")} proven`, ...rest].join(", ");
}

function subjectLines(subject: Subject, paint: Paint): string[] {
  const { name, state, served, overhead, reasons } = subject;
  const cost = overhead === null ? "" : `, the wire costs ${overhead.median.toFixed(2)} ms (95th percentile ${overhead.p95.toFixed(2)} ms)`;
  return [
    `${paint(styles[state], marks[state])} ${harmless(name)}  ${paint("dim", `${counted(served, "call")} served${cost}`)}`,
    ...reasons.flatMap((reason) => reasonLines(reason, paint, "    ")),
  ];
}

const mostPlaces = 5;

function reasonLines({ state, message, at = [] }: Reason, paint: Paint, indent: string): string[] {
  const [first = "", ...rest] = message.split("\n").map(harmless);
  const label = state === "note" ? paint("dim", "note") : paint(styles[state], state);
  const places = at.slice(0, mostPlaces).map((place) => `${indent}  ${paint("dim", harmless(place))}`);
  const more = at.length > mostPlaces ? [`${indent}  ${paint("dim", `and ${at.length - mostPlaces} more`)}`] : [];
  return [`${indent}${label}: ${first}`, ...rest.map((line) => `${indent}  ${line}`), ...places, ...more];
}

function testLines({ tests, edges, mismatches }: Verdict): string[] {
  const down = tests.passingWithoutService === null ? "" : `; ${tests.passingWithoutService} pass while the service is down`;
  return [
    `${tests.crossing} of ${counted(tests.total, "test")} cross to the service${down}.`,
    ...tests.differences.flatMap(({ test, local, remote, message }) => [
      `  ${harmless(test)}: ${local} in local, ${remote} in remote`,
      ...(message === undefined ? [] : [`    ${harmless(firstLine(message))}`]),
    ]),
    ...(tests.flaky.length === 0
      ? []
      : [`${counted(tests.flaky.length, "flaky test")} set apart: ${tests.flaky.slice(0, mostPlaces).map(harmless).join("; ")}`]),
    ...(tests.failing.length === 0 ? [] : [`${counted(tests.failing.length, "test")} failed before as well.`]),
    ...mismatches
      .slice(0, mostPlaces)
      .map(
        ({ subject, path, local, remote }) =>
          `  shadow: ${harmless(subject)} ${harmless(path)}: ${value(local)} in local, ${value(remote)} in remote`,
      ),
    ...(edges.sent === 0 ? [] : [`${counted(edges.sent, "request")} compared in both modes, ${counted(edges.differences.length, "difference")}.`]),
  ];
}

function value(of: unknown): string {
  return harmless((JSON.stringify(of) ?? "undefined").slice(0, 80));
}

function firstLine(text: string): string {
  return text.split("\n")[0] ?? "";
}
