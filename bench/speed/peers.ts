import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

export const peersFolder = path.join(import.meta.dirname, "../peers");

/**
 * Installs the peers of bench/peers from its own lockfile, once. Answers with what is wrong, if anything is: the
 * benchmark then goes on without them.
 */
export function installPeers(progress: (message: string) => void): string | undefined {
  const lock = path.join(peersFolder, "package-lock.json");
  const installed = path.join(peersFolder, "node_modules/.package-lock.json");
  if (existsSync(installed) && packagesOf(installed) === packagesOf(lock)) return undefined;
  progress("Installing the peers (knip, rev-dep, madge, skott) into bench/peers …");
  const { status, stderr } = spawnSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], { cwd: peersFolder, encoding: "utf8" });
  if (status === 0) return undefined;
  return /ENOTFOUND|ECONN|ETIMEDOUT|EAI_AGAIN|network/.test(stderr)
    ? "the peers are not installed and the npm registry cannot be reached; run `npm ci` in bench/peers when it can"
    : `the peers cannot be installed: ${stderr.trim().split("\n").at(-1) ?? ""}`;
}

/** Both lockfiles list the packages; the installed one leaves out what other platforms need. */
function packagesOf(lockfile: string): string {
  const parsed: unknown = JSON.parse(readFileSync(lockfile, "utf8"));
  if (typeof parsed !== "object" || parsed === null || !("packages" in parsed)) return lockfile;
  // npm writes this field as an object from folder to package.
  const packages = parsed.packages as Record<string, { version?: string }>;
  return ["knip", "madge", "rev-dep", "skott"].map((name) => packages[`node_modules/${name}`]?.version ?? "").join();
}

export function peerFile(...parts: string[]): string {
  return path.join(peersFolder, "node_modules", ...parts);
}
