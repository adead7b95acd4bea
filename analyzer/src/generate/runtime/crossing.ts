/** Ids of crossings, and their report to the observer once they have ended. */
import { now } from "./clock.ts";
import type { Crossing } from "./observer.ts";
import { currentObserver, observe } from "./observer.ts";
import { RemoteError } from "./remoteError.ts";

const prefix = `${process.pid.toString(36)}-${Math.random().toString(36).slice(2, 10)}-`;
let count = 0;

/** Unique among processes and cheap: it only has to be found in two logs. */
export function nextCrossingId(): string {
  return prefix + (++count).toString(36);
}

export interface CrossingEnd {
  (outcome: Crossing["outcome"], details?: { readonly error?: unknown; readonly status?: number | undefined }): void;
  readonly id: string;
}

/** Everything of a crossing but how it ends. */
export type CrossingStart = Omit<Crossing, "outcome" | "failure" | "status" | "ms" | "pid">;

export function beginCrossing(what: CrossingStart): CrossingEnd {
  const start = now();
  const end = (outcome: Crossing["outcome"], { error, status }: { readonly error?: unknown; readonly status?: number | undefined } = {}): void => {
    const observer = currentObserver();
    if (observer?.crossing === undefined) return;
    const crossing: Crossing = { ...what, outcome, failure: failureOf(error), status, ms: now() - start, pid: process.pid };
    observe(() => observer.crossing?.(crossing));
  };
  return Object.assign(end, { id: what.id });
}

function failureOf(error: unknown): string | undefined {
  if (error === undefined) return undefined;
  if (error instanceof RemoteError) return error.reason;
  return error instanceof Error ? error.name : typeof error;
}
