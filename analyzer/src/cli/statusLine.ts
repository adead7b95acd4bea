import type { Output } from "./output.ts";

/** What is going on, on one line of stderr that is overwritten; nothing at all where stderr is no terminal. */
export interface StatusLine {
  show(text: string): void;
  clear(): void;
}

/** A line that changes more often is not read, and costs time. */
const pause = 80;
const eraseLine = "\r\u001b[2K";

export function createStatusLine(stderr: Output, now: () => number = () => performance.now()): StatusLine {
  if (!stderr.isTTY) return { show() {}, clear() {} };
  let shown = false;
  let last = -Infinity;
  return {
    show(text) {
      if (now() - last < pause) return;
      last = now();
      shown = true;
      stderr.write(`${eraseLine}${text.slice(0, (stderr.columns ?? 80) - 1)}`);
    },
    clear() {
      if (shown) stderr.write(eraseLine);
      shown = false;
    },
  };
}
