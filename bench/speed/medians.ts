import type { Contestant } from "./contestants.ts";
import { measure, type Measurement, type Outcome } from "./measure.ts";

export type Result =
  | { kind: "measured"; name: string; does: string; runs: number; median: Measurement; fastest: number; slowest: number }
  | { kind: "failed"; name: string; does: string; why: string };

/**
 * Measures all contestants in rounds, each round beginning with another one: whatever disturbs the machine for a while
 * disturbs everybody. A contestant that fails is not run again.
 */
export async function medians(
  contestants: readonly Contestant[],
  rounds: number,
  timeoutSeconds: number,
  progress: (message: string) => void,
): Promise<Result[]> {
  const outcomes = new Map<string, Outcome[]>(contestants.map((contestant) => [contestant.name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const contestant of rotated(contestants, round)) {
      const own = outcomes.get(contestant.name) ?? [];
      if (own.some((outcome) => outcome.kind === "failed")) continue;
      await contestant.prepare();
      const outcome = await measure(contestant.command(round), timeoutSeconds, contestant.succeeds);
      await contestant.restore();
      own.push(outcome);
      progress(`round ${round + 1}/${rounds}  ${contestant.name}: ${describe(outcome)}`);
    }
  }
  return contestants.map((contestant) => summarise(contestant, outcomes.get(contestant.name) ?? []));
}

/** Rotates by a third of the list as well: with few rounds, neighbours would otherwise stay neighbours. */
export function rotated<T>(list: readonly T[], round: number): T[] {
  const start = list.length === 0 ? 0 : (round * (1 + Math.floor(list.length / 3))) % list.length;
  return [...list.slice(start), ...list.slice(0, start)];
}

function summarise({ name, does }: Contestant, outcomes: readonly Outcome[]): Result {
  const measurements: Measurement[] = [];
  for (const outcome of outcomes) {
    if (outcome.kind === "failed") return { kind: "failed", name, does, why: `${outcome.reason}: ${outcome.detail}` };
    measurements.push(outcome.measurement);
  }
  const walls = measurements.map((each) => each.wall);
  const memories = measurements.map((each) => each.memory).filter((each) => each !== undefined);
  return {
    kind: "measured",
    name,
    does,
    runs: measurements.length,
    median: {
      wall: median(walls),
      cpu: median(measurements.map((each) => each.cpu)),
      memory: memories.length === 0 ? undefined : median(memories),
    },
    fastest: Math.min(...walls),
    slowest: Math.max(...walls),
  };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const upper = sorted[Math.floor(middle)] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

function describe(outcome: Outcome): string {
  if (outcome.kind === "failed") return `${outcome.reason}, ${outcome.detail}`;
  const { wall, cpu, memory } = outcome.measurement;
  return `${wall.toFixed(2)} s, CPU ${cpu.toFixed(2)} s, ${memory === undefined ? "–" : memory.toFixed(0)} MB`;
}
