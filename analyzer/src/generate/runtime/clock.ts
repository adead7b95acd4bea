/** Taken when loaded: tests replace timers and clocks, and a call on the wire must end all the same. */
import { performance } from "perf_hooks";

const timeout = setTimeout;
const clear = clearTimeout;

/** Milliseconds that only grow. */
export const now: () => number = performance.now.bind(performance);

/** Calls back once, without keeping the process alive. Returns what cancels it. */
export function after(ms: number, action: () => void): () => void {
  const timer = timeout(action, ms);
  // Where a browser's environment is played, timers are numbers.
  if (typeof timer === "object") timer.unref();
  return () => clear(timer);
}
