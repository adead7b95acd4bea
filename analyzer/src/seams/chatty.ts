/** Crossing calls inside loops, with a batch operation that would take their place. */
import type { Caller, Chatty, Crossing } from "../model/seams.ts";
import type { Context } from "./context.ts";
import { byPlace } from "./graphIndex.ts";
import { batchName, loopAround } from "./loops.ts";

export function findChatty(context: Context, crossings: readonly Crossing[]): Chatty[] {
  const found: Chatty[] = [];
  for (const crossing of crossings) {
    for (const operation of crossing.operations) {
      if (operation.decision === "carry" || operation.decision === "not-an-operation" || operation.decision === "start-up") continue;
      for (const caller of operation.callers) {
        if (caller.inTest || (caller.use !== "call" && caller.use !== "value")) continue;
        const node = context.syntax.node(context.moduleAt(caller.module), caller.line, caller.column);
        const loop = node === undefined ? undefined : loopAround(node);
        if (loop === undefined) continue;
        found.push({
          module: caller.module,
          line: caller.line,
          column: caller.column,
          operation: operation.id,
          loop: loop.kind,
          over: loop.over,
          symbol: caller.symbol,
          suggestion: suggestBatch(crossing, operation, caller),
        });
      }
    }
  }
  return found.sort(byPlace);
}

function suggestBatch(crossing: Crossing, operation: Crossing["operations"][number], caller: Caller): Chatty["suggestion"] {
  const name = batchName(operation.name);
  const shown = operation.parameters.filter(({ optional }) => !optional);
  const [only] = shown;
  const argument =
    shown.length === 1 && only !== undefined
      ? `${only.name}s: (${only.type})[]`
      : `calls: { ${shown.map((each) => `${each.name}: ${each.type}`).join("; ")} }[]`;
  const nothing = operation.result.type === "void";
  return {
    name,
    signature: `${name}(${argument}): Promise<${nothing ? "void" : `(${operation.result.type})[]`}>`,
    message: `${crossing.symbol.name === operation.name ? "" : `${crossing.symbol.name}.`}${operation.name} is called once a turn in ${caller.symbol ?? "the top level"}: each turn would be a trip over the wire`,
  };
}
