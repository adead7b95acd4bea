import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { measure } from "../../speed/measure.ts";

function node(script: string): { file: string; arguments: string[]; cwd: string } {
  return { file: process.execPath, arguments: ["-e", script], cwd: import.meta.dirname };
}

const busy = "const buffer = Buffer.alloc(200e6, 1); const end = Date.now() + 400; while (Date.now() < end) buffer[0]++;";

describe("speed: measuring a process tree", () => {
  it("counts time and memory of grandchildren", async () => {
    const spawning = `require("node:child_process").spawnSync(process.execPath, ["-e", ${JSON.stringify(busy)}])`;
    const outcome = await measure(node(spawning), 20, (code) => code === 0);
    assert.equal(outcome.kind, "done");
    const { wall, cpu, memory } = outcome.measurement;
    assert.ok(wall >= 0.4, `wall ${wall}`);
    assert.ok(cpu >= 0.3, `cpu ${cpu}`);
    if (existsSync("/proc/self/status")) assert.ok(memory !== undefined && memory > 200 && memory < 500, `memory ${memory}`);
  });

  it("gives up on a run that takes too long, and says so", async () => {
    const outcome = await measure(node("setTimeout(() => {}, 60_000)"), 0.5, () => true);
    assert.deepEqual(outcome, { kind: "failed", reason: "timeout", detail: "over 0.5 s" });
  });

  it("reports a crash with its message instead of a time", async () => {
    const outcome = await measure(node('throw new Error("no orders table")'), 20, (code) => code === 0);
    assert.deepEqual(outcome, { kind: "failed", reason: "exit", detail: "exit 1: Error: no orders table" });
  });
});
