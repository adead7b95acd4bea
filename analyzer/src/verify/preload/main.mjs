/** Loaded before anything else in every process that `ficus verify` starts, and in theirs. */
import { realpathSync } from "node:fs";
import { isMainThread } from "node:worker_threads";
import { followContexts, tellTest } from "./currentTest.mjs";
import { holdLifeline } from "./lifeline.mjs";
import { numbered, testName, unnumbered } from "./names.mjs";
import { makeObserver } from "./observer.mjs";
import { redirectTests } from "./redirect.mjs";
import { watchRequests } from "./requests.mjs";
import { askRunner, isNodeTest } from "./runners.mjs";
import { watchSchedules } from "./schedules.mjs";
import { fromRoot, record, settings } from "./settings.mjs";
import { watchTransactions } from "./transactions.mjs";

if (settings) {
  const observerKey = Symbol.for("ficus.observer");
  const verifyKey = Symbol.for("ficus.verify");
  globalThis[observerKey] = makeObserver();
  globalThis[verifyKey] = { record, fromRoot, tellTest, testName, numbered, unnumbered, only: settings.only };
  holdLifeline(setInterval);
  watchSchedules();
  if (settings.side === "monolith") {
    const program = process.argv[1];
    if (isMainThread && program) askRunner(process.argv, real(program));
    followContexts([observerKey, verifyKey]);
    redirectTests();
    watchRequests();
    watchTransactions();
    if (isMainThread && isNodeTest(program)) await followNodeTests(program);
  } else if (isMainThread) record({ kind: "process" });
}

/** @param {string} path */
function real(path) {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

/** @param {string} file */
async function followNodeTests(file) {
  const { afterEach, beforeEach } = await import("node:test");
  beforeEach((context) => {
    const title = (context.fullName ?? context.name).replaceAll(" > ", " ");
    tellTest({ name: testName(file, title) });
  });
  afterEach(() => tellTest({ file: fromRoot(file) }));
}
