/**
 * Tests that construct a crossing symbol themselves get the facade, as the monolith does. Only imports that stand in test files are led elsewhere; the shim
 * hands on all else that the module exports.
 */
import Module from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";
import { fromRoot, record, settings } from "./settings.mjs";
import { isTest } from "./testFiles.mjs";
import { whenLoaded } from "./whenLoaded.mjs";

export function redirectTests() {
  const shims = new Map(settings?.redirect?.map(({ local, shim }) => [local, shim]));
  if (shims.size === 0) return;
  /** @param {string} path @param {string | undefined} from @param {string} [extension] */
  const instead = (path, from, extension = ".cjs") => {
    const shim = shims.get(path);
    if (!shim || !from || !isTest(from)) return undefined;
    record({ kind: "redirect", module: fromRoot(path), from: fromRoot(from) });
    return `${shim}${extension}`;
  };
  // From Node 22.15 on, one hook for imports and requires. Before, imports are not led elsewhere, and the run says which tests did not cross.
  const { registerHooks } = Module;
  if (registerHooks)
    registerHooks({
      resolve(specifier, context, next) {
        const resolved = next(specifier, context);
        if (!resolved.url.startsWith("file:") || !context.parentURL?.startsWith("file:")) return resolved;
        const required = context.conditions.includes("require");
        const shim = instead(fileURLToPath(resolved.url), fileURLToPath(context.parentURL), required ? ".cjs" : ".mjs");
        return shim ? { url: pathToFileURL(shim).href, format: required ? "commonjs" : "module", shortCircuit: true } : resolved;
      },
    });
  else {
    const resolve = Module._resolveFilename;
    Module._resolveFilename = function resolveInstead(request, parent, ...rest) {
      const path = Reflect.apply(resolve, this, [request, parent, ...rest]);
      return instead(path, parent?.filename) ?? path;
    };
  }
  redirectJest(instead);
}

/** Jest resolves by itself, for worlds that Node's hooks do not see. */
function redirectJest(/** @type {(path: string, from: string | undefined) => string | undefined} */ instead) {
  const seen = new WeakSet();
  whenLoaded(["jest-runtime"], (exported) => {
    const Runtime = exported.default ?? exported;
    if (typeof Runtime !== "function" || seen.has(Runtime)) return;
    seen.add(Runtime);
    for (const name of ["_resolveCjsModule", "_resolveModule"]) {
      const resolve = Runtime.prototype[name];
      if (typeof resolve !== "function") continue;
      Runtime.prototype[name] = function resolveInstead(/** @type {string} */ from, /** @type {string} */ to, /** @type {unknown[]} */ ...others) {
        const path = Reflect.apply(resolve, this, [from, to, ...others]);
        return typeof path === "string" ? (instead(path, from) ?? path) : path;
      };
    }
  });
}
