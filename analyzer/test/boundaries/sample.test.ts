import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openSession } from "../../src/session.ts";
import { runMain } from "../cli/runMain.ts";
import { createShop, type TemporaryShop } from "../io/temporaryShop.ts";
import { read } from "./shopFile.ts";

const sample = fileURLToPath(new URL("../../../samples/monolith/", import.meta.url));

describe("the boundaries of the sample monolith", () => {
  let shop: TemporaryShop;
  before(() => {
    shop = createShop();
    for (const part of ["src", "package.json", "tsconfig.json"]) cpSync(join(sample, part), join(shop.root, part), { recursive: true });
  });
  after(() => shop.remove());

  const ficus = async (...argv: string[]): Promise<string> => {
    const { code, stdout, stderr } = await runMain(argv, openSession);
    assert.deepEqual([code, stderr], [0, ""]);
    return stdout;
  };
  const git = (...args: string[]): void =>
    void execFileSync("git", ["-c", "user.name=Ada", "-c", "user.email=ada@shop.example", "-c", "init.defaultBranch=main", ...args], {
      cwd: shop.root,
      stdio: "pipe",
    });
  const modules = (): Readonly<Record<string, string>> => read(readFileSync(join(shop.root, "ficus.boundaries.json"), "utf8")).modules;

  it("are agreed on, reshaped on two branches, merged, and held against the next proposal", async () => {
    await ficus("boundaries", "init", shop.root);
    const start = modules();
    // Neighbours in the file, which lines side by side would set against each other.
    const domain = Object.keys(start).filter((path) => !["shared", "platform"].includes(start[path]!));
    const at = domain.findIndex((path, i) => Object.keys(start).indexOf(domain[i + 1]!) === Object.keys(start).indexOf(path) + 1);
    const [first, second] = [domain[at]!, domain[at + 1]!];
    const elsewhere = (path: string): string => Object.values(start).find((id) => id !== start[path] && !["shared", "platform"].includes(id))!;

    git("init", "-q");
    git("add", ".");
    git("commit", "-qm", "Boundaries");
    for (const [branch, path] of [
      ["ada", first],
      ["bob", second],
    ] as const) {
      git("checkout", "-qb", branch, "main");
      const told = await ficus("boundaries", "move", path, elsewhere(path), "--dir", shop.root);
      assert.match(told, /Before and after\n/);
      git("commit", "-qam", `Move ${path}`);
    }
    git("merge", "-qm", "Join", "ada");
    assert.deepEqual(modules(), { ...start, [first]: elsewhere(first), [second]: elsewhere(second) });

    const differing = await ficus("analyze", shop.root);
    assert.match(differing, /The proposal would move 2 modules/);
    await ficus("boundaries", "pin", first, "--dir", shop.root);
    await ficus("boundaries", "lock", elsewhere(second), "--dir", shop.root);
    assert.match(await ficus("boundaries", "accept", "--all", "--dir", shop.root), /Written to|Nothing to change/);
    assert.deepEqual([modules()[first], modules()[second]], [elsewhere(first), elsewhere(second)]);
    await ficus("boundaries", "unpin", first, "--dir", shop.root);
    await ficus("boundaries", "unlock", elsewhere(second), "--dir", shop.root);
    await ficus("boundaries", "accept", "--all", "--dir", shop.root);
    assert.deepEqual(modules(), start);
  });

  it("stop a proposal when they cannot be read, and not a graph", async () => {
    const file = join(shop.root, "ficus.boundaries.json");
    const text = readFileSync(file, "utf8");
    writeFileSync(file, text.replace('"version": 1', '"version": "one"'));
    const { code, stderr } = await runMain(["analyze", shop.root], openSession);
    assert.deepEqual([code, stderr], [2, 'ficus: ficus.boundaries.json:2:14: version is "one": 1 is expected; this Ficus reads version 1 only\n']);
    assert.match(await ficus("graph", shop.root, "--format", "csv"), /^module,/);
    writeFileSync(file, text);
  });

  it("are part of what a cached analysis was made from, as far as they constrain it", async () => {
    const session = async () => openSession({ root: shop.root, cache: true });
    const analyzed = async (): Promise<boolean> => {
      const opened = await session();
      await opened.analyze();
      return opened.timings["analyze"] !== undefined;
    };
    await analyzed();
    assert.equal(await analyzed(), false);
    await ficus(
      "boundaries",
      "rename",
      Object.values(modules()).find((id) => !["shared", "platform"].includes(id))!,
      "Another name",
      "--dir",
      shop.root,
    );
    assert.equal(await analyzed(), false);
    const path = Object.keys(modules()).find((each) => !["shared", "platform"].includes(modules()[each]!))!;
    await ficus("boundaries", "pin", path, "--dir", shop.root);
    assert.equal(await analyzed(), true);
    assert.equal(await analyzed(), false);
  });
});
