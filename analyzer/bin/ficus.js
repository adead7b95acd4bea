#!/usr/bin/env -S node --max-semi-space-size=16
// The young generation of each thread may grow to 64 MB by default; a quarter of that is as fast here and saves 200 MB.
// Plain JavaScript that old versions of Node can read far enough to say what is wrong.
import { existsSync, readFileSync } from "node:fs";
import module from "node:module";
import v8 from "node:v8";

const needed = [22, 18];
const found = process.versions.node.split(".").map(Number);

if (found[0] < needed[0] || (found[0] === needed[0] && found[1] < needed[1])) {
  process.stderr.write(
    `ficus: Node ${needed.join(".")} or later is needed, this is ${process.versions.node}: install a newer one (https://nodejs.org), or put it first on PATH.\n`,
  );
  process.exitCode = 2;
} else {
  await start();
}

async function start() {
  const bundle = new URL("../dist/cli.js", import.meta.url);
  const entry = existsSync(bundle) ? bundle : new URL("../src/cli/main.ts", import.meta.url);
  module.enableCompileCache?.();
  // A run ends before heavy optimisation pays: measured on 6,000 files, a sixth less processor time, and no more on 24,000.
  if (found[0] >= 24) v8.setFlagsFromString("--invocation-count-for-turbofan=400000");

  const interrupt = new AbortController();
  process.on("SIGINT", () => {
    // The second Ctrl-C does not ask.
    if (interrupt.signal.aborted) process.exit(130);
    interrupt.abort();
    setTimeout(() => process.exit(130), 500).unref();
  });

  const { main } = await import(entry.href);
  const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
  process.exitCode = await main({ argv: process.argv.slice(2), version, stdout: process.stdout, stderr: process.stderr, signal: interrupt.signal });
}
