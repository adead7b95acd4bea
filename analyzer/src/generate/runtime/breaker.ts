import type { BreakerSettings } from "./settings.ts";

export type BreakerState = "closed" | "half-open" | "open";

/** Must be called exactly once for every call let through. `ignored`: it says nothing of the service, as when the caller gave up. */
export type Settle = (outcome: "success" | "failure" | "ignored") => void;

export interface Breaker {
  /** `undefined`: the service failed too often of late, do not call it. */
  enter(): Settle | undefined;
  readonly state: BreakerState;
}

/** Stops calling a service that fails, and tries again with one call at a time. Nygard, Release It!, 2nd ed., §5.2. */
export function createBreaker(settings: BreakerSettings, now: () => number, onChange: (state: BreakerState) => void = () => {}): Breaker {
  let state: BreakerState = "closed";
  let openUntil = 0;
  let openMs = settings.openMs;
  let trying = false;
  let windowStart = now();
  // Counts of this window and the one before: a window that has just begun still remembers.
  let current = { calls: 0, failures: 0 };
  let previous = { calls: 0, failures: 0 };

  const become = (next: BreakerState): void => {
    if (state === next) return;
    state = next;
    onChange(next);
  };
  const turnWindow = (): void => {
    const windows = Math.floor((now() - windowStart) / settings.windowMs);
    if (windows === 0) return;
    previous = windows === 1 ? current : { calls: 0, failures: 0 };
    current = { calls: 0, failures: 0 };
    windowStart += windows * settings.windowMs;
  };
  const open = (): void => {
    openUntil = now() + openMs;
    become("open");
  };
  const settleTry: Settle = (outcome) => {
    trying = false;
    if (outcome === "success") {
      openMs = settings.openMs;
      current = { calls: 0, failures: 0 };
      previous = { calls: 0, failures: 0 };
      become("closed");
    } else if (outcome === "failure") {
      openMs = Math.min(openMs * 2, settings.openMs * 30);
      open();
    }
  };
  const settleCall: Settle = (outcome) => {
    if (outcome === "ignored" || state !== "closed") return;
    turnWindow();
    current.calls++;
    if (outcome === "success") return;
    current.failures++;
    const failures = current.failures + previous.failures;
    if (failures >= settings.failures && failures * 2 >= current.calls + previous.calls) open();
  };

  return {
    enter() {
      if (state === "closed") return settleCall;
      if (state === "open" && now() < openUntil) return undefined;
      if (trying) return undefined;
      trying = true;
      become("half-open");
      return settleTry;
    },
    get state() {
      return state;
    },
  };
}
