/** A process ends when the run that started it is gone, whatever became of that run: nothing of a verification outlives it. */
import { isMainThread } from "node:worker_threads";
import { settings } from "./settings.mjs";

const pause = 1000;

/** @param {typeof setInterval} every the unwatched one */
export function holdLifeline(every) {
  if (!settings || !isMainThread) return;
  const { parent } = settings;
  every(() => {
    try {
      process.kill(parent, 0);
    } catch {
      process.exit(1);
    }
  }, pause).unref();
}
