/** Whatever happens, nothing that a verification started outlives it, and it always ends. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { baseEnvironment, observed } from "../../src/verify/environment.ts";
import { runCommand, startProcess, tailOf } from "../../src/verify/runCommand.ts";
import { makeShop, verifyShop } from "./makeShop.ts";

const never = new AbortController().signal;

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function gone(pid: number): Promise<boolean> {
  for (let tries = 0; tries < 100 && alive(pid); tries += 1) await pause(50);
  return !alive(pid);
}

/** A service that starts a process of its own, and says which. */
const withHelper = (): Record<string, string> => ({
  "services/ordering/pin.js": `
    import { spawn } from "node:child_process";
    import { writeFileSync } from "node:fs";
    process.env.FICUS_SWITCH = "ordering=local";
    const helper = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" });
    writeFileSync(new URL("../../pids.json", import.meta.url), JSON.stringify([process.pid, helper.pid]));`,
});

describe("verify: processes", function () {
  this.timeout(60_000);

  it("ends the service and what that started", async () => {
    const shop = makeShop(undefined, withHelper);
    try {
      await verifyShop(shop, { stages: [] });
      for (const pid of JSON.parse(readFileSync(join(shop.root, "pids.json"), "utf8"))) assert.ok(await gone(pid), `${pid} still runs`);
    } finally {
      shop.clear();
    }
  });

  it("ends all at once when it is aborted, and clears its scratch folder away", async () => {
    const shop = makeShop(undefined, withHelper);
    const controller = new AbortController();
    // A place of its own: other verifications on this machine have their folders too.
    const place = mkdtempSync(join(tmpdir(), "ficus-aborted-"));
    const outer = process.env["TMPDIR"];
    process.env["TMPDIR"] = place;
    try {
      const running = verifyShop(shop, {
        stages: [],
        signal: controller.signal,
        onProgress: (stage) => stage === "remote" && controller.abort(new Error("Ctrl-C")),
      });
      await assert.rejects(running, /Ctrl-C|aborted/);
      for (const pid of JSON.parse(readFileSync(join(shop.root, "pids.json"), "utf8"))) assert.ok(await gone(pid), `${pid} still runs`);
      assert.deepEqual(readdirSync(place), []);
    } finally {
      if (outer === undefined) delete process.env["TMPDIR"];
      else process.env["TMPDIR"] = outer;
      rmSync(place, { recursive: true, force: true });
      shop.clear();
    }
  });

  it("ends tests that hang, and says so", async () => {
    const shop = makeShop(undefined, () => ({
      "test/hanging.test.js": "it('waits', () => new Promise(() => setInterval(() => {}, 1000))).timeout(0);",
    }));
    try {
      const verdict = await verifyShop(shop, { stages: [], limits: { tests: 1200 } });
      assert.equal(verdict.state, "failed");
      assert.match(verdict.reasons[0]?.message ?? "", /did not end within 1 s/);
    } finally {
      shop.clear();
    }
  });

  it("says what could not be started", async () => {
    const shop = makeShop();
    try {
      const verdict = await verifyShop(shop, { stages: [], test: ["no-such-runner"] });
      assert.match(verdict.reasons[0]?.message ?? "", /no-such-runner could not be started/);
    } finally {
      shop.clear();
    }
  });

  it("has processes end by themselves when the verification is killed", async () => {
    const folder = mkdtempSync(join(tmpdir(), "ficus-lifeline-"));
    try {
      // Stands for a verification that was killed: a process that is gone.
      const parent = spawn(process.execPath, ["-e", ""]);
      await once(parent, "exit");
      const settings = join(folder, "settings.json");
      writeFileSync(settings, JSON.stringify({ root: folder, records: folder, nonce: "1", side: "service", parent: parent.pid }));
      const env = observed(baseEnvironment(process.env, folder), settings);
      const log = join(folder, "log");
      const command = { command: [process.execPath, "-e", "setInterval(() => {}, 1000)"], directory: folder, env, log, limit: 10_000, signal: never };
      const { code, timedOut } = await runCommand(command);
      assert.deepEqual([code, timedOut], [1, false], tailOf(log));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it("does not read a shell's language", async () => {
    const folder = mkdtempSync(join(tmpdir(), "ficus-shell-"));
    try {
      const hostile = "$(touch stolen); touch stolen & `touch stolen`";
      const log = join(folder, "log");
      const started = startProcess({
        command: [process.execPath, "-e", "console.log(process.argv[1])", hostile],
        directory: folder,
        env: process.env,
        log,
        signal: never,
      });
      await started.ended;
      assert.equal(tailOf(log).trim(), hostile);
      assert.equal(existsSync(join(folder, "stolen")), false);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
