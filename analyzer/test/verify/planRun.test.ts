import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FicusError } from "../../src/errors.ts";
import { planRun, wordsOf } from "../../src/verify/planRun.ts";

describe("verify: what is run", () => {
  let root: string;
  beforeEach(() => (root = mkdtempSync(join(tmpdir(), "ficus-plan-"))));
  afterEach(() => rmSync(root, { recursive: true, force: true }));
  const scripts = (of: Record<string, string>): void => writeFileSync(join(root, "package.json"), JSON.stringify({ scripts: of }));

  it("is guessed from package.json, with its package manager, and then to be confirmed", () => {
    scripts({ test: "vitest run", start: "node main.js" });
    writeFileSync(join(root, "pnpm-lock.yaml"), "");
    const { test, server, guessed } = planRun(root, {});
    assert.deepEqual([test, server?.command, guessed], [["pnpm", "test"], ["pnpm", "run", "start"], true]);
  });

  it("starts no monolith that nobody named or saw: requests that write are sent to it", () => {
    scripts({ start: "node main.js" });
    assert.equal(planRun(root, { verify: { test: "mocha" } }).server, undefined);
    assert.deepEqual(planRun(root, { verify: { test: "mocha" } }, { yes: true }).server?.command, ["npm", "run", "start"]);
    const server = { command: "node 'my main.js'", health: "http://localhost:3000/up?deep=1" };
    assert.deepEqual(planRun(root, { verify: { test: "mocha", server } }).server, { command: ["node", "my main.js"], health: "/up?deep=1" });
  });

  it("is nothing where there are no tests, and says what to give", () => {
    scripts({ test: 'echo "Error: no test specified" && exit 1' });
    assert.throws(
      () => planRun(root, {}),
      (error) => error instanceof FicusError && error.reason === "not-confirmed" && /verify\.test/.test(error.message),
    );
  });

  it("splits at spaces and keeps quoted words together, without a shell's magic", () => {
    assert.deepEqual(wordsOf(`mocha "test/**/*.test.js" --grep 'an order' $HOME`), ["mocha", "test/**/*.test.js", "--grep", "an order", "$HOME"]);
  });
});
