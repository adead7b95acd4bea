/** The main job on the sample shop, for people. */
import { spawnSync } from "node:child_process";
import { root } from "./steps.mjs";

const { status } = spawnSync("node", ["analyzer/bin/ficus.js", "analyze", "samples/monolith"], { cwd: root, stdio: "inherit" });
process.exitCode = status ?? 1;
