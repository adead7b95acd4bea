/** Crossing symbols with their callers, operations and what becomes of them. */
import type { Crossing } from "../model/seams.ts";
import type { SymbolGraph } from "../model/graph.ts";
import type { Place, SymbolName } from "../model/shapes.ts";
import type { CrossedSymbol } from "./collectUses.ts";
import type { Context } from "./context.ts";
import { decideCrossing, decideOperation } from "./decide.ts";
import { byPlace, targetKey, uniquePlaces } from "./graphIndex.ts";
import { callerOf, operationsOf, uniqueCallers } from "./operations.ts";
import { kindOfSymbol } from "./symbolKind.ts";
import { mergeWires } from "./wireSafety.ts";
import { ts } from "./typescript.ts";

export function describeCrossings(context: Context, crossed: readonly CrossedSymbol[], graph: SymbolGraph): Crossing[] {
  const { index, sides } = context;
  const instances = instancesOf(context, crossed);
  const merged = mergeInstances(crossed, instances);
  const instanceofUses = new Map<string, Place[]>();
  const found: Crossing[] = [];
  for (const symbol of merged) {
    const declared = kindOfSymbol(context, symbol.module, symbol.declaration);
    const name = index.symbolName(symbol.module, symbol.declaration);
    const callers = uniqueCallers(symbol.uses.map((use) => callerOf(context, use)));
    for (const caller of callers) {
      if (caller.use !== "instanceof" || caller.inTest) continue;
      const key = `${name.module}#${name.name}`;
      instanceofUses.set(key, [...(instanceofUses.get(key) ?? []), { module: caller.module, line: caller.line, column: caller.column }]);
    }
    const kind = declared;
    const traits = {
      direction: symbol.direction,
      kind,
      role: sides.role[symbol.module] === "domain" && sides.service[symbol.module] === null ? ("unowned" as const) : sides.role[symbol.module]!,
      isValue: kind === "class" && isValueClass(context, symbol),
    };
    const operations =
      kind === "entity" || kind === "error" || kind === "type" || kind === "enum"
        ? []
        : operationsOf(context, symbol).map((open) => {
            const decided = decideOperation(open, traits);
            const { touched: _touched, startsUp: _startsUp, ...operation } = open;
            return { ...operation, ...decided };
          });
    const instance = instances.get(targetKey(symbol));
    const crossing: Omit<Crossing, "decision" | "why"> = {
      direction: symbol.direction,
      symbol: { module: name.module, name: name.name },
      kind,
      at: index.placeOf(symbol.module, symbol.declaration),
      service: sides.service[symbol.module] ?? null,
      role: sides.role[symbol.module]!,
      exportedAs: exportedAs(graph, symbol),
      ...(instance === undefined ? {} : { instanceOf: index.symbolName(instance.module, instance.declaration) }),
      injections: injectionsOf(context, name, symbol),
      callers,
      operations,
      wire: mergeWires(operations.filter(({ decision }) => decision !== "not-an-operation" && decision !== "start-up").map(({ wire }) => wire)),
      ripple: {
        needed: operations.some(({ ripple }) => ripple.needed),
        becomesAsync: uniqueSteps(operations.flatMap(({ ripple }) => ripple.becomesAsync)),
        stops: uniqueSteps(operations.flatMap(({ ripple }) => ripple.stops)),
      },
    };
    found.push({ ...crossing, ...decideCrossing(crossing) });
  }
  for (const { operations } of found)
    for (const operation of operations)
      for (const thrown of operation.throws)
        if (thrown.symbol !== null) thrown.caughtBy = uniquePlaces(instanceofUses.get(`${thrown.symbol.module}#${thrown.symbol.name}`) ?? []);
  return found.sort(
    (a, b) =>
      (a.direction < b.direction ? -1 : a.direction > b.direction ? 1 : 0) ||
      (a.symbol.module < b.symbol.module ? -1 : a.symbol.module > b.symbol.module ? 1 : 0) ||
      (a.symbol.name < b.symbol.name ? -1 : 1),
  );
}

