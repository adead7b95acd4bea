import type { TestOutcome } from "./records.ts";

/** How one test ended; results are kept by the test's name. */
export interface TestResult {
  outcome: TestOutcome;
  milliseconds: number;
  message: string | undefined;
}
