/**
 * Golden texts: what a test prints is compared with a file beside the test. `UPDATE_GOLDENS=1` rewrites them; they are reviewed like code.
 * The text must be normalised by the caller: sorted, without machine paths, times or random values.
 */
import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, relative } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * @param file where the golden stands: `new URL("orders.golden.txt", import.meta.url)`
 * @param text what came out now; a missing last newline is added
 */
export function matchGolden(file: URL, text: string): void {
  const actual = text.endsWith("\n") ? text : `${text}\n`;
  const path = fileURLToPath(file);
  if (process.env["UPDATE_GOLDENS"] === "1") {
    mkdirSync(dirname(path), { recursive: true });
    if (!existsSync(path) || readGolden(path) !== actual) writeFileSync(path, actual);
    return;
  }
  const shown = relative(process.cwd(), path);
  assert.ok(existsSync(path), `${shown} is missing: run the test with UPDATE_GOLDENS=1 and review what it writes`);
  assert.equal(actual, readGolden(path), `differs from ${shown}: if the change is meant, run with UPDATE_GOLDENS=1 and review the difference`);
}

// A checkout on Windows may have turned the line ends.
const readGolden = (path: string): string => readFileSync(path, "utf8").replaceAll("\r\n", "\n");
