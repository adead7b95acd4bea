/** What `ficus diff` says in words, whatever the format. */
import type { ComparedCrossing, ComparedService, ComparedSide, Difference, MovedModule } from "../model/difference.ts";
import { siteUse } from "./siteWording.ts";
import { count, counted } from "./wording.ts";

export function sideName({ label, commit, boundaries }: ComparedSide): string {
  const short = commit === null || commit.startsWith(label) ? "" : ` (${commit.slice(0, 7)})`;
  return `${label}${short}${boundaries ? " by ficus.boundaries.json" : ""}`;
}

/** Undefined for a service that is as it was. */
export function serviceChange({ before, after, modulesBefore, modulesAfter, common }: ComparedService, { modules }: Difference): string | undefined {
  if (before === null)
    return `new, ${counted(modulesAfter, "module")}${mostly(
      modules.moved,
      ({ to }) => to === after,
      ({ from }) => from,
      "from",
    )}`;
  if (after === null)
    return `gone, had ${counted(modulesBefore, "module")}${mostly(
      modules.moved,
      ({ from }) => from === before,
      ({ to }) => to,
      "to",
    )}`;
  const parts: string[] = [];
  if (before !== after) parts.push(`was ${before}`);
  const [came, left] = [modulesAfter - common, modulesBefore - common];
  if (came > 0 || left > 0)
    parts.push(`${counted(modulesAfter, "module")} (${[came > 0 ? `${came} came` : "", left > 0 ? `${left} left` : ""].filter(Boolean).join(", ")})`);
  return parts.length > 0 ? parts.join(", ") : undefined;
}

/** `, mostly from orders` */
function mostly(
  moved: readonly MovedModule[],
  which: (module: MovedModule) => boolean,
  end: (module: MovedModule) => string | null,
  word: string,
): string {
  const counts = new Map<string, number>();
  for (const module of moved) {
    const service = which(module) ? end(module) : null;
    if (service !== null) counts.set(service, (counts.get(service) ?? 0) + 1);
  }
  const [most] = [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
  return most === undefined ? "" : `, mostly ${word} ${most[0]}`;
}

/** Where a module is: its service, or what it is instead. */
export function movedEnds({ from, to, roleBefore, roleAfter }: MovedModule): [string, string] {
  return [from ?? (roleBefore === "domain" ? "no service" : roleBefore), to ?? (roleAfter === "domain" ? "no service" : roleAfter)];
}

/** `calls create`, or how the import stands there where no reference is known. */
export function crossingUse({ sites, references, kinds }: ComparedCrossing): string {
  const [site] = sites;
  if (site === undefined) return kinds.join(", ");
  return `${siteUse(site)}${references > 1 ? ` and ${count(references - 1)} more` : ""}`;
}

export function isUnchanged({ services, modules, crossings }: Difference): boolean {
  return (
    services.every(
      ({ before, after, modulesBefore, modulesAfter, common }) => before === after && modulesBefore === common && modulesAfter === common,
    ) && [modules.added, modules.removed, modules.renamed, modules.moved, crossings.new, crossings.gone].every((list) => list.length === 0)
  );
}
