/**
 * Vitest resolves imports by Vite's plugins, where Node's hooks see nothing: the project's own configuration, and one plugin more that gives tests the facade.
 * Loaded by Vite in the place of that configuration.
 */
import { createRequire } from "node:module";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { fromRoot, record, settings } from "./settings.mjs";
import { isTest } from "./testFiles.mjs";

const shims = new Map(settings?.redirect?.map(({ local, shim }) => [local, `${shim}.vite.ts`]));

const plugin = {
  name: "ficus-verify",
  enforce: "pre",
  /** @param {string} source @param {string | undefined} importer @param {object} options */
  async resolveId(source, importer, options) {
    const from = importer?.split("?")[0];
    if (!from || !isTest(from)) return null;
    const resolved = await this.resolve(source, importer, { ...options, skipSelf: true });
    const shim = resolved && shims.get(resolved.id.split("?")[0]);
    if (!shim) return null;
    record({ kind: "redirect", module: fromRoot(resolved.id), from: fromRoot(from) });
    return shim;
  },
};

/** @param {object} env of Vite */
export default async function configure(env) {
  const { VITEST_CONFIG_OF_PROJECT: given } = process.env;
  const file = given || configIn(process.cwd());
  const vitest = createRequire(join(process.cwd(), "package.json")).resolve("vitest/package.json");
  const { loadConfigFromFile } = await import(pathToFileURL(createRequire(vitest).resolve("vite")).href);
  const own = file ? ((await loadConfigFromFile(env, file))?.config ?? {}) : {};
  return { ...own, plugins: [plugin, own.plugins ?? []] };
}

/** As Vitest looks for it. @param {string} folder */
function configIn(folder) {
  const names = readdirSync(folder);
  const endings = ["ts", "mts", "cts", "js", "mjs", "cjs"];
  const name = ["vitest", "vite"].flatMap((stem) => endings.map((ending) => `${stem}.config.${ending}`)).find((each) => names.includes(each));
  return name && join(folder, name);
}
