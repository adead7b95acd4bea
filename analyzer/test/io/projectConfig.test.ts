import assert from "node:assert/strict";
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { discoverProject } from "../../src/io/discover.ts";
import { readProjectConfig } from "../../src/io/projectConfig.ts";
import { ProjectError } from "../../src/io/projectError.ts";
import type { ProjectConfig, TypeScriptConfig } from "../../src/model/project.ts";
import { createShop } from "./temporaryShop.ts";
import type { TemporaryShop } from "./temporaryShop.ts";

describe("reading configuration", () => {
  let shop: TemporaryShop;
  beforeEach(() => {
    shop = createShop();
  });
  afterEach(() => shop.remove());

  const read = async (files: Record<string, string | object>, root = ""): Promise<ProjectConfig> => {
    shop.write(
      Object.fromEntries(Object.entries(files).map(([path, content]) => [path, typeof content === "string" ? content : JSON.stringify(content)])),
    );
    return readProjectConfig(discoverProject(join(shop.root, root)));
  };
  const typescript = async (files: Record<string, string | object>, path = "tsconfig.json"): Promise<TypeScriptConfig> => {
    const found = (await read(files)).typescript.find((config) => config.path === path);
    assert.ok(found !== undefined);
    return found;
  };

  it("accepts comments, trailing commas and a byte order mark", async () => {
    const config = await typescript({ "tsconfig.json": '\uFEFF{\n  // the shop\n  "compilerOptions": { "baseUrl": "./src", /* more */ },\n}' });
    assert.equal(config.baseUrl, "src");
  });

  it("names the place where JSON breaks, and uses what comes before", async () => {
    const config = await read({ "tsconfig.json": '{\n  "compilerOptions": { "baseUrl": "./src" },\n  "include": [src]\n}' });
    assert.deepEqual(config.warnings, [
      {
        reason: "broken-config",
        message: "is not valid JSON (InvalidSymbol); what could be read of it is used",
        path: "tsconfig.json",
        line: 3,
        column: 15,
      },
    ]);
    assert.equal(config.typescript[0]?.baseUrl, "src");
  });

  for (const content of ["", "[]", "42", "null", '"shop"']) {
    it(`takes a configuration that says nothing for an empty one: ${JSON.stringify(content)}`, async () => {
      const config = await read({ "tsconfig.json": content, "package.json": content });
      assert.deepEqual([config.typescript.length, config.packages.length], [0, 0]);
    });
  }

  it("survives settings of any shape", async () => {
    const odd = {
      files: 1,
      include: { a: 1 },
      exclude: "x",
      references: [null, 7, { path: 3 }, {}],
      extends: 5,
      compilerOptions: { paths: { "@/*": "src/*", a: [1, null, "b"] }, baseUrl: 4, rootDirs: "x", outDir: [], allowJs: "yes" },
    };
    const manifest = {
      name: 5,
      main: {},
      workspaces: 7,
      dependencies: [],
      exports: 3,
      imports: [],
      jest: { moduleNameMapper: { "(": "x", "^a$": 3 } },
      _moduleAliases: { a: 4 },
      typesVersions: { "*": 3 },
    };
    const config = await read({
      "tsconfig.json": odd,
      "package.json": manifest,
      "lerna.json": { packages: "x" },
      "rush.json": { projects: [3, {}] },
      "pnpm-workspace.yaml": "- a\n- b",
    });
    assert.deepEqual(config.typescript[0]?.paths, { "@/*": [], a: ["b"] });
    assert.deepEqual(config.packages[0], { directory: "", entries: [], dependencies: {}, workspaces: [], aliases: [], typesVersions: {} });
    assert.deepEqual([config.workspaces, config.warnings], [[], []]);
  });

  describe("of tsconfig files", () => {
    it("takes paths from where they are written", async () => {
      const config = await typescript({
        "tsconfig.json": { extends: "./config/base.json", include: ["src"] },
        "config/base.json": {
          compilerOptions: { paths: { "@/*": ["../src/*"] }, outDir: "../dist", rootDirs: ["../src", "../generated"] },
          exclude: ["../old"],
        },
      });
      assert.deepEqual(
        [config.paths, config.outDir, config.rootDirs, config.include, config.exclude],
        [{ "@/*": ["src/*"] }, "dist", ["src", "generated"], ["src"], ["old"]],
      );
    });
    it("takes paths relative to baseUrl, wherever that is set", async () => {
      const config = await typescript({
        "tsconfig.json": { extends: "./config/base.json", compilerOptions: { baseUrl: "./app" } },
        "config/base.json": { compilerOptions: { paths: { "@/*": ["./*"] } } },
      });
      assert.deepEqual(config.paths, { "@/*": ["app/*"] });
    });
    it("lets later bases win, and the file itself most of all", async () => {
      const config = await typescript({
        "tsconfig.json": { extends: ["./a", "./b.json"], compilerOptions: { outDir: "own" } },
        "a.json": { compilerOptions: { baseUrl: "a", outDir: "a", rootDir: "a" } },
        "b.json": { compilerOptions: { baseUrl: "b", outDir: "b" } },
      });
      assert.deepEqual([config.baseUrl, config.outDir, config.rootDir], ["b", "own", "a"]);
    });
    it("does not inherit references", async () => {
      const config = await typescript({ "tsconfig.json": { extends: "./base" }, "base.json": { references: [{ path: "./x" }] } });
      assert.deepEqual(config.references, []);
    });
    it("finds bases in installed packages", async () => {
      const config = await typescript({
        "tsconfig.json": { extends: ["@shop/tsconfig", "shop-config/node", "@shop/presets/strict"] },
        "node_modules/@shop/tsconfig/package.json": { tsconfig: "./main.json" },
        "node_modules/@shop/tsconfig/main.json": { compilerOptions: { rootDir: "${configDir}/src" } },
        "node_modules/shop-config/node.json": { compilerOptions: { outDir: "${configDir}/build" } },
        "node_modules/@shop/presets/package.json": { exports: { "./strict": "./lib/strict.json" } },
        "node_modules/@shop/presets/lib/strict.json": { compilerOptions: { allowJs: true } },
      });
      assert.deepEqual([config.rootDir, config.outDir, config.allowJs], ["src", "build", true]);
    });
    it("finds bases above the root", async () => {
      shop.write({ "tsconfig.base.json": JSON.stringify({ compilerOptions: { paths: { "@lib/*": ["libs/*"], "@web/*": ["apps/web/src/*"] } } }) });
      const config = await read({ "apps/web/tsconfig.json": { extends: "../../tsconfig.base.json" }, "apps/web/package.json": {} }, "apps/web");
      assert.deepEqual([config.prefix, config.typescript[0]?.paths], [undefined, { "@lib/*": ["../../libs/*"], "@web/*": ["src/*"] }]);
    });
    it("reads what references lead to, under any name", async () => {
      const config = await read({
        "tsconfig.json": { files: [], references: [{ path: "config/app.json" }] },
        "config/app.json": { include: ["../src"] },
      });
      assert.deepEqual(
        config.typescript.map(({ path }) => path),
        ["tsconfig.json", "config/app.json"],
      );
    });
    it("warns of a base that does not exist, unless it is only not installed", async () => {
      const config = await read({ "tsconfig.json": { extends: ["./gone.json", "@shop/tsconfig"], compilerOptions: { baseUrl: "." } } });
      assert.deepEqual(
        config.warnings.map(({ reason, path, message }) => [reason, path, message]),
        [["broken-config", "tsconfig.json", "extends ./gone.json, which does not exist; the rest of the file is used"]],
      );
      assert.equal(config.typescript[0]?.baseUrl, "");
    });
    it("cuts circles and names them", async () => {
      const config = await read({
        "tsconfig.json": { extends: "./tsconfig.a.json" },
        "tsconfig.a.json": { extends: "./tsconfig.b.json", compilerOptions: { baseUrl: "src" } },
        "tsconfig.b.json": { extends: "./tsconfig.json", compilerOptions: { outDir: "dist" } },
      });
      assert.deepEqual(
        config.warnings.map(({ reason }) => reason),
        ["config-cycle"],
      );
      assert.deepEqual(
        [
          config.typescript.find(({ path }) => path === "tsconfig.json")?.baseUrl,
          config.typescript.find(({ path }) => path === "tsconfig.json")?.outDir,
        ],
        ["src", "dist"],
      );
    });
    it("does not depend on which file of a circle is read first", async () => {
      const config = await read({
        "tsconfig.a.json": { extends: "./tsconfig.b.json", compilerOptions: { baseUrl: "a" } },
        "tsconfig.b.json": { extends: "./tsconfig.a.json", compilerOptions: { outDir: "b" } },
      });
      for (const { baseUrl, outDir } of config.typescript) assert.deepEqual([baseUrl, outDir], ["a", "b"]);
    });
    it("cuts a file that extends itself", async () => {
      const config = await read({ "tsconfig.json": { extends: "./tsconfig.json" } });
      assert.deepEqual(
        config.warnings.map(({ reason }) => reason),
        ["config-cycle"],
      );
    });
    it("refuses a named file that does not exist", async () => {
      const files = discoverProject(shop.root);
      await assert.rejects(
        readProjectConfig(files, { tsconfig: join(shop.root, "gone.json") }),
        (error) => error instanceof ProjectError && error.reason === "tsconfig-missing",
      );
    });
    it("reads a named file that is called otherwise", async () => {
      shop.write({ "config/build.json": '{ "compilerOptions": { "baseUrl": "../src" } }' });
      const config = await readProjectConfig(discoverProject(shop.root), { tsconfig: join(shop.root, "config/build.json") });
      assert.deepEqual([config.explicit, config.typescript[0]?.baseUrl], ["config/build.json", "src"]);
    });
  });

  describe("above the root", () => {
    const above = {
      "package.json": { name: "market" },
      "tsconfig.json": { files: [], references: [{ path: "tsconfig.app.json" }] },
      "tsconfig.app.json": "{ broken",
      "src/areas/cart.ts": "",
    };
    it("finds what governs the root", async () => {
      const config = await read(above, "src");
      assert.deepEqual([config.prefix, config.packages.map(({ directory, name }) => [directory, name])], ["src", [["", "market"]]]);
      assert.deepEqual(
        config.typescript.map(({ path }) => path),
        ["tsconfig.app.json", "tsconfig.json"],
      );
      assert.deepEqual(
        config.warnings.map(({ path }) => path),
        ["../tsconfig.app.json"],
      );
    });
    it("does not look there when the root has its own", async () => {
      const config = await read({ ...above, "src/package.json": { name: "own" }, "src/tsconfig.json": {} }, "src");
      assert.deepEqual([config.prefix, config.packages.map(({ name }) => name)], [undefined, ["own"]]);
    });
    it("does not look beyond the package, or beyond the repository", async () => {
      const files = { "tsconfig.json": {}, "market/package.json": { name: "market" }, "market/src/cart.ts": "" };
      assert.deepEqual((await read(files, "market/src")).typescript, []);
      mkdirSync(join(shop.root, "market/src/.git"));
      assert.deepEqual((await read(files, "market/src")).packages, []);
    });
    it("takes the root's folder for a named file above it", async () => {
      shop.write({ "tools/tsconfig.json": '{ "compilerOptions": { "baseUrl": ".." } }', "apps/web/cart.ts": "", "apps/web/package.json": "{}" });
      const config = await readProjectConfig(discoverProject(join(shop.root, "apps/web")), { tsconfig: join(shop.root, "tools/tsconfig.json") });
      assert.deepEqual(
        [config.prefix, config.explicit, config.typescript[0]?.baseUrl, config.packages[0]?.directory],
        ["apps/web", "tools/tsconfig.json", "", "apps/web"],
      );
    });
  });

  describe("of workspaces", () => {
    it("reads the members that each tool declares", async () => {
      const config = await read({
        "package.json": { workspaces: { packages: ["apps/*"] } },
        "pnpm-workspace.yaml": "packages:\n  - 'packages/**'\n  - '!**/old'\n",
        "sub/lerna.json": { packages: ["modules/*"] },
        "rush.json": '// projects\n{ "projects": [{ "packageName": "till", "projectFolder": "tools/till" }] }',
      });
      assert.deepEqual(config.packages[0]?.workspaces, ["apps/*"]);
      assert.deepEqual([...config.workspaces].sort(), ["!**/old", "packages/**", "sub/modules/*", "tools/till"]);
    });
    const lists: [what: string, yaml: string, expected: string[]][] = [
      ["plain words", "packages:\n- apps/*\n- tools\n\ncatalog:\n  zod: 4\n", ["apps/*", "tools"]],
      ["quoted words and notes", "# members\npackages: # of the shop\n  # all\n  - 'apps/*' # first\n\n  - \"!**/old\"", ["apps/*", "!**/old"]],
      ["a list on one line", "packages: [apps/*, 'tools']\n", ["apps/*", "tools"]],
      ["words over two lines", "packages:\n  - apps/*\n  - >-\n    tools\n", ["apps/*", "tools"]],
      ["a reference", "own: &own apps/*\npackages:\n  - *own\n", ["apps/*"]],
      ["nothing", "catalog:\n  packages: 1\n", []],
    ];
    for (const [what, yaml, expected] of lists) {
      it(`reads pnpm's members from ${what}`, async () => assert.deepEqual((await read({ "pnpm-workspace.yaml": yaml })).workspaces, expected));
    }
    it("names the place where YAML breaks", async () => {
      const config = await read({ "pnpm-workspace.yaml": "packages:\n  - 'apps\n" });
      assert.deepEqual(
        config.warnings.map(({ reason, path, line }) => [reason, path, line]),
        [["broken-config", "pnpm-workspace.yaml", 3]],
      );
    });
    it("reads what a package asks for, and where it starts", async () => {
      const config = await read({
        "package.json": {
          name: "web",
          version: "1.2.3",
          source: "src/a.ts",
          main: "b.js",
          module: "c.js",
          typings: "d.d.ts",
          dependencies: { x: "^1" },
          devDependencies: { x: "2", y: "*" },
        },
      });
      const manifest = config.packages[0];
      assert.deepEqual(
        [manifest?.name, manifest?.version, manifest?.entries, manifest?.types, manifest?.dependencies],
        ["web", "1.2.3", ["src/a.ts", "b.js", "c.js"], "d.d.ts", { x: "^1", y: "*" }],
      );
    });
  });

  it("reads aliases that are declared as data", async () => {
    const config = await read({
      "apps/web/package.json": { _moduleAliases: { "@lib": "lib" }, alias: { react: "preact", "^@a/(.+)": "./a" } },
      "apps/web/.babelrc": '{ // aliases\n "plugins": ["lodash", ["module-resolver", { "root": ["./src"], "alias": { "@areas": "./src/areas" } }]] }',
      "apps/web/jest.config.json": { rootDir: "src", moduleNameMapper: { "^@doubles/(.*)$": "<rootDir>/doubles/$1", "\\.css$": "<rootDir>/css.js" } },
    });
    assert.deepEqual(config.packages[0]?.aliases, [
      { find: "@lib", target: "apps/web/lib" },
      { find: "@lib/*", target: "apps/web/lib/*" },
      { find: "@areas", target: "apps/web/src/areas" },
      { find: "@areas/*", target: "apps/web/src/areas/*" },
      { find: "*", target: "apps/web/src/*" },
      { find: "@doubles/*", target: "apps/web/src/doubles/*" },
    ]);
  });

  it("executes nothing", async () => {
    const mark = join(shop.root, "executed");
    const code = `require("node:fs").writeFileSync(${JSON.stringify(mark)}, "")`;
    await read({
      "package.json": { main: "./main.js", scripts: { prepare: "touch executed" } },
      "tsconfig.json": { extends: "./tsconfig.js" },
      "tsconfig.js": code,
      "main.js": code,
      "jest.config.js": code,
      "vite.config.js": code,
      "babel.config.js": code,
    });
    assert.equal(existsSync(mark), false);
  });

  it("takes a folder that is called like a configuration for a folder", async () => {
    mkdirSync(join(shop.root, "tsconfig.json"));
    const config = await read({ "package.json/index.ts": "" });
    assert.deepEqual([config.packages, config.typescript, config.warnings], [[], [], []]);
  });
});
