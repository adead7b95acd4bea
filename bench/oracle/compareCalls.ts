import type { CheckerAnswer } from "./askChecker.ts";
import type { CallSite } from "./checkCalls.ts";
import type { FicusGraph, FicusReference } from "./ficusGraph.ts";

export type CallFigures = {
  across: Recall;
  sameFile: Recall;
  /** Ficus' call references at sites where the checker names a callee, and how many of them it confirms. */
  judged: number;
  confirmed: number;
  /** Call references of Ficus where the checker knows no callee, and at positions that are no call site to it. */
  checkerDoesNotKnow: number;
  notACallSite: FicusReference[];
  /** Sites without an answer, whatever Ficus says there. */
  unknownSites: number;
  missed: MissedCall[];
  wrong: WrongCall[];
};
export type Recall = { sites: number; found: number; foundByName: number };
export type MissedCall = CallSite & { ficus: FicusReference[]; sameFile: boolean };
export type WrongCall = { reference: FicusReference; site: CallSite };

const callKinds = new Set(["call", "new", "decorator"]);

export function compareCalls(graph: FicusGraph, { calls, files }: CheckerAnswer): CallFigures {
  const modules = new Set(graph.modules);
  const read = new Set(files); // of other files the checker cannot say anything
  const references = graph.references.filter((reference) => callKinds.has(reference.kind) && read.has(reference.from));
  const byPosition = groupBy(references, (each) => position(each.from, each.line, each.column));
  const figures: CallFigures = {
    across: { sites: 0, found: 0, foundByName: 0 },
    sameFile: { sites: 0, found: 0, foundByName: 0 },
    judged: 0,
    confirmed: 0,
    checkerDoesNotKnow: 0,
    notACallSite: [],
    unknownSites: calls.filter((site) => site.answer === "unknown").length,
    missed: [],
    wrong: [],
  };
  for (const site of calls) {
    if (site.answer !== "inside" || !modules.has(site.from) || !site.targets.some((target) => modules.has(target.file))) continue;
    const own = referencesAt(site);
    const isSameFile = site.targets.some((target) => target.file === site.from);
    const recall = isSameFile ? figures.sameFile : figures.across;
    recall.sites++;
    const right = own.filter((reference) => site.targets.some((target) => target.file === reference.to));
    if (right.length > 0) recall.found++;
    else figures.missed.push({ ...site, ficus: own, sameFile: isSameFile });
    if (right.some((reference) => namesAgree(reference, site))) recall.foundByName++;
  }
  judge(references, calls, figures);
  return figures;

  function referencesAt(site: CallSite): FicusReference[] {
    const at = byPosition.get(position(site.from, site.line, site.column)) ?? [];
    const isSamePlace = site.line === site.startLine && site.column === site.startColumn;
    return isSamePlace ? at : [...at, ...(byPosition.get(position(site.from, site.startLine, site.startColumn)) ?? [])];
  }
}

function judge(references: readonly FicusReference[], calls: readonly CallSite[], figures: CallFigures): void {
  const byName = groupBy(calls, (site) => position(site.from, site.line, site.column));
  const byStart = groupBy(calls, (site) => position(site.from, site.startLine, site.startColumn));
  for (const reference of references) {
    const at = position(reference.from, reference.line, reference.column);
    const sites = byName.get(at) ?? byStart.get(at) ?? [];
    const answered = sites.filter((site) => site.answer !== "unknown");
    const [first] = answered;
    if (sites.length === 0) figures.notACallSite.push(reference);
    else if (first === undefined) figures.checkerDoesNotKnow++;
    else {
      figures.judged++;
      const isConfirmed = answered.some((site) => [...site.targets.map((target) => target.file), ...site.alsoRight].includes(reference.to));
      if (isConfirmed) figures.confirmed++;
      else figures.wrong.push({ reference, site: first });
    }
  }
}

/** A constructor may be named by its class, a default export by either of its names. */
function namesAgree(reference: FicusReference, site: CallSite): boolean {
  const own = reference.names.find((name) => name !== "constructor");
  if (own === undefined || own === "default") return true;
  return site.targets.some((target) => target.names[0] === own || (target.names[0] === "default" && target.names.length <= 1));
}

function groupBy<T>(list: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of list) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

function position(file: string, line: number, column: number): string {
  return `${file}\0${line}:${column}`;
}
