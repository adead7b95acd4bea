import assert from "node:assert/strict";
import { join } from "node:path";
import ts from "typescript";
import { createCoverage } from "../../src/link/resolve/coverage.ts";
import { fixture, openShop } from "./fixtureShop.ts";
import type { Shop } from "./fixtureShop.ts";

/** Where Ficus answers otherwise on purpose. */
const differences = new Map([
  ["legacy.d.ts", "TypeScript wants the declarations, Ficus the implementation that they describe"],
  ["rate.cts", "an extension that TypeScript wants written"],
  ["price.mts", "an extension that TypeScript wants written"],
]);

/** Everything that can be asked of a file in the same project: its path as relative specifier, spelled in every way. */
function spellings(from: string, to: string): string[] {
  const up = from.split("/").slice(0, -1);
  const target = to.split("/");
  while (up.length > 0 && target.length > 1 && up[0] === target[0]) {
    up.shift();
    target.shift();
  }
  const path = (up.length === 0 ? "./" : "../".repeat(up.length)) + target.join("/");
  const bare = path.replace(/(?:\.d)?\.[^./]+$/, "");
  return [
    bare,
    `${bare}.js`,
    `${bare}.jsx`,
    `${bare}.mjs`,
    `${bare}.cjs`,
    `${bare}/`,
    bare.replace(/\/index$/, ""),
    `${bare.replace(/\/index$/, "")}/`,
  ];
}

function optionsFor(shop: Shop, name: string, path: string): ts.CompilerOptions {
  const config = createCoverage(shop.config.typescript, undefined).scopeOf(path).primary;
  const root = fixture(name);
  const base = { allowJs: true, module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler };
  if (config === undefined) return base;
  const { config: json } = ts.readConfigFile(join(root, config.path), ts.sys.readFile);
  return { ...ts.parseJsonConfigFileContent(json, ts.sys, join(root, config.directory), undefined, join(root, config.path)).options, ...base };
}

describe("TypeScript's own resolution", () => {
  for (const name of ["relative", "paths", "references", "patterns"]) {
    it(`is agreed with wherever it finds a file: ${name}`, async () => {
      const shop = await openShop(name);
      const root = fixture(name);
      const sources = shop.files.paths.filter((path) => /\.[cm]?[jt]sx?$/.test(path) && !path.endsWith(".d.ts"));
      const aliases = shop.config.typescript.flatMap(({ paths }) => Object.keys(paths ?? {})).filter((key) => key !== "*");
      let agreed = 0;
      for (const from of sources) {
        const options = optionsFor(shop, name, from);
        const stems = new Set(
          sources.map((path) =>
            path
              .split("/")
              .slice(1)
              .join("/")
              .replace(/\.[^.]+$/, ""),
          ),
        );
        const asked = new Set([
          ...sources.flatMap((to) => spellings(from, to)),
          ...aliases.flatMap((key) => [...stems].map((stem) => key.replace("*", stem))),
        ]);
        for (const specifier of asked) {
          const resolved = ts.resolveModuleName(specifier, join(root, from), options, ts.sys).resolvedModule?.resolvedFileName;
          const theirs = resolved?.startsWith(`${root}/`) === true ? resolved.slice(root.length + 1) : undefined;
          if (theirs === undefined || [...differences.keys()].some((ending) => theirs.endsWith(ending))) continue;
          // From JavaScript what runs comes first: a script beside its TypeScript namesake is another module.
          const ours = shop.resolve(from, specifier);
          if (from.endsWith(".js") && ours === theirs.replace(/\.ts$/, ".js")) continue;
          assert.equal(ours, theirs, `${specifier} from ${from}`);
          agreed++;
        }
      }
      assert.ok(agreed > 20, `only ${agreed} answers to compare`);
    });
  }
});
