import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { discoverProject } from "../../src/io/discover.ts";
import { createShop } from "./temporaryShop.ts";

/** Rules of every shape, over few names, so that they meet the files. */
const name = fc.constantFrom(
  "cart",
  "order",
  "src",
  "a.ts",
  "b.ts",
  "*.ts",
  "a*",
  "*",
  "?.ts",
  "[ab].ts",
  "[!a].ts",
  "c*t",
  "**",
  "s?c",
  "*r",
  "*.js",
  "b.js",
  "\\a.ts",
  "[[:alpha:]].ts",
  "[b-a].ts",
  "[^[:digit:]b].ts",
  "[]a].ts",
  "a[.ts",
  "[a",
  "[\\a].ts",
  "[[:nothing:]a].ts",
  "***",
  "a**",
  "**.ts",
  "\\*.ts",
);
const rule = fc
  .tuple(
    fc.constantFrom("", "", "", "!", "/", "!/", "**/"),
    fc.array(name, { minLength: 1, maxLength: 3 }),
    fc.constantFrom("", "", "", "/", "/**", "/*", " "),
  )
  .map(([start, parts, end]) => start + parts.join("/") + end);
const rules = fc
  .array(fc.oneof({ weight: 8, arbitrary: rule }, { weight: 1, arbitrary: fc.constantFrom("# note", "", "  ", "\r") }), { maxLength: 5 })
  .map((lines) => lines.join("\n"));
const folders = ["", "cart/", "order/", "src/", "src/cart/", "src/order/cart/", "cart/src/"];
const files = folders.flatMap((folder) => ["a.ts", "b.ts", "b.js", "cart.ts"].map((file) => folder + file));

describe(".gitignore", () => {
  it("means what git takes it to mean", () => {
    const shop = createShop(Object.fromEntries(files.map((file) => [file, ""])));
    const git = (...commandLine: string[]): string =>
      execFileSync("git", ["-C", shop.root, "-c", "core.excludesFile=", ...commandLine], {
        encoding: "utf8",
        env: { ...process.env, GIT_CONFIG_GLOBAL: "", GIT_CONFIG_NOSYSTEM: "1" },
      });
    git("init", "--quiet");
    try {
      fc.assert(
        fc.property(rules, rules, rules, (top, inCart, inSource) => {
          shop.write({ ".gitignore": top, "cart/.gitignore": inCart, "src/.gitignore": inSource });
          const expected = git("ls-files", "--others", "--exclude-standard")
            .split("\n")
            .filter((path) => /\.[jt]s$/.test(path));
          assert.deepEqual(discoverProject(shop.root).paths, expected.sort());
        }),
        { numRuns: 150 },
      );
    } finally {
      shop.remove();
    }
  });
});
