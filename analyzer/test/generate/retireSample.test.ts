import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openSession } from "../../src/session.ts";
import { runMain, type Run } from "../cli/runMain.ts";
import { createShop, type TemporaryShop } from "../io/temporaryShop.ts";

const repository = fileURLToPath(new URL("../../../", import.meta.url));
const sample = join(repository, "samples/monolith");

describe("retiring a service of the sample monolith", () => {
  let shop: TemporaryShop;
  before(() => {
    shop = createShop();
    for (const part of ["src", "test", "package.json", "tsconfig.json"]) cpSync(join(sample, part), join(shop.root, part), { recursive: true });
    // Types of the packages that the sample uses.
    symlinkSync(join(repository, "node_modules"), join(shop.root, "node_modules"));
    writeFileSync(join(shop.root, ".gitignore"), "node_modules\n.ficus\n");
    const areas = JSON.parse(readFileSync(join(sample, "test/areas.json"), "utf8")) as Record<string, string[]>;
    const services = Object.fromEntries(Object.entries(areas).map(([id, members]) => [id, { name: id, members }]));
    writeFileSync(join(shop.root, "ficus.boundaries.json"), JSON.stringify({ version: 1, services }, null, 2));
    git("init", "--quiet");
    commit();
  });
  after(() => shop.remove());

  const git = (...args: string[]): string =>
    execFileSync("git", ["-c", "user.name=Ada", "-c", "user.email=ada@shop.example", "-c", "init.defaultBranch=main", ...args], {
      cwd: shop.root,
      stdio: "pipe",
      encoding: "utf8",
    });
  const commit = (): void => {
    git("add", "--all");
    git("commit", "--quiet", "--message", "next step");
  };
  const ficus = (...argv: string[]): Promise<Run> => runMain([...argv, shop.root], openSession);
  const typeErrors = (folder: string): string => {
    try {
      return execFileSync(join(repository, "node_modules/.bin/tsc"), ["--noEmit", "-p", join(shop.root, folder)], {
        stdio: "pipe",
        encoding: "utf8",
      });
    } catch (error) {
      // What tsc has to say is in what it prints.
      return String((error as { stdout?: unknown }).stdout);
    }
  };

  it("waits until everything is remote, then leaves both sides compiling", async function () {
    this.timeout(180_000);
    assert.equal((await ficus("extract", "notifications")).code, 0);
    const unsaved = await ficus("retire", "notifications");
    assert.deepEqual([unsaved.code, /changes that are not committed/.test(unsaved.stderr)], [2, true]);
    commit();
    const early = await ficus("retire", "notifications");
    assert.equal(early.code, 2);
    assert.match(early.stderr, /notifications is local .*run ficus route notifications remote first, or use --force/);
    assert.equal((await runMain(["route", "notifications", "remote", shop.root, "--force"], openSession)).code, 0);
    commit();

    const planned = await runMain(["retire", "notifications", shop.root, "--dry-run"], openSession);
    assert.match(planned.stdout, /rename from src\/services\/mailer\.ts\nrename to services\/notifications\/src\/services\/mailer\.ts/);
    assert.equal(git("status", "--porcelain"), "");

    const { code, stdout, stderr } = await ficus("retire", "notifications");
    assert.deepEqual([code, stderr], [0, ""]);
    assert.match(stdout, /6 modules moved into its package/);
    assert.ok(!existsSync(join(shop.root, "src/services/mailer.ts")));
    assert.ok(existsSync(join(shop.root, "services/notifications/src/services/mailer.ts")));
    assert.equal(typeErrors("."), "");
    assert.equal(typeErrors("services/notifications"), "");

    commit();
    const again = await ficus("retire", "notifications");
    assert.deepEqual([again.code, /retired already/.test(again.stderr)], [2, true]);
    const back = await ficus("rollback", "notifications");
    assert.deepEqual([back.code, /is retired/.test(back.stderr)], [2, true]);
  });
});
