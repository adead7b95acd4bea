/** One name for a test, the same in all runs: `test/orders.test.js › orders are placed`; a second one of the same name gets a number. */
import { isAbsolute } from "node:path";
import { fileURLToPath } from "node:url";
import { fromRoot } from "./settings.mjs";

/** @param {string | undefined} file @param {string} title */
export function testName(file, title) {
  if (!file) return title;
  const path = file.startsWith("file:") ? fileURLToPath(file) : file;
  return `${isAbsolute(path) ? fromRoot(path) : path} › ${title}`;
}

/** @param {Map<string, number>} seen @param {string} name */
export function numbered(seen, name) {
  const count = (seen.get(name) ?? 0) + 1;
  seen.set(name, count);
  return count === 1 ? name : `${name} (${count})`;
}

/** @param {string} name */
export function unnumbered(name) {
  return name.replace(/ \(\d+\)$/, "");
}
