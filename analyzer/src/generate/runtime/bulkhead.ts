import { after } from "./clock.ts";

export type Admission =
  | { readonly kind: "admitted"; readonly release: () => void }
  | { readonly kind: "full" }
  /** Waited as long as it was allowed to. */
  | { readonly kind: "late" }
  | { readonly kind: "aborted" };

export interface Bulkhead {
  /** At once when there is room, so that the usual call does not wait a turn of the event loop. */
  enter(waitMs: number, signal?: AbortSignal): Admission | Promise<Admission>;
  readonly inFlight: number;
  readonly waiting: number;
}

/** One slow service must not take all of the monolith's memory and sockets: so many calls under way, so many waiting, no more. */
export function createBulkhead(maxInFlight: number, maxQueue: number): Bulkhead {
  let inFlight = 0;
  const queue: (() => void)[] = [];

  const admit = (): Admission => {
    inFlight++;
    let released = false;
    return {
      kind: "admitted",
      release() {
        if (released) return;
        released = true;
        inFlight--;
        queue.shift()?.();
      },
    };
  };

  return {
    enter(waitMs, signal) {
      if (inFlight < maxInFlight) return admit();
      if (queue.length >= maxQueue) return { kind: "full" };
      return new Promise((resolve) => {
        const leave = (admission: Admission): void => {
          const place = queue.indexOf(proceed);
          if (place >= 0) queue.splice(place, 1);
          cancel();
          signal?.removeEventListener("abort", abort);
          resolve(admission);
        };
        const proceed = (): void => leave(admit());
        const abort = (): void => leave({ kind: "aborted" });
        const cancel = after(waitMs, () => leave({ kind: "late" }));
        queue.push(proceed);
        signal?.addEventListener("abort", abort);
      });
    },
    get inFlight() {
      return inFlight;
    },
    get waiting() {
      return queue.length;
    },
  };
}
