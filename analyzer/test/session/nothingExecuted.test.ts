import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { createShop } from "../io/temporaryShop.ts";
import type { TemporaryShop } from "../io/temporaryShop.ts";
import { linkProgram, shopFiles } from "./shops.ts";
import type { Program } from "./shops.ts";

/** Everything that some tool would run, import or load plug-ins from. */
const scripts = [
  ".babelrc.cjs",
  ".babelrc.js",
  ".eslintrc.cjs",
  ".mocharc.cjs",
  ".pnp.cjs",
  ".pnp.js",
  ".pnpmfile.cjs",
  ".prettierrc.js",
  ".yarn/releases/yarn.cjs",
  "babel.config.js",
  "jest.config.js",
  "knexfile.js",
  "main.js",
  "metro.config.js",
  "node_modules/commander/index.js",
  "node_modules/picomatch/index.js",
  "node_modules/typescript/lib/typescript.js",
  "node_modules/zod/index.js",
  "plugin.js",
  "src/sideEffect.js",
  "tsconfig.js",
  "webpack.config.js",
];
const modules = [".pnp.loader.mjs", "ficus.config.mjs", "next.config.mjs", "nuxt.config.ts", "src/loud.mts", "vite.config.ts", "vitest.config.ts"];
const hooks = [".git/hooks/post-checkout", ".git/hooks/post-index-change", ".git/hooks/pre-commit", "tools/monitor", "tools/gpg", "tools/pager"];

describe("a shop that would like to be executed", () => {
  let shop: TemporaryShop;
  let program: Program;
  before(() => void (program = linkProgram()));
  after(() => program.remove());
  beforeEach(() => {
    shop = createShop(shopFiles);
    const marks = join(shop.root, "marks");
    const mark = (name: string): string => JSON.stringify(join(marks, name.replaceAll("/", "_")));
    for (const name of scripts) shop.write({ [name]: `require("node:fs").writeFileSync(${mark(name)}, "");\nmodule.exports = {};\n` });
    for (const name of modules)
      shop.write({ [name]: `import { writeFileSync } from "node:fs";\nwriteFileSync(${mark(name)}, "");\nexport default {};\n` });
    shop.write({
      "marks/.keep": "",
      "package.json": JSON.stringify({
        name: "shop",
        main: "./main.js",
        workspaces: ["."],
        scripts: Object.fromEntries(["preinstall", "prepare", "postinstall", "pretest", "start"].map((name) => [name, `touch ${mark(name)}`])),
        jest: { preset: "./jest.config.js", transform: { ".*": "./plugin.js" } },
        babel: { plugins: ["./plugin.js"] },
      }),
      "tsconfig.json": JSON.stringify({
        extends: "./tsconfig.js",
        compilerOptions: { plugins: [{ name: "./plugin.js", transform: "./plugin.js" }] },
      }),
      "nx.json": JSON.stringify({ plugins: ["./plugin.js"] }),
      ".npmrc": `node-options=--require=${join(shop.root, "plugin.js")}\n`,
      ".yarnrc.yml": "yarnPath: .yarn/releases/yarn.cjs\nplugins: [./plugin.js]\n",
      ".env": `NODE_OPTIONS=--require=${join(shop.root, "plugin.js")}\n`,
      "src/orders/loads.ts": 'require("../../plugin.js");\nawait import("../loud.mts");\njest.mock("../sideEffect.js");\n',
    });
    execFileSync("git", ["init", "--quiet"], { cwd: shop.root });
    for (const name of hooks) {
      shop.write({ [name]: `#!/bin/sh\ntouch ${mark(name)}\n` });
      execFileSync("chmod", ["755", join(shop.root, name)]);
    }
    for (const [key, value] of [
      ["core.fsmonitor", "tools/monitor"],
      ["core.pager", "tools/pager"],
      ["gpg.program", "tools/gpg"],
      ["log.showSignature", "true"],
      ["alias.log", "!tools/pager"],
    ])
      execFileSync("git", ["config", key!, value!.startsWith("tools") ? join(shop.root, value!) : value!], { cwd: shop.root });
  });
  afterEach(() => shop.remove());

  const marked = (): string[] => readdirSync(join(shop.root, "marks")).filter((name) => name !== ".keep");

  it("is not, even when it is the working folder", () => {
    for (const args of [["analyze"], ["analyze", "--json", "--no-cache"], ["graph", "--tsconfig", "tsconfig.json"]]) {
      const { status, stderr } = program.run(args, { cwd: shop.root });
      assert.equal(status, 0, stderr);
    }
    assert.deepEqual(marked(), []);
    assert.equal(existsSync(join(shop.root, ".ficus/analysis.json")), true);
  });

  it("would tell if it were", () => {
    for (const name of [...scripts, ...modules]) spawnSync(process.execPath, [join(shop.root, name)], { cwd: shop.root });
    assert.deepEqual(marked(), [...scripts, ...modules].map((name) => name.replaceAll("/", "_")).sort());
    rmSync(join(shop.root, "marks"), { recursive: true });
    shop.write({ "marks/.keep": "" });
    spawnSync("git", ["status"], { cwd: shop.root });
    assert.deepEqual(marked(), ["tools_monitor"]);
  });
});
