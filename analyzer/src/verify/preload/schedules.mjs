/**
 * What would run by itself, and where it was set up: timers that repeat, schedules, consumers of queues. Set up in the monolith and in the service, a job runs
 * twice.
 */
import { syncBuiltinESMExports } from "node:module";
import timers from "node:timers";
import { fileURLToPath } from "node:url";
import { fromRoot, record, settings } from "./settings.mjs";
import { watchCalls, whenLoaded } from "./whenLoaded.mjs";

/** By package: what sets up something that repeats. `Class#method`; `#method` where the package is the class. */
const libraries = {
  "node-cron": ["schedule"],
  "node-schedule": ["scheduleJob"],
  cron: ["CronJob#start"],
  croner: ["Cron#schedule"],
  bull: ["#process"],
  bullmq: ["Worker#run"],
  agenda: ["Agenda#start"],
};

export function watchSchedules() {
  const { setInterval } = globalThis;
  /** @param {...unknown} args */
  function setObservedInterval(...args) {
    told("timer", setObservedInterval);
    return Reflect.apply(setInterval, this, args);
  }
  // What promisify and others find on it.
  Object.defineProperties(setObservedInterval, Object.getOwnPropertyDescriptors(setInterval));
  globalThis.setInterval = setObservedInterval;
  timers.setInterval = setObservedInterval;
  syncBuiltinESMExports();
  watchLibraries();
}

function watchLibraries() {
  whenLoaded(Object.keys(libraries), (exported, name) => {
    for (const written of libraries[name]) {
      const [first = "", method] = written.split("#");
      const holder = method === undefined ? exported : (first === "" ? exported : exported[first])?.prototype;
      watchCalls(holder, method ?? first, (_self, _args, called) => told(name, called));
    }
  });
}

function told(/** @type {string} */ kind, /** @type {Function | undefined} */ above) {
  const at = callerInProject(above);
  if (at) record({ kind: "schedule", with: kind, at });
}

/** The first place on the stack that is the project's own code, as `src/jobs.js:12`. */
function callerInProject(/** @type {Function | undefined} */ above) {
  const holder = { stack: "" };
  Error.captureStackTrace(holder, above);
  for (const line of String(holder.stack).split("\n").slice(1)) {
    const found = /(?:\(|at )((?:file:\/\/|\/|[A-Za-z]:\\)[^()]*?):(\d+):\d+\)?$/.exec(line.trim());
    if (!found?.[1]) continue;
    const path = found[1].startsWith("file:") ? fileURLToPath(found[1]) : found[1];
    if (/[\\/]node_modules[\\/]|[\\/]verify[\\/]preload[\\/]/.test(path)) continue;
    const near = fromRoot(path);
    if (settings && !near.startsWith("..")) return `${near}:${found[2]}`;
  }
  return undefined;
}