/** A class with fields that can all be sent, and that nobody injects. */
function isValueClass({ program, syntax, shaper }: Context, { module, declaration }: CrossedSymbol): boolean {
  const node = syntax.declaration(module, declaration);
  if (node === undefined || !ts.isClassLike(node) || node.name === undefined) return false;
  const symbol = program.checker.getSymbolAtLocation(node.name);
  const shape = symbol === undefined ? undefined : shaper.shapeOf(program.checker.getDeclaredTypeOfSymbol(symbol));
  const definition = shape?.kind === "named" ? shaper.definitions.get(shape.id) : undefined;
  return definition?.rebuildable?.can === true && definition.shape.kind === "object" && definition.shape.properties.length > 0;
}

const uniqueSteps = <T extends Place & { symbol: string | null }>(steps: readonly T[]): T[] => uniquePlaces(steps);

/** Classes whose instance a variable of the same service keeps: `export const orders = new Orders()`. */
function instancesOf({ index, syntax, program }: Context, crossed: readonly CrossedSymbol[]): Map<string, { module: number; declaration: number }> {
  const found = new Map<string, { module: number; declaration: number }>();
  for (const symbol of crossed) {
    const fact = index.declaration(symbol.module, symbol.declaration);
    if (fact?.kind !== "variable") continue;
    const node = syntax.declaration(symbol.module, symbol.declaration);
    if (node === undefined || !ts.isVariableDeclaration(node) || node.initializer === undefined) continue;
    const declared = program.checker.getTypeAtLocation(node).getSymbol()?.valueDeclaration;
    if (declared === undefined || !ts.isClassLike(declared)) continue;
    const module = program.moduleOf(declared.getSourceFile());
    const declaration = module < 0 ? -1 : syntax.factOf(module, declared);
    if (declaration >= 0) found.set(targetKey(symbol), { module, declaration });
  }
  return found;
}

/** Calls of methods of a class with one instance are calls of that instance, unless callers name the class. */
function mergeInstances(crossed: readonly CrossedSymbol[], instances: ReadonlyMap<string, { module: number; declaration: number }>): CrossedSymbol[] {
  const result = crossed.map((symbol) => ({ ...symbol, uses: [...symbol.uses] }));
  for (const symbol of result) {
    const instance = instances.get(targetKey(symbol));
    if (instance === undefined) continue;
    const behind = result.find(
      (each) => each.direction === symbol.direction && each.module === instance.module && each.declaration === instance.declaration,
    );
    if (behind === undefined) continue;
    const users = new Set(symbol.uses.map(({ from }) => from));
    const moved = behind.uses.filter((use) => use.target.declaration !== behind.declaration && users.has(use.from));
    symbol.uses.push(...moved);
    behind.uses = behind.uses.filter((use) => !moved.includes(use));
    // Methods of the class are operations of the instance: they are looked up where the class stands.
    if (behind.module !== symbol.module) symbol.uses = symbol.uses.filter((use) => use.target.module === symbol.module || !moved.includes(use));
  }
  return result.filter(({ uses }) => uses.length > 0);
}

function exportedAs(graph: SymbolGraph, { module, declaration }: CrossedSymbol): string[] {
  const names = graph.modules[module]!.facts.exports.flatMap((each) =>
    each.kind === "local" && each.declaration === declaration ? [each.name] : [],
  );
  return [...new Set(names)].sort();
}

function injectionsOf({ index, sides, service }: Context, name: SymbolName, symbol: CrossedSymbol): Crossing["injections"] {
  const users = new Set(symbol.uses.map(({ from }) => from));
  const found: Crossing["injections"] = [];
  for (const module of users) {
    if (sides.role[module] === "test" || (sides.service[module] === service) === (symbol.direction === "incoming")) continue;
    const { path, facts } = index.graph.modules[module]!;
    for (const injection of facts.injections)
      if (injection.token === name.name)
        found.push({
          module: path,
          line: injection.line,
          column: injection.column,
          style: injection.style,
          into: index.symbolName(module, injection.class),
          parameter: injection.parameter,
          token: injection.token,
        });
  }
  return found.sort(byPlace);
}
