import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { discoverProject } from "../../src/io/discover.ts";
import type { DiscoverOptions } from "../../src/io/discover.ts";
import { ProjectError } from "../../src/io/projectError.ts";
import { createShop } from "./temporaryShop.ts";
import type { TemporaryShop } from "./temporaryShop.ts";

describe("discovering a project", () => {
  let shop: TemporaryShop;
  beforeEach(() => {
    shop = createShop();
  });
  afterEach(() => shop.remove());
  const paths = (files: readonly string[], options: DiscoverOptions = {}): string[] => {
    shop.write(Object.fromEntries(files.map((path) => [path, "export {};\n"])));
    return discoverProject(shop.root, options).paths;
  };

  it("lists sources of every kind, in the order of whole paths", () => {
    const sources = [
      "a.cjs",
      "a.cts",
      "a.d.ts",
      "a.js",
      "a.jsx",
      "a.mjs",
      "a.mts",
      "a.svelte",
      "a.ts",
      "a.tsx",
      "a.vue",
      "orders-old.ts",
      "orders/order.ts",
      "orders0.ts",
      "prisma/schema.prisma",
    ];
    assert.deepEqual(paths([...sources, "README.md", "a.json", "a.tsx.snap"]), [...sources].sort());
  });

  it("stamps each source", () => {
    shop.write({ "src/order.ts": "export {};\n" });
    const { stamps } = discoverProject(shop.root);
    assert.equal(stamps.length, 1);
    assert.equal(stamps[0]?.size, 11);
    assert.ok((stamps[0]?.mtimeMs ?? 0) > 0);
  });

  it("lists configuration and other files apart", () => {
    const files = [
      "package.json",
      "tsconfig.json",
      "apps/web/tsconfig.app.json",
      "apps/web/jsconfig.json",
      "pnpm-workspace.yaml",
      "lerna.json",
      "nx.json",
      "rush.json",
      "apps/web/project.json",
    ];
    shop.write(Object.fromEntries([...files, "src/cart.css", "src/labels.json"].map((path) => [path, "{}"])));
    const found = discoverProject(shop.root);
    assert.deepEqual(found.configurations, files.toSorted());
    assert.deepEqual([...found.others], [["src", ["cart.css", "labels.json"]]]);
    assert.deepEqual(found.paths, []);
  });

  it("takes a folder that is called like a file for a folder", () => assert.deepEqual(paths(["views/x.ts/index.ts"]), ["views/x.ts/index.ts"]));

  it("leaves out installed packages and folders of tools, but not every name with a dot", () => {
    const kept = [".eslintrc.cjs", ".storybook/main.ts", "src/a.ts"];
    assert.deepEqual(
      paths([
        ...kept,
        "node_modules/x/index.js",
        "src/node_modules/y/z.js",
        ".git/hooks/x.js",
        ".yarn/releases/yarn.cjs",
        ".next/server/a.js",
        "bower_components/a.js",
        ".pnp.cjs",
      ]),
      kept,
    );
  });

  describe("with .gitignore", () => {
    it("applies its rules, nested files and negations included", () => {
      shop.write({
        ".gitignore": "# built\n/out/\n*.gen.ts\ntemp\n!keep.gen.ts\nreports/**/draft.ts\n",
        "apps/.gitignore": "!*.gen.ts\nlocal.ts\n/only-here.ts\n",
      });
      const kept = ["apps/a.gen.ts", "apps/web/only-here.ts", "keep.gen.ts", "reports/final.ts", "src/a.ts", "src/out/b.ts"];
      assert.deepEqual(
        paths([
          ...kept,
          "out/a.ts",
          "a.gen.ts",
          "temp/x.ts",
          "src/temp/y.ts",
          "apps/local.ts",
          "apps/web/local.ts",
          "apps/only-here.ts",
          "reports/2024/may/draft.ts",
        ]),
        kept,
      );
    });

    it("lets a nearer file bring back a folder", () => {
      shop.write({ ".gitignore": "lib\n", "py/.gitignore": "x\n", "js/.gitignore": "!lib/\n" });
      assert.deepEqual(paths(["js/lib/a.ts", "js/lib/deep/b.ts", "py/lib/c.ts", "lib/d.ts"]), ["js/lib/a.ts", "js/lib/deep/b.ts"]);
    });

    it("obeys the order of rules by name and by place", () => {
      shop.write({ ".gitignore": "generated\n!src/generated\n/*.ts\n!/main.ts\n" });
      assert.deepEqual(paths(["generated/a.ts", "src/generated/b.ts", "lib/generated/c.ts", "main.ts", "other.ts"]), [
        "main.ts",
        "src/generated/b.ts",
      ]);
    });

    it("keeps a file that a rule names by its path when no repository can be asked", () => {
      shop.write({ ".gitignore": "src/client/index.ts\nsrc/client/models\n" });
      assert.deepEqual(paths(["src/client/index.ts", "src/client/models/order.ts"]), ["src/client/index.ts"]);
    });

    it("applies files above the root up to the repository", () => {
      mkdirSync(join(shop.root, ".git"));
      shop.write({ ".gitignore": "*.gen.ts\n/apps/web/drafts\n", "apps/.gitignore": "old/\n" });
      shop.write(Object.fromEntries(["a.ts", "b.gen.ts", "drafts/c.ts", "src/old/d.ts", "src/drafts/e.ts"].map((path) => [`apps/web/${path}`, ""])));
      assert.deepEqual(discoverProject(join(shop.root, "apps/web")).paths, ["a.ts", "src/drafts/e.ts"]);
    });

    it("does not apply files above the root that ignore the root itself", () => {
      mkdirSync(join(shop.root, ".git"));
      shop.write({ ".gitignore": "sandbox\n*.ts\n", "sandbox/a.ts": "" });
      assert.deepEqual(discoverProject(join(shop.root, "sandbox")).paths, ["a.ts"]);
    });

    it("does not look above the root without a repository", () => {
      shop.write({ ".gitignore": "*.ts\n", "apps/a.ts": "" });
      assert.deepEqual(discoverProject(join(shop.root, "apps")).paths, ["a.ts"]);
    });

    for (const version of [2, 4]) {
      it(`keeps what git tracks all the same (index version ${version})`, () => {
        const git = (...commandLine: string[]): void => {
          execFileSync("git", ["-C", shop.root, ...commandLine], {
            stdio: "ignore",
            env: { ...process.env, GIT_CONFIG_GLOBAL: "", GIT_CONFIG_NOSYSTEM: "1" },
          });
        };
        shop.write({
          ".gitignore": "dist\n*.gen.ts\n",
          "dist/deep/a.ts": "",
          "dist/b.ts": "",
          "dist.ts": "",
          "x.gen.ts": "",
          "y.gen.ts": "",
          "src/z.ts": "",
          "package/dist/c.ts": "",
        });
        git("init");
        git("update-index", "--index-version", String(version));
        git("add", "-f", "dist/deep/a.ts", "x.gen.ts", "src/z.ts", "dist.ts");
        assert.deepEqual(discoverProject(shop.root).paths, ["dist.ts", "dist/deep/a.ts", "src/z.ts", "x.gen.ts"]);
        assert.deepEqual(discoverProject(join(shop.root, "dist")).paths, ["b.ts", "deep/a.ts"]);
      });
    }
  });

  describe("without .gitignore", () => {
    it("leaves out compiled output beside its sources", () => {
      const files = [
        "src/a.ts",
        "src/areas/b.ts",
        "dist/a.js",
        "dist/areas/b.js",
        "apps/web/main.ts",
        "apps/web/build/main.js",
        "apps/web/build/main.js.map",
        "apps/api/out/x.js",
        "apps/api/out/x.d.ts",
      ];
      assert.deepEqual(paths(files), ["apps/web/main.ts", "src/a.ts", "src/areas/b.ts"]);
      assert.deepEqual(discoverProject(shop.root).compiled, ["apps/api/out", "apps/web/build", "dist"]);
    });
    it("keeps sources in folders of such names", () => {
      const files = ["build/release.js", "build/tasks/pack.js", "dist/setup.ts", "src/a.ts", "src/coverage/report.ts", "src/out/parcel.ts"];
      assert.deepEqual(paths(files), files);
    });
    it("leaves out reports of coverage", () => assert.deepEqual(paths(["src/a.ts", "coverage/lcov-report/sorter.js"]), ["src/a.ts"]));
  });

  describe("with globs", () => {
    const files = ["apps/web/cart.spec.ts", "apps/web/cart.ts", "src/cart.spec.ts", "src/cart.ts", "src/orders/order.ts", "tools/seed.js"];
    const cases: [what: string, options: DiscoverOptions, expected: string[]][] = [
      ["includes a folder by its name", { include: ["src"] }, ["src/cart.spec.ts", "src/cart.ts", "src/orders/order.ts"]],
      ["includes several, however they are spelled", { include: ["./src/orders/", "tools/**"] }, ["src/orders/order.ts", "tools/seed.js"]],
      ["includes a pattern of names at any depth", { include: ["*.js"] }, ["tools/seed.js"]],
      [
        "excludes a pattern of names at any depth",
        { exclude: ["*.spec.ts"] },
        ["apps/web/cart.ts", "src/cart.ts", "src/orders/order.ts", "tools/seed.js"],
      ],
      ["excludes a folder by its name at any depth", { exclude: ["orders", "web/"] }, ["src/cart.spec.ts", "src/cart.ts", "tools/seed.js"]],
      ["excludes a folder by its path", { exclude: ["apps/web", "src/*.ts"] }, ["src/orders/order.ts", "tools/seed.js"]],
      ["excludes from what it includes", { include: ["src/**/*.ts"], exclude: ["**/*.spec.ts"] }, ["src/cart.ts", "src/orders/order.ts"]],
      ["knows braces", { include: ["{apps,tools}/**"], exclude: ["*.{spec,test}.ts"] }, ["apps/web/cart.ts", "tools/seed.js"]],
    ];
    for (const [what, options, expected] of cases) it(what, () => assert.deepEqual(paths(files, options), expected));
    it("reads configuration that the globs leave out", () => {
      shop.write({ "package.json": "{}", "src/a.ts": "" });
      assert.deepEqual(discoverProject(shop.root, { include: ["src"] }).configurations, ["package.json"]);
    });
  });

  describe("with symbolic links", () => {
    it("lists each file once and remembers the link", () => {
      shop.write({ "packages/core/a.ts": "", "apps/web/main.ts": "" });
      symlinkSync("../../packages/core", join(shop.root, "apps/web/core"));
      symlinkSync("main.ts", join(shop.root, "apps/web/start.ts"));
      const found = discoverProject(shop.root);
      assert.deepEqual(found.paths, ["apps/web/main.ts", "packages/core/a.ts"]);
      assert.deepEqual(found.links, [
        { path: "apps/web/core", target: "packages/core" },
        { path: "apps/web/start.ts", target: "apps/web/main.ts" },
      ]);
      assert.deepEqual(found.warnings, []);
    });
    it("does not follow links out of the root", () => {
      const outside = createShop({ "secret.ts": "" });
      shop.write({ "a.ts": "" });
      symlinkSync(outside.root, join(shop.root, "outside"));
      symlinkSync(join(outside.root, "secret.ts"), join(shop.root, "b.ts"));
      const found = discoverProject(shop.root);
      outside.remove();
      assert.deepEqual([found.paths, found.links], [["a.ts"], []]);
    });
    it("names loops", () => {
      shop.write({ "src/a.ts": "" });
      symlinkSync("..", join(shop.root, "src/up"));
      symlinkSync("self", join(shop.root, "self"));
      symlinkSync(".", join(shop.root, "src/here"));
      const found = discoverProject(shop.root);
      assert.deepEqual(found.paths, ["src/a.ts"]);
      assert.deepEqual(
        found.warnings.map(({ reason, path }) => [reason, path]),
        [
          ["symlink-loop", "self"],
          ["symlink-loop", "src/here"],
          ["symlink-loop", "src/up"],
        ],
      );
    });
    it("says nothing of a link that leads nowhere", () => {
      symlinkSync("gone.ts", join(shop.root, "a.ts"));
      assert.deepEqual(discoverProject(shop.root).warnings, []);
    });
    it("walks a root that is a link itself", () => {
      shop.write({ "real/src/a.ts": "" });
      symlinkSync("src/a.ts", join(shop.root, "real/b.ts"));
      symlinkSync("real", join(shop.root, "alias"));
      const found = discoverProject(join(shop.root, "alias"));
      assert.deepEqual([found.paths, found.links], [["src/a.ts"], [{ path: "b.ts", target: "src/a.ts" }]]);
    });
  });

  it("leaves out files over 5 MB and names them", () => {
    shop.write({ "small.ts": "" });
    writeFileSync(join(shop.root, "large.ts"), "");
    truncateSync(join(shop.root, "large.ts"), 5 * 1024 * 1024 + 1);
    const found = discoverProject(shop.root);
    assert.deepEqual(found.paths, ["small.ts"]);
    assert.deepEqual(found.warnings, [{ reason: "too-large", message: "is 5.0 MB; files over 5 MB are left out", path: "large.ts" }]);
  });

  it("continues after a folder that it may not read", () => {
    shop.write({ "src/a.ts": "", "locked/b.ts": "", "z/c.ts": "" });
    chmodSync(shop.root, 0o755);
    chmodSync(join(shop.root, "locked"), 0);
    // The superuser may read everything, so the walk runs as nobody.
    const isSuperuser = process.getuid?.() === 0;
    if (isSuperuser) process.seteuid?.(65534);
    try {
      const found = discoverProject(shop.root);
      assert.deepEqual(found.paths, ["src/a.ts", "z/c.ts"]);
      assert.deepEqual(
        found.warnings.map(({ reason, path }) => [reason, path]),
        [["unreadable", "locked"]],
      );
    } finally {
      if (isSuperuser) process.seteuid?.(0);
      chmodSync(join(shop.root, "locked"), 0o755);
    }
  });

  it("refuses a root that is no folder, with a reason", () => {
    shop.write({ "a.ts": "" });
    assert.throws(
      () => discoverProject(join(shop.root, "missing")),
      (error) => error instanceof ProjectError && error.reason === "root-missing",
    );
    assert.throws(
      () => discoverProject(join(shop.root, "a.ts")),
      (error) => error instanceof ProjectError && error.reason === "root-not-a-folder",
    );
  });

  it("stops when asked to", () => {
    const stop = new AbortController();
    stop.abort();
    assert.throws(() => discoverProject(shop.root, { signal: stop.signal }), { name: "AbortError" });
  });
});
