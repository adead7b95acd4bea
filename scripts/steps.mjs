/** Runs named steps one after the other, shows their output, and counts what passed. */
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("..", import.meta.url));

/**
 * @typedef {{ name: string, command: string[], directory?: string, tests?: boolean }} Step
 * `tests`: the command is mocha, and each of its tests counts; any other command counts as one.
 */

export const gate = [
  { name: "types", command: ["tsc", "--build"] },
  { name: "lint", command: ["oxlint", "--deny-warnings"] },
  { name: "format", command: ["oxfmt", "--check", "."] },
  { name: "architecture", command: ["node", "scripts/architecture.mjs"] },
  { name: "unit tests", command: ["mocha"], tests: true },
];

/** Ends the process with 1 when anything failed, was skipped, or when a suite ran no test. */
export async function runSteps(steps) {
  const rows = [];
  for (const step of steps) {
    console.log(`\n── ${step.name} ──`);
    rows.push({ name: step.name, ...(await runStep(step)) });
  }
  console.log("\nsuite                    passed  failed  seconds");
  for (const { name, passed, failed, seconds } of rows) {
    console.log(`${name.padEnd(24)} ${String(passed).padStart(6)}  ${String(failed).padStart(6)}  ${seconds.toFixed(1).padStart(7)}`);
  }
  const passed = rows.reduce((sum, row) => sum + row.passed, 0);
  const failed = rows.reduce((sum, row) => sum + row.failed, 0);
  console.log(`\n${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}

function runStep({ command, directory, tests = false }) {
  const start = performance.now();
  return new Promise((resolve) => {
    const [program, ...args] = command;
    // npm has put node_modules/.bin first on PATH; run by hand, this does.
    const env = { ...process.env, PATH: `${root}node_modules/.bin:${process.env.PATH}`, FORCE_COLOR: process.stdout.isTTY ? "1" : "0" };
    const child = spawn(program, args, { cwd: directory === undefined ? root : `${root}${directory}`, env, stdio: ["ignore", "pipe", "inherit"] });
    let output = "";
    child.stdout.on("data", (chunk) => {
      output += chunk;
      process.stdout.write(chunk);
    });
    child.on("error", (error) => {
      console.error(`${program} could not be started: ${error.message}`);
      resolve({ passed: 0, failed: 1, seconds: 0 });
    });
    child.on("close", (code) => {
      const seconds = (performance.now() - start) / 1000;
      if (!tests) resolve({ passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, seconds });
      else resolve({ ...countTests(output, code), seconds });
    });
  });
}

function countTests(output, code) {
  const count = (word) => Number(new RegExp(`^\\s*(\\d+) ${word}\\b`, "m").exec(output)?.[1] ?? 0);
  const passed = count("passing");
  // A skipped test proves nothing, and neither does a suite that found none.
  const failed = count("failing") + count("pending");
  return { passed, failed: failed === 0 && (code !== 0 || passed === 0) ? 1 : failed };
}
