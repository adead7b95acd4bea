/** What crosses the seam, written down at both ends; and the faults that the run asks for. */
import { currentTest } from "./currentTest.mjs";
import { testName } from "./names.mjs";
import { brokenNow, record, settings } from "./settings.mjs";
import { inTransaction } from "./transactions.mjs";

/** More calls of one operation than this at once, each waiting for the next: a service that calls itself. */
const mostNested = 60;

/** @typedef {import("../../generate/runtime/observer.ts").Observer} Observer */

/** @returns {Observer} */
export function makeObserver() {
  /** @type {Map<string, number>} */
  const running = new Map();
  const own = settings?.side === "service";
  return {
    crossing(crossing) {
      const name = nameOf(crossing);
      if (crossing.side === "server") running.set(name, Math.max(0, (running.get(name) ?? 0) - 1));
      const sent = crossing.side === "client" && crossing.remote;
      record({ kind: "crossing", crossing, ...(sent && inTransaction() ? { inTransaction: true } : {}), ...whichTest() });
    },
    fault(service, name) {
      if (own) {
        const now = (running.get(name) ?? 0) + 1;
        running.set(name, now);
        if (now > mostNested) {
          record({ kind: "self-call", service, name });
          return "error";
        }
      }
      const fault = brokenNow()[name];
      return fault === "no-op" ? "noop" : fault;
    },
    // Absent when not asked for: the runtime compares nothing then.
    audit: settings?.audit ? (report) => record({ kind: "audit", report, ...whichTest() }) : undefined,
    shadow(report) {
      record({ kind: "shadow", report, ...whichTest() });
    },
  };
}

/** @param {{ operation?: string, route?: string }} crossing */
function nameOf(crossing) {
  return crossing.operation ?? crossing.route ?? "";
}

function whichTest() {
  const running = currentTest();
  if (!running) return {};
  if (running.name) return { test: running.name };
  return running.title ? { test: testName(running.file, running.title) } : { file: running.file };
}
