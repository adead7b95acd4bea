/** A queue of numbered work that threads share without messages: a counter in common memory. */

const chunkSize = 16;

export function newCounter(): SharedArrayBuffer {
  return new SharedArrayBuffer(4);
}

/** The next files to work on, or undefined when all are taken. */
export function takeChunk(counter: SharedArrayBuffer, total: number): { start: number; end: number } | undefined {
  const start = Atomics.add(new Int32Array(counter), 0, chunkSize);
  return start >= total ? undefined : { start, end: Math.min(total, start + chunkSize) };
}

/** Files that were taken so far. */
export function taken(counter: SharedArrayBuffer, total: number): number {
  return Math.min(total, Atomics.load(new Int32Array(counter), 0));
}
