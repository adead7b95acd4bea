/** Which operations an extraction serves, under which names, and which module stands in for which. */
import type { Crossing, Operation, SeamsReport } from "../model/seams.ts";

export interface PlannedOperation {
  /** As the switch, the contract and both ends' records name it: `place`, `catalogService.find`. */
  name: string;
  operation: Operation;
  /** Declaring module, below the root. */
  module: string;
  /** Name of the export. */
  symbol: string;
  /** Method of an instance. */
  member: string | undefined;
}

/** An operation that crosses and yet cannot be served, with the reason that people are told. */
export interface UnservedOperation {
  crossing: Crossing;
  operation: Operation;
  why: string;
}

export interface OperationPlan {
  operations: PlannedOperation[];
  unserved: UnservedOperation[];
}

/** Kinds of symbols that a facade can be written for. */
const servedKinds = new Set<Crossing["kind"]>(["function", "instance"]);

export function planOperations(report: Pick<SeamsReport, "crossings">): OperationPlan {
  const planned: Omit<PlannedOperation, "name">[] = [];
  const unserved: UnservedOperation[] = [];
  for (const crossing of report.crossings) {
    if (crossing.direction !== "incoming") continue;
    for (const operation of crossing.operations) {
      if (operation.decision !== "operation") continue;
      const symbol = crossing.exportedAs[0];
      if (!servedKinds.has(crossing.kind) || symbol === undefined) {
        unserved.push({ crossing, operation, why: symbol === undefined ? "it is not exported" : `no facade is written for a ${crossing.kind} yet` });
      } else planned.push({ operation, module: crossing.symbol.module, symbol, member: crossing.kind === "instance" ? operation.name : undefined });
    }
  }
  return { operations: nameAll(planned), unserved };
}

/** The shortest names that tell them apart: the symbol's own, else with its module's. */
function nameAll(planned: readonly Omit<PlannedOperation, "name">[]): PlannedOperation[] {
  const short = ({ symbol, member }: Omit<PlannedOperation, "name">): string => (member === undefined ? symbol : `${symbol}.${member}`);
  const counts = new Map<string, number>();
  for (const each of planned) counts.set(short(each), (counts.get(short(each)) ?? 0) + 1);
  return planned
    .map((each) => ({ ...each, name: counts.get(short(each)) === 1 ? short(each) : `${stemOf(each.module)}.${short(each)}` }))
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

/** `src/services/stockService.ts` → `services/stockService`, with dots for slashes: the switch's names have no slash. */
function stemOf(module: string): string {
  return module
    .replace(/^src\//, "")
    .replace(/\.[mc]?[jt]sx?$/, "")
    .replaceAll("/", ".");
}
