import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { resolveExports, resolveImports } from "../../src/link/resolve/packageExports.ts";

/** What Node itself calls on for `require`. */
const conditions = new Set(["node", "require", "module-sync", "node-addons"]);
const fillings = ["cart", "orders", "orders/cart", "cart.js"];
const plainTargets = ["./cart.js", "./lib/orders.js"];
const starTargets = ["./lib/*.js", "./flat/*.txt", "./areas/*/index.js", "./twice/*/*.js"];
const files = [...new Set([...plainTargets, ...starTargets.flatMap((target) => fillings.map((filling) => target.replaceAll("*", filling)))])];

/** Targets of every shape, valid and not. */
const target = (plain: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> => {
  const invalid = fc.constantFrom("cart.js", "../cart.js", "./node_modules/cart.js", "./lib/../cart.js", 7, true);
  const leaf = fc.oneof({ weight: 6, arbitrary: plain }, { weight: 1, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: invalid });
  return fc.letrec((tie) => ({
    target: fc.oneof(
      { maxDepth: 3 },
      { weight: 3, arbitrary: leaf },
      { weight: 1, arbitrary: tie("list") },
      { weight: 1, arbitrary: tie("conditions") },
    ),
    list: fc.array(tie("target"), { maxLength: 3 }),
    conditions: fc
      .uniqueArray(fc.tuple(fc.constantFrom("import", "require", "node", "browser", "default", "types"), tie("target")), {
        maxLength: 3,
        selector: ([key]) => key,
      })
      .map((entries) => Object.fromEntries(entries)),
  }))["target"] as fc.Arbitrary<unknown>; // letrec loses the type of its parts
};
const plainKeys = ["cart", "orders", "orders/cart", "lib/cart.js"];
const starKeys = ["*", "lib/*", "lib/*.js", "orders/*", "o*", "*.js", "*/cart"];

function mapping(prefix: "./" | "#"): fc.Arbitrary<Record<string, unknown>> {
  const plain = fc.tuple(fc.constantFrom(...plainKeys), target(fc.constantFrom(...plainTargets)));
  const star = fc.tuple(fc.constantFrom(...starKeys), target(fc.constantFrom(...plainTargets, ...starTargets)));
  return fc
    .uniqueArray(fc.oneof(plain, star), { minLength: 1, maxLength: 5, selector: ([key]) => key })
    .map((entries) => Object.fromEntries(entries.map(([key, value]) => [prefix + key, value])));
}

const asked = [...plainKeys, "lib/orders.js", "orders/cart/index", "o", "other"];

describe("package exports", () => {
  let folder = "";
  let packages = 0;
  before(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), "ficus-exports-")));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  /** Puts a package on disk that has every file that a target can name. */
  const install = (manifest: object): { directory: string; name: string } => {
    const name = `shop${packages++}`;
    const directory = join(folder, "node_modules", name);
    for (const file of files) {
      mkdirSync(dirname(join(directory, file)), { recursive: true });
      writeFileSync(join(directory, file), "");
    }
    writeFileSync(join(directory, "package.json"), JSON.stringify({ name, ...manifest }));
    return { directory, name };
  };
  const nodeSays = (directory: string, specifier: string): string => {
    try {
      return createRequire(join(directory, "main.js")).resolve(specifier).slice(directory.length);
    } catch (error) {
      // MODULE_NOT_FOUND: a target was chosen, but there is no such file.
      return error instanceof Error && "code" in error && error.code === "MODULE_NOT_FOUND" ? "missing" : "none";
    }
  };
  const weSay = (result: ReturnType<typeof resolveExports>): string => {
    if (result.kind !== "target") return "none";
    return files.includes(result.target) ? result.target.slice(1) : "missing";
  };

  it("agree with Node on generated maps", () => {
    fc.assert(
      fc.property(mapping("./"), (exports) => {
        const { directory, name } = install({ exports });
        for (const subpath of asked)
          assert.equal(weSay(resolveExports(exports, `./${subpath}`, conditions)), nodeSays(directory, `${name}/${subpath}`), subpath);
      }),
      { numRuns: 120 },
    );
  });

  it("agree with Node on what a package gives as a whole", () => {
    fc.assert(
      fc.property(target(fc.constantFrom(...plainTargets)), (exports) => {
        const { directory, name } = install({ exports });
        // Node takes null, numbers and the like to mean that there are no exports.
        if (typeof exports === "string" || (typeof exports === "object" && exports !== null))
          assert.equal(weSay(resolveExports(exports, ".", conditions)), nodeSays(directory, name));
      }),
      { numRuns: 60 },
    );
  });

  it("agree with Node on imports", () => {
    fc.assert(
      fc.property(mapping("#"), (imports) => {
        const { directory } = install({ imports });
        for (const name of asked) {
          const result = resolveImports(imports, `#${name}`, conditions);
          const isPackage = result.kind === "target" && !result.target.startsWith("./");
          assert.equal(isPackage ? "missing" : weSay(result), nodeSays(directory, `#${name}`), name);
        }
      }),
      { numRuns: 120 },
    );
  });

  it("still know folders, which Node has given up", () => {
    const exports = { "./lib/": "./dist/lib/" };
    assert.deepEqual(resolveExports(exports, "./lib/cart.js", conditions), { kind: "target", target: "./dist/lib/cart.js" });
  });
});
