import type { Blocker, SeamsReport } from "../model/seams.ts";

/** Calls from inside somebody else's transaction stay in the monolith; the service then shares its tables with what it has left behind. */
export const acceptTransactionLocal = "transaction-local";

/** Blockers of single operations leave these in the monolith; the following leave nothing that could honestly be taken out. */
const always = new Set<Blocker["reason"]>(["in-memory-database"]);

/**
 * Blockers that stop the extraction as a whole.
 *
 * A transaction that is opened outside and writes the service's tables through its functions needs these in the monolith: that is for people to accept
 * (`transaction-local`). One that the service opens itself stays whole in its process as long as the database is shared, and is listed as data debt; it is
 * named here only where others stop.
 */
export function stopping(report: SeamsReport, accepted: readonly string[]): Blocker[] {
  const inside = new Set(report.service.modules);
  const transactions = report.blockers.filter(({ reason }) => reason === "transaction-on-both-sides");
  const stops = transactions.some(({ module }) => !inside.has(module)) && !accepted.includes(acceptTransactionLocal);
  return [...report.blockers.filter(({ reason }) => always.has(reason)), ...(stops ? transactions : [])];
}
