/** Events that are published on one side and heard on the other: on which bus, by which method. */
import { Node, SyntaxKind } from "ts-morph";
import type { SourceFile } from "ts-morph";
import type { SeamEvent } from "../../model/seams.ts";
import { declarationOf } from "../source/declarations.ts";

export interface Bus {
  /** Module and name of the exported object that everybody publishes on. */
  module: string;
  symbol: string;
  method: string;
  /** Its method that waits for listeners under way. */
  waits: string | undefined;
  /** Published elsewhere and heard by the service. */
  incoming: string[];
  /** Published by the service and heard elsewhere. */
  outgoing: string[];
}

export interface BusPlan {
  buses: Bus[];
  /** Events that cross and whose bus is no exported object: nothing can stand between. */
  unbridged: SeamEvent[];
}

export function planBuses(events: readonly SeamEvent[], files: readonly SourceFile[], pathOf: (file: SourceFile) => string): BusPlan {
  const byPath = new Map(files.map((file) => [pathOf(file), file]));
  const buses = new Map<string, Bus>();
  const unbridged: SeamEvent[] = [];
  for (const event of events) {
    if (!event.crosses || event.direction !== "publish") continue;
    const found = busAt(byPath.get(event.module), event, pathOf);
    if (found === undefined) {
      unbridged.push(event);
      continue;
    }
    const key = `${found.module}#${found.symbol}.${found.method}`;
    const bus = buses.get(key) ?? { ...found, incoming: [], outgoing: [] };
    buses.set(key, bus);
    const names = event.inside ? bus.outgoing : bus.incoming;
    if (!names.includes(event.event)) names.push(event.event);
  }
  for (const bus of buses.values()) {
    bus.incoming.sort();
    bus.outgoing.sort();
  }
  return { buses: [...buses].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, bus]) => bus), unbridged };
}

function busAt(
  file: SourceFile | undefined,
  { line, column }: SeamEvent,
  pathOf: (file: SourceFile) => string,
): Pick<Bus, "module" | "symbol" | "method" | "waits"> | undefined {
  if (file === undefined) return undefined;
  const offset = file.compilerNode.getPositionOfLineAndCharacter(line - 1, column - 1);
  const calls = file.getDescendantsOfKind(SyntaxKind.CallExpression).filter((call) => call.getStart() <= offset && offset < call.getEnd());
  for (const call of calls.reverse()) {
    const callee = call.getExpression();
    if (!Node.isPropertyAccessExpression(callee)) continue;
    const declaration = declarationOf(callee.getExpression());
    const statement = Node.isVariableDeclaration(declaration) ? declaration.getVariableStatement() : undefined;
    if (statement?.isExported() !== true || !Node.isVariableDeclaration(declaration)) continue;
    return {
      module: pathOf(declaration.getSourceFile()),
      symbol: declaration.getName(),
      method: callee.getName(),
      waits: waitingMethod(declaration),
    };
  }
  return undefined;
}

const waiting = /^(drain|flush|settle|settled|idle|onIdle|whenIdle|waitForIdle)$/;

/** A method without arguments that promises, and is called as such methods are. */
function waitingMethod(declaration: Node): string | undefined {
  for (const property of declaration.getType().getProperties()) {
    if (!waiting.test(property.getName())) continue;
    const [signature] = property.getTypeAtLocation(declaration).getCallSignatures();
    const answer = signature?.getReturnType().getSymbol()?.getName();
    if (signature?.getParameters().length === 0 && answer === "Promise") return property.getName();
  }
  return undefined;
}
