import type { Step } from "../model/verdict.ts";

export type Outcome<Value> = { state: Step["state"]; detail: string; value: Value };

/** Runs one stage, and keeps what it came to. */
export type RunStep = <Value>(name: string, run: () => Promise<Outcome<Value>>) => Promise<Value>;

/** Keeps what each stage came to and how long it took, in order. */
export function keepSteps(onProgress: (stage: string, done: number, total: number) => void): {
  steps: Step[];
  step: RunStep;
} {
  const steps: Step[] = [];
  return {
    steps,
    async step(name, run) {
      onProgress(name, 0, 0);
      const began = performance.now();
      const { state, detail, value } = await run();
      steps.push({ name, state, milliseconds: Math.round(performance.now() - began), detail });
      return value;
    },
  };
}
