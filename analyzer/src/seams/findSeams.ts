/** Everything that crosses the boundary of one service. Pure: the graph, the sides and a host that reads sources in, a report out. */
import type { Caller, Chatty, Crossing, SeamsReport, WireVerdict } from "../model/seams.ts";
import { FicusError } from "../errors.ts";
import type { SymbolGraph } from "../model/graph.ts";
import type { Place, SymbolName } from "../model/shapes.ts";
import { listBlockers, listFindings } from "./blockers.ts";
import { collectUses, type CrossedSymbol } from "./collectUses.ts";
import { decideCrossing, decideOperation } from "./decide.ts";
import { byPlace, indexGraph, targetKey, uniquePlaces, type GraphIndex, type Sides } from "./graphIndex.ts";
import type { SourceHost } from "./host.ts";
import { batchName, loopAround } from "./loops.ts";
import { narrowIndex } from "./narrow.ts";
import { openMutations } from "./mutations.ts";
import { callerOf, operationsOf, uniqueCallers, type OperationContext } from "./operations.ts";
import { createShaper } from "./shapeOf.ts";
import { findState } from "./state.ts";
import { findCarried, findEvents, findJobs, findRoutes } from "./surroundings.ts";
import { kindOfSymbol, type SymbolContext } from "./symbolKind.ts";
import { openSyntax, type SyntaxAt } from "./syntaxAt.ts";
import { cutForeignKeys, describeTables, findJoins, openTables } from "./tables.ts";
import { findTransactions } from "./transactions.ts";
import { openThrows } from "./throws.ts";
import { createTypeProgram, type TypeProgram } from "./typeProgram.ts";
import { mergeWires } from "./wireSafety.ts";
import { ts } from "./typescript.ts";

export interface SeamsInput {
  graph: SymbolGraph;
  sides: Sides;
  /** Id of the service. */
  service: string;
  name: string;
  /** Name of the analysed folder. */
  rootName: string;
  /** Absolute, POSIX. */
  root: string;
  host: SourceHost;
  tsconfig?: string | undefined;
  /** Made before, for all services at once. */
  prepared?: PreparedSeams | undefined;
}

/** What seams of several services share. */
export interface PreparedSeams {
  program: TypeProgram;
  syntax: SyntaxAt;
  index: GraphIndex;
}

/** Types of all modules but tests: for several services at once. */
export function prepareSeams({
  graph,
  sides,
  root,
  host,
  tsconfig,
}: Pick<SeamsInput, "graph" | "sides" | "root" | "host" | "tsconfig">): PreparedSeams {
  const modules = [...graph.modules.keys()].filter((module) => sides.role[module] !== "test");
  return prepare(indexGraph(graph), root, host, modules, tsconfig);
}

function prepare(bare: GraphIndex, root: string, host: SourceHost, modules: readonly number[], tsconfig: string | undefined): PreparedSeams {
  const program = createTypeProgram({ graph: bare.graph, root, host, modules, tsconfig });
  const syntax = openSyntax(program, bare);
  return { program, syntax, index: narrowIndex(bare, program, syntax) };
}

/** @throws FicusError `bad-option` when the service has no modules */
export function findSeams(input: SeamsInput): SeamsReport {
  const { graph, sides, service } = input;
  const members = [...graph.modules.keys()].filter((module) => sides.service[module] === service);
  if (members.length === 0)
    throw new FicusError("bad-option", `There is no service ${service}, or it has no modules: see ficus analyze for their names.`);
  const inside = (module: number): boolean => sides.service[module] === service;
  const { program, syntax, index } = input.prepared ?? prepareFor(input, members, inside);
  const crossed = collectUses(index, sides, inside, index.targetsOf);
  const context = openContext(input, index, program, syntax);
  const tables = openTables(index, sides, service);
  const crossings = describeCrossings(context, crossed, graph);
  const calledBack = new Set(
    crossings
      .filter(({ direction, decision }) => direction === "outgoing" && decision === "call-back")
      .map(({ symbol }) => `${symbol.module}#${symbol.name}`),
  );
  const around = { index, sides, service };
  const carries = findCarried(around, (module, top) => {
    const { module: path, name } = index.symbolName(module, top);
    return calledBack.has(`${path}#${name}`);
  });
  const transactions = findTransactions(tables);
  const sharedState = findState({
    ...around,
    program,
    syntax: context.syntax,
    carried: new Set(carries.map(({ module }) => context.moduleAt(module))),
    singletons: singletonsOf(
      context,
      members,
      carries.map(({ module }) => context.moduleAt(module)),
    ),
  });
  const found = {
    crossings,
    transactions,
    sharedState,
    tables: describeTables(tables),
    foreignKeys: cutForeignKeys(tables),
    joins: findJoins(tables, context.syntax),
    chatty: findChatty(context, crossings),
    events: findEvents(around),
  };
  const blockers = listBlockers({
    ...found,
    memoryDatabases: memoryDatabases(program, graph, [...members, ...carries.map(({ module }) => context.moduleAt(module))], sides),
  });
  const findings = listFindings(found, service);
  const routes = findRoutes(around);
  const operations = crossings.flatMap((crossing) => crossing.operations);
  const wire: Record<WireVerdict, number> = { plain: 0, codec: 0, "not-on-the-wire": 0, unknown: 0 };
  for (const operation of operations)
    if (operation.decision !== "not-an-operation" && operation.decision !== "start-up") wire[operation.wire.verdict]++;
  return {
    schemaVersion: 1,
    root: input.rootName,
    service: {
      id: service,
      name: input.name,
      modules: members.map((module) => graph.modules[module]!.path).sort(),
      lines: members.reduce((sum, module) => sum + graph.modules[module]!.facts.lines, 0),
    },
    ...found,
    definitions: [...context.shaper.definitions.values()].sort((a, b) => (a.id < b.id ? -1 : 1)),
    routes,
    jobs: findJobs(around),
    carries,
    blockers,
    findings,
    summary: {
      incoming: crossings.filter(({ direction }) => direction === "incoming").length,
      outgoing: crossings.filter(({ direction }) => direction === "outgoing").length,
      operations: operations.filter(({ decision }) => decision === "operation").length,
      callBacks: operations.filter(({ decision }) => decision === "call-back").length,
      routes: routes.length,
      wire,
      blockers: blockers.length,
      findings: findings.length,
    },
  };
}

