/**
 * What would run by itself, and where it was set up: timers that repeat, schedules, consumers of queues. Set up in the monolith and in the service, a job runs
 * twice.
 */
import Module, { syncBuiltinESMExports } from "node:module";
import timers from "node:timers";
import { fileURLToPath } from "node:url";
import { fromRoot, record, settings } from "./settings.mjs";

/** By package: what sets up something that repeats. */
const libraries = {
  "node-cron": ["schedule"],
  "node-schedule": ["scheduleJob"],
  cron: ["CronJob"],
  croner: ["Cron"],
  bull: ["default"],
  bullmq: ["Worker"],
  agenda: ["Agenda", "default"],
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
  const load = Module._load;
  const wrapped = new WeakMap();
  Module._load = function loadObserved(request, ...rest) {
    const loaded = Reflect.apply(load, this, [request, ...rest]);
    const names = Object.hasOwn(libraries, request) ? libraries[request] : undefined;
    if (!names || loaded === null || (typeof loaded !== "object" && typeof loaded !== "function")) return loaded;
    if (!wrapped.has(loaded)) wrapped.set(loaded, wrap(loaded, names, request));
    return wrapped.get(loaded);
  };
}

function wrap(/** @type {any} */ library, /** @type {string[]} */ names, /** @type {string} */ request) {
  const watched = (/** @type {any} */ target) =>
    new Proxy(target, {
      apply(callee, self, args) {
        told(request, undefined);
        return Reflect.apply(callee, self, args);
      },
      construct(callee, args, newTarget) {
        told(request, undefined);
        return Reflect.construct(callee, args, newTarget);
      },
    });
  if (typeof library === "function" && names.includes("default")) return watched(library);
  return new Proxy(library, {
    get(target, key) {
      const value = Reflect.get(target, key);
      return typeof key === "string" && names.includes(key) && typeof value === "function" ? watched(value) : value;
    },
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
