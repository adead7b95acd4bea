/** The part of Node's own runner: results by name. Loaded by it, from the outermost process. */
import { numbered, testName } from "./names.mjs";
import { record } from "./settings.mjs";

/** @param {AsyncIterable<{ type: string, data: any }>} events */
export default async function* report(events) {
  /** @type {string[]} titles of the tests around, by depth and file */
  const around = new Map();
  const seen = new Map();
  for await (const { type, data } of events) {
    const path = around.get(data?.file) ?? [];
    if (type === "test:start") {
      path.length = data.nesting;
      path[data.nesting] = data.name;
      around.set(data.file, path);
    }
    if ((type !== "test:pass" && type !== "test:fail") || data.details?.type === "suite") continue;
    const title = [...path.slice(0, data.nesting), data.name].join(" ");
    // Some versions tell of the file as of a test.
    if (data.file !== undefined && data.name === data.file) continue;
    const outcome = data.skip !== undefined || data.todo !== undefined ? "skipped" : type === "test:pass" ? "passed" : "failed";
    const error = data.details?.error;
    const message = error && String(error.cause?.stack ?? error.cause ?? error.stack ?? error);
    const name = numbered(seen, testName(data.file, title));
    record({ kind: "result", name, outcome, milliseconds: data.details?.duration_ms ?? 0, message });
    yield `${outcome} ${name}\n${message ? `${message}\n` : ""}`;
  }
}
