/** Results by name from what runners wrote to files or printed, where they do not report to the preload. */
import { existsSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { z } from "zod";
import type { TestResult } from "./testResult.ts";

const VitestReport = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      message: z.string().optional(),
      status: z.string().optional(),
      assertionResults: z.array(
        z.object({ fullName: z.string(), status: z.string(), duration: z.number().nullish(), failureMessages: z.array(z.string()).nullish() }),
      ),
    }),
  ),
});

const NewmanReport = z.object({
  run: z.object({
    executions: z.array(
      z.object({
        item: z.object({ name: z.string() }),
        response: z.object({ responseTime: z.number().optional() }).optional(),
        requestError: z.unknown().optional(),
        assertions: z
          .array(z.object({ assertion: z.string(), skipped: z.boolean().optional(), error: z.object({ message: z.string().optional() }).optional() }))
          .optional(),
      }),
    ),
  }),
});

export interface Reports {
  /** Of files that runners were asked to write. */
  stem: string;
  /** Their output. */
  log: string;
  root: string;
  /** JUnit file, relative to the root. */
  report: string | undefined;
  only: readonly string[] | undefined;
}

/** Results of the first source that has any. */
export function readReports({ stem, log, root, report, only }: Reports): Map<string, TestResult> {
  const vitest = VitestReport.safeParse(readJsonFile(`${stem}.vitest.json`));
  if (vitest.success) return fromVitest(vitest.data, root, only !== undefined);
  const newman = NewmanReport.safeParse(readJsonFile(`${stem}.newman.json`));
  if (newman.success) return fromNewman(newman.data);
  if (report !== undefined && existsSync(join(root, report))) return fromJunit(readFileSync(join(root, report), "utf8"));
  return fromTap(existsSync(log) ? readFileSync(log, "utf8") : "");
}

function readJsonFile(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}

function fromVitest({ testResults }: z.infer<typeof VitestReport>, root: string, filtered: boolean): Map<string, TestResult> {
  const named = collect();
  for (const { name, assertionResults, message, status } of testResults) {
    const file = relative(root, name).split(sep).join("/");
    for (const { fullName, status, duration, failureMessages } of assertionResults) {
      if (filtered && (status === "skipped" || status === "pending")) continue;
      const outcome = status === "passed" || status === "failed" ? status : "skipped";
      named.add(`${file} › ${fullName.trim()}`, { outcome, milliseconds: duration ?? 0, message: failureMessages?.join("\n") || undefined });
    }
    if (assertionResults.length === 0 && status === "failed") named.add(`${file} › (file)`, { outcome: "failed", milliseconds: 0, message });
  }
  return named.results;
}

function fromNewman({ run }: z.infer<typeof NewmanReport>): Map<string, TestResult> {
  const named = collect();
  for (const { item, assertions = [], response, requestError } of run.executions) {
    const milliseconds = response?.responseTime ?? 0;
    // A script that throws takes its assertions with it: the request itself is a test too.
    named.add(item.name, { outcome: requestError === undefined ? "passed" : "failed", milliseconds, message: undefined });
    for (const { assertion, error, skipped } of assertions)
      named.add(`${item.name} › ${assertion}`, {
        outcome: error === undefined ? (skipped === true ? "skipped" : "passed") : "failed",
        milliseconds,
        message: error?.message,
      });
  }
  return named.results;
}

/** Test Anything Protocol, nested or not. */
export function fromTap(text: string): Map<string, TestResult> {
  const named = collect();
  if (!/^\s*(TAP version \d+|1\.\.\d+)/m.test(text)) return named.results;
  for (const line of text.split("\n")) {
    const found = /^\s*(not )?ok\b\s*\d*\s*-?\s*(.*?)(?:\s+#\s*(skip|todo|time=\S+)\b.*)?$/i.exec(line);
    if (found === null || found[2] === undefined || found[2] === "") continue;
    const skipped = /^(skip|todo)$/i.test(found[3] ?? "");
    named.add(found[2], { outcome: skipped ? "skipped" : found[1] === undefined ? "passed" : "failed", milliseconds: 0, message: undefined });
  }
  return named.results;
}

/** JUnit's XML, as far as names and outcomes go. */
export function fromJunit(xml: string): Map<string, TestResult> {
  const named = collect();
  for (const [, attributes = "", body] of xml.matchAll(/<testcase\b([^>]*?)(?:\/>|>([\s\S]*?)<\/testcase>)/g)) {
    const attribute = (name: string): string | undefined => unescapeXml(new RegExp(`\\b${name}="([^"]*)"`).exec(attributes)?.[1]);
    const failure = /<(?:failure|error)\b(?:[^>]*?\bmessage="([^"]*)")?/.exec(body ?? "");
    const skipped = /<skipped\b/.test(body ?? "");
    const name = [attribute("file") ?? attribute("classname"), attribute("name")].filter((part) => part !== undefined && part !== "").join(" › ");
    named.add(name, {
      outcome: failure !== null ? "failed" : skipped ? "skipped" : "passed",
      milliseconds: Math.round(Number(attribute("time") ?? 0) * 1000),
      message: unescapeXml(failure?.[1]),
    });
  }
  return named.results;
}

function unescapeXml(text: string | undefined): string | undefined {
  return text
    ?.replace(/&lt;/g, "<")
    .replace(/&gt;/g, ">")
    .replace(/&quot;/g, '"')
    .replace(/&apos;/g, "'")
    .replace(/&amp;/g, "&");
}

function collect(): { results: Map<string, TestResult>; add(name: string, result: TestResult): void } {
  const results = new Map<string, TestResult>();
  const seen = new Map<string, number>();
  return {
    results,
    add(name, result) {
      const count = (seen.get(name) ?? 0) + 1;
      seen.set(name, count);
      results.set(count === 1 ? name : `${name} (${count})`, result);
    },
  };
}
