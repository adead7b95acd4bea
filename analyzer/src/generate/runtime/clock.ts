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

interface Due {
  readonly at: number;
  readonly action: () => void;
}

const waiting = new Set<Due>();
let isSweeping = false;

/** As `after`, up to 20 ms late: under load one timer serves all calls, where one each would be a good part of what a small call costs. */
export function afterAbout(ms: number, action: () => void): () => void {
  const due: Due = { at: now() + ms, action };
  waiting.add(due);
  if (!isSweeping) sweepLater();
  return () => void waiting.delete(due);
}

function sweepLater(): void {
  isSweeping = true;
  after(20, () => {
    const time = now();
    for (const due of waiting) {
      if (due.at > time) continue;
      waiting.delete(due);
      due.action();
    }
    isSweeping = false;
    if (waiting.size > 0) sweepLater();
  });
}
