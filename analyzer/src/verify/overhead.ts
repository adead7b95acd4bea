/** What the wire costs: the same calls of the same tests, in process and over it. */
import type { Overhead } from "../model/verdict.ts";
import { crossedName, recordsOf, type RecordLine } from "./records.ts";

export function overheadOf(name: string, local: readonly RecordLine[], remote: readonly RecordLine[]): Overhead | null {
  const inProcess = durations(name, local, false);
  const overWire = durations(name, remote, true);
  if (inProcess.length === 0 || overWire.length === 0) return null;
  const localMedian = quantile(inProcess, 0.5);
  const remoteMedian = quantile(overWire, 0.5);
  return {
    localMedian: rounded(localMedian),
    remoteMedian: rounded(remoteMedian),
    median: rounded(remoteMedian - localMedian),
    p95: rounded(quantile(overWire, 0.95) - quantile(inProcess, 0.95)),
  };
}

/** Sorted. A process's first call of an operation pays for connections and compilation: it counts only where there is no other. */
function durations(name: string, records: readonly RecordLine[], remote: boolean): number[] {
  const calls = recordsOf(records, "crossing").filter(
    ({ crossing }) => crossing.side === "client" && crossing.remote === remote && crossedName(crossing) === name,
  );
  const seen = new Set<number>();
  const warm = calls.filter(({ pid }) => {
    const first = !seen.has(pid);
    seen.add(pid);
    return !first;
  });
  return (warm.length > 0 ? warm : calls).map(({ crossing }) => crossing.ms).sort((a, b) => a - b);
}

/** Nearest rank; `sorted` is not empty. */
function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}
