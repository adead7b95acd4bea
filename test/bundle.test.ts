/** What users get: the bundle, started as a command. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

function ficus(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, [`${root}analyzer/bin/ficus.js`, ...args], { encoding: "utf8", cwd: root, maxBuffer: 1 << 28 });
}

describe("the bundled command line", () => {
  before(() => assert.ok(existsSync(`${root}analyzer/dist/cli.js`), "run `npm run build` first"));

  it("analyses the sample shop, with several threads or one, cached or not, to the same bytes", () => {
    const first = ficus("analyze", "samples/monolith", "--json", "--no-cache");
    assert.equal(first.status, 0, first.stderr);
    const analysis = JSON.parse(first.stdout) as { services: unknown[]; modules: unknown[] };
    assert.ok(analysis.services.length >= 5);
    assert.ok(analysis.modules.length > 100);
    for (const run of [1, 2]) assert.equal(ficus("analyze", "samples/monolith", "--json").stdout, first.stdout, `cached run ${run}`);
  });

  it("says what it is", () => {
    assert.match(ficus("--version").stdout, /^\d+\.\d+\.\d+\n$/);
  });
});