function prepareFor(
  { graph, sides, root, host, tsconfig }: SeamsInput,
  members: readonly number[],
  inside: (module: number) => boolean,
): PreparedSeams {
  const bare = indexGraph(graph);
  return prepare(bare, root, host, neededModules(members, collectUses(bare, sides, inside, bare.allTargetsOf), sides), tsconfig);
}

/** Members, declaring modules of what crosses, and callers, tests left out: the checker follows their imports. */
function neededModules(members: readonly number[], crossed: readonly CrossedSymbol[], sides: Sides): number[] {
  const needed = new Set(members);
  for (const { module, uses } of crossed) {
    needed.add(module);
    for (const use of uses) if (sides.role[use.from] !== "test") needed.add(use.from);
  }
  return [...needed].sort((a, b) => a - b);
}

interface Context extends OperationContext, SymbolContext {
  syntax: SyntaxAt;
  service: string;
}

function openContext({ graph, sides, service }: SeamsInput, index: GraphIndex, program: TypeProgram, syntax: SyntaxAt): Context {
  const paths = graph.modules.map(({ path }) => path);
  const numbers = new Map(paths.map((path, module) => [path, module]));
  const entities = new Set<string>(
    graph.modules.flatMap(({ facts }, module) =>
      facts.entities.flatMap((entity) => (entity.declaration < 0 ? [] : [`${module}:${entity.declaration}`])),
    ),
  );
  const shaper = createShaper({
    program,
    paths,
    entityAt: (module, name) => {
      const entity = graph.modules[module]?.facts.entities.find((each) => each.name === name && each.declaration >= 0);
      return entity === undefined ? undefined : { relations: entity.relations.map(({ field, target }) => ({ field, target })) };
    },
  });
  const injected = new Set(
    graph.modules.flatMap(({ facts }) => facts.injections.filter(({ style }) => style !== "written").map(({ token }) => token)),
  );
  const transactions = graph.modules.map(({ facts }) => facts.transactions);
  return {
    index,
    program,
    syntax,
    sides,
    service,
    shaper,
    paths,
    injected,
    isEntity: (module, declaration) => entities.has(targetKey({ module, declaration })),
    mutations: openMutations(program, syntax),
    throws: openThrows(program, syntax, index, shaper),
    moduleAt: (path) => numbers.get(path) ?? -1,
    isInTransaction: (module, line) => transactions[module]?.some((each) => line >= each.line && line <= each.endLine) ?? false,
  };
}

function describeCrossings(context: Context, crossed: readonly CrossedSymbol[], graph: SymbolGraph): Crossing[] {
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

/** Classes of the service, and of what comes along, of which there is one instance. */
function singletonsOf(
  { index, injected }: Context,
  members: readonly number[],
  carried: readonly number[],
): { module: number; declaration: number }[] {
  return [...members, ...carried].flatMap((module) => {
    const { facts } = index.graph.modules[module]!;
    return facts.declarations.flatMap((fact, declaration) => {
      if (fact.kind !== "class" || fact.parent >= 0) return [];
      const kept =
        injected.has(fact.name) ||
        index.rowsTo(module, declaration).some((row) => index.kindOf(row) === "new" && index.graph.references.owner[row]! < 0);
      // A variable at the top level owns what its initialiser does.
      const byVariable = index.rowsTo(module, declaration).some((row) => {
        if (index.kindOf(row) !== "new") return false;
        const owner = index.declaration(index.graph.references.from[row]!, index.graph.references.owner[row]!);
        return owner?.kind === "variable" && owner.parent < 0;
      });
      return kept || byVariable ? [{ module, declaration }] : [];
    });
  });
}

function findChatty(context: Context, crossings: readonly Crossing[]): Chatty[] {
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

function memoryDatabases(program: TypeProgram, graph: SymbolGraph, modules: readonly number[], sides: Sides): Place[] {
  const found: Place[] = [];
  for (const module of modules) {
    if (sides.role[module] === "test") continue;
    const file = program.source(module);
    const at = file === undefined ? -1 : Math.max(file.text.indexOf('":memory:"'), file.text.indexOf("':memory:'"));
    if (file === undefined || at < 0) continue;
    const { line, character } = file.getLineAndCharacterOfPosition(at);
    found.push({ module: graph.modules[module]!.path, line: line + 1, column: character + 1 });
  }
  return uniquePlaces(found);
}
