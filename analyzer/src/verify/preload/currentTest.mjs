/** Which test is running, as far as its runner tells. */
import vm from "node:vm";
import { syncBuiltinESMExports } from "node:module";
import { fromRoot } from "./settings.mjs";

/** @typedef {{ file?: string, title?: string }} Running */

/** @type {Running | undefined} */
let told;
/** @type {WeakRef<object>[]} */
const contexts = [];

/** @param {Running | undefined} running */
export function tellTest(running) {
  told = running;
}

/** @returns {Running | undefined} */
export function currentTest() {
  return told ?? ofVitest() ?? ofJest(globalThis) ?? ofContexts();
}

function ofVitest() {
  const current = globalThis.__vitest_worker__?.current;
  if (!current) return undefined;
  const names = [];
  for (let task = current; task && task.name !== undefined; task = task.suite) if (task.name !== "") names.unshift(task.name);
  const file = current.file?.filepath ?? globalThis.__vitest_worker__.filepath;
  // The outermost suite of some versions is the file itself.
  if (current.file && names[0] === current.file.name) names.shift();
  return { file: file && fromRoot(file), title: names.join(" ") };
}

/** @param {any} context */
function ofJest(context) {
  const state = context[Symbol.for("$$jest-matchers-object")]?.state;
  if (!state?.currentTestName && !state?.testPath) return undefined;
  return { file: state.testPath && fromRoot(state.testPath), title: state.currentTestName };
}

function ofContexts() {
  for (let index = contexts.length - 1; index >= 0; index -= 1) {
    const context = contexts[index]?.deref();
    if (!context) contexts.splice(index, 1);
    else {
      const found = ofJest(context);
      if (found) return found;
    }
  }
  return undefined;
}

/** Jest gives each test file a world of its own: what is global here is not there. */
export function followContexts(/** @type {symbol[]} */ shared) {
  const { createContext } = vm;
  vm.createContext = function createObservedContext(...args) {
    const context = Reflect.apply(createContext, this, args);
    try {
      const world = vm.runInContext("globalThis", context);
      for (const symbol of shared) Object.defineProperty(world, symbol, { value: globalThis[symbol], configurable: true, writable: true });
      contexts.push(new WeakRef(world));
    } catch {
      // A context that refuses code has no tests in it.
    }
    return context;
  };
  syncBuiltinESMExports();
}
