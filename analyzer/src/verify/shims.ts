/** What tests get instead of a module of the service: all of it, but the crossing symbols as their facades. */
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Bench } from "./bench.ts";

export function writeShims({ manifest, root, scratch }: Bench): { local: string; shim: string }[] {
  const folder = join(scratch, "shims");
  mkdirSync(folder, { recursive: true });
  const modules = Map.groupBy(manifest.operations, ({ local }) => local.module);
  return [...modules].flatMap(([module, operations], index) => {
    const local = join(root, module);
    const exports = new Map(operations.map(({ local, facade }) => [local.export, facade]));
    const facades = [...exports.values()].map((facade) => join(root, facade.module));
    // A service whose files were moved or written by hand: nothing to lead elsewhere.
    if (![local, ...facades].every((file) => existsSync(file)) || facades.includes(local)) return [];
    const shim = join(folder, String(index));
    writeFileSync(
      `${shim}.mjs`,
      asModule(local, exports, root, (file) => pathToFileURL(file).href),
    );
    // Vite knows files by their paths.
    writeFileSync(
      `${shim}.vite.ts`,
      asModule(local, exports, root, (file) => file),
    );
    writeFileSync(`${shim}.cjs`, asCommonJs(local, exports, root));
    return [{ local, shim }];
  });
}

type Exports = ReadonlyMap<string, { module: string; export: string }>;

function asModule(local: string, exports: Exports, root: string, specifier: (file: string) => string): string {
  const from = JSON.stringify(specifier(local));
  const lines = [...exports].map(([name, facade]) => {
    return `export { ${quoted(facade.export)} as ${quoted(name)} } from ${JSON.stringify(specifier(join(root, facade.module)))};`;
  });
  // An export by name goes before one that a star brings.
  const rest = exports.has("default") ? [] : [`import * as all from ${from};`, "export default all.default;"];
  return [`export * from ${from};`, ...rest, ...lines, ""].join("\n");
}

function asCommonJs(local: string, exports: Exports, root: string): string {
  const getters = [...exports].map(
    ([name, facade]) =>
      `  ${JSON.stringify(name)}: { enumerable: true, get: () => require(${JSON.stringify(join(root, facade.module))})[${JSON.stringify(facade.export)}] },`,
  );
  return [
    `const local = require(${JSON.stringify(local)});`,
    `const only = typeof local === "function" && ${JSON.stringify(exports.has("default"))};`,
    // module.exports = class: the facade is the module itself.
    `module.exports = only ? require(${JSON.stringify(join(root, [...exports.values()][0]?.module ?? ""))}) : Object.defineProperties({}, { ...Object.getOwnPropertyDescriptors(local),`,
    ...getters,
    "});",
    "",
  ].join("\n");
}

/** Names of exports may be any string. */
function quoted(name: string): string {
  return name === "default" ? name : JSON.stringify(name);
}
