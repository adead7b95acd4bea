import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { applyEdit, type BoundariesEdit, ownersOf } from "../../src/boundaries/edit.ts";
import { writeBoundaries } from "../../src/boundaries/write.ts";
import { createShop, type TemporaryShop } from "../io/temporaryShop.ts";
import { read } from "./shopFile.ts";

const services = ["billing", "catalog", "orders", "shipping"].map((id) => ({ id, name: id }));
const paths = services
  .flatMap(({ id }) => ["controller", "entity", "repository", "service", "test data"].map((part) => `src/${part}/${id}.ts`))
  .sort();
const start = writeBoundaries({ services, owners: new Map(paths.map((path) => [path, path.replace(/.*\/|\.ts/g, "")])) });

const edit = (change: BoundariesEdit, text = start): string => applyEdit({ text, boundaries: read(text) }, change, paths);
const move = (path: string, to: string, text = start): string => edit({ kind: "move", modules: [path], to }, text);

describe("merging branches of the boundaries file with plain git", () => {
  let shop: TemporaryShop;
  before(() => void (shop = createShop()));
  after(() => shop.remove());

  const git = (...args: string[]): string =>
    execFileSync("git", ["-c", "user.name=Ada", "-c", "user.email=ada@shop.example", "-c", "init.defaultBranch=main", ...args], {
      cwd: shop.root,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    });

  /** What `git merge` does with one file. */
  const mergeFiles = (ours: string, theirs: string): { conflicts: number; text: string } => {
    for (const [name, text] of Object.entries({ ours, theirs, start })) writeFileSync(join(shop.root, name), text);
    const { status, stdout } = spawnSync("git", ["merge-file", "-p", "ours", "start", "theirs"], { cwd: shop.root, encoding: "utf8" });
    return { conflicts: status ?? -1, text: stdout };
  };

  it("joins moves of neighbours in the file: git merge, from branch to commit", () => {
    const file = join(shop.root, "ficus.boundaries.json");
    git("init", "-q");
    writeFileSync(file, start);
    git("add", ".");
    git("commit", "-qm", "Boundaries");
    for (const [branch, path, to] of [
      ["ada", paths[3]!, "billing"],
      ["bob", paths[4]!, "shared"],
    ] as const) {
      git("checkout", "-q", "-b", branch, "main");
      writeFileSync(file, move(path, to));
      git("commit", "-qam", `Move ${path}`);
    }
    git("merge", "-q", "-m", "Join", "ada");
    assert.equal(readFileSync(file, "utf8"), move(paths[4]!, "shared", move(paths[3]!, "billing")));
  });

  it("joins the moves of every pair of modules", () => {
    for (const [i, a] of paths.entries()) {
      for (const b of paths.slice(i + 1)) {
        const ours = move(a, "billing");
        const theirs = move(b, "platform");
        const { conflicts, text } = mergeFiles(ours, theirs);
        assert.equal(conflicts, 0, `${a} and ${b}`);
        assert.equal(text, move(b, "platform", ours));
      }
    }
  });

  it("joins branches of many moves each, as long as no module is moved by both", () => {
    const next = lottery(7);
    for (let round = 0; round < 60; round++) {
      let ours = start;
      let theirs = start;
      const expected = ownersOf(read(start), paths);
      for (const path of paths) {
        const to = services[next(services.length)]!.id;
        const turn = next(3);
        if (turn === 0) ours = move(path, to, ours);
        else if (turn === 1) theirs = move(path, to, theirs);
        if (turn < 2) expected.set(path, to);
      }
      const { conflicts, text } = mergeFiles(ours, theirs);
      assert.equal(conflicts, 0);
      assert.deepEqual(ownersOf(read(text), paths), expected);
    }
  });

  it("joins a move with a rename, an approval, a pin and a split of others", () => {
    const ours = move("src/entity/orders.ts", "billing");
    const others: BoundariesEdit[] = [
      { kind: "rename", service: "catalog", name: "Assortment" },
      { kind: "approve", service: "billing", approval: { by: "Ada", reason: "own database" } },
      { kind: "pin", modules: ["src/service/orders.ts"] },
      { kind: "split", service: "shipping", id: "tracking", name: "Tracking", modules: ["src/service/shipping.ts"] },
    ];
    for (const change of others) {
      const { conflicts, text } = mergeFiles(ours, edit(change));
      assert.equal(conflicts, 0, change.kind);
      assert.equal(text, edit(change, ours));
    }
  });

  it("leaves it to people when both moved the same module elsewhere", () => {
    assert.equal(mergeFiles(move(paths[0]!, "orders"), move(paths[0]!, "shipping")).conflicts, 1);
  });
});

/** The same numbers in every run. */
function lottery(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return (state >>> 16) % sides;
  };
}
