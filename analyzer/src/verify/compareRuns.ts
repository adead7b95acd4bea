/** Two runs of the same tests, compared by name: totals hide what vanished. */
import type { Difference } from "../model/verdict.ts";
import type { TestResult } from "./testResult.ts";
import type { TestRun } from "./testRun.ts";

type Results = Pick<TestRun, "results">;

/** Tests whose outcome is not the same in both, or that one of them lacks; sorted by name. */
export function compareRuns(local: Results, remote: Results, setApart: ReadonlySet<string> = new Set()): Difference[] {
  const names = [...new Set([...local.results.keys(), ...remote.results.keys()])].filter((name) => !setApart.has(name)).sort();
  return names.flatMap((test) => {
    const before = local.results.get(test);
    const after = remote.results.get(test);
    if (outcomeOf(before) === outcomeOf(after)) return [];
    const message = after?.message ?? before?.message;
    return [{ test, local: outcomeOf(before), remote: outcomeOf(after), ...(message === undefined ? {} : { message: firstLines(message) }) }];
  });
}

function outcomeOf(result: TestResult | undefined): Difference["local"] {
  return result?.outcome ?? "missing";
}

/** Tests that two equal runs do not agree about. */
export function flakyTests(first: Results, second: Results): Set<string> {
  return new Set(compareRuns(first, second).map(({ test }) => test));
}

const mostLines = 12;

function firstLines(message: string): string {
  return message.split("\n").slice(0, mostLines).join("\n");
}

export function passing({ results }: Results): string[] {
  return [...results].flatMap(([name, { outcome }]) => (outcome === "passed" ? [name] : []));
}
