/**
 * What `ficus verify` tells the processes that it starts, in one environment variable. These files run inside the analysed repository's own processes, on
 * whatever Node it uses: plain JavaScript, no dependencies, and silent where the variable is missing.
 */
import { threadId } from "node:worker_threads";
import { appendFileSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";

/**
 * @typedef {object} Settings
 * @property {string} root the monolith's folder
 * @property {string} records folder that records are appended to
 * @property {string} nonce of the run; a process of another run cannot pass for one of this
 * @property {"monolith" | "service"} side
 * @property {string} service
 * @property {boolean} audit
 * @property {number} parent process that must be alive
 * @property {string} control file that says what is broken now
 * @property {string[]} [only] titles of tests to run, as `file › title`
 * @property {string[]} [unneeded] test files that hold none of those, relative to the root
 * @property {string} [results] file for reports of runners that write their own
 * @property {{ local: string, shim: string }[]} [redirect] what tests get instead of a module; absolute paths
 */

/** @returns {Settings | undefined} */
function readSettings() {
  const file = process.env.FICUS_VERIFY;
  if (!file) return undefined;
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}

export const settings = readSettings();

const file = settings && join(settings.records, `${settings.side}-${process.pid}-${threadId}.jsonl`);

/**
 * One line, written at once: a process that is killed has said all that it did.
 *
 * @param {Record<string, unknown>} what
 */
export function record(what) {
  if (!settings || !file) return;
  try {
    appendFileSync(file, `${JSON.stringify({ ...what, side: settings.side, pid: process.pid, nonce: settings.nonce })}\n`);
  } catch {
    // The folder goes when the run is over; what still writes then belongs to no run.
  }
}

/** @param {string} path absolute @returns {string} POSIX, relative to the monolith's root */
export function fromRoot(path) {
  return settings ? relative(settings.root, path).split(sep).join("/") : path;
}

/** @returns {Record<string, "error" | "no-op">} what is broken now, by operation or route */
export function brokenNow() {
  try {
    return JSON.parse(readFileSync(/** @type {Settings} */ (settings).control, "utf8"));
  } catch {
    return {};
  }
}
