/** Everything that crosses the boundary of one service. Pure: the graph, the sides and a host that reads sources in, a report out. */
import { FicusError } from "../errors.ts";
import type { SymbolGraph } from "../model/graph.ts";
import type { SeamsReport, WireVerdict } from "../model/seams.ts";
import type { Place } from "../model/shapes.ts";
import { listBlockers, listFindings } from "./blockers.ts";
import { findChatty } from "./chatty.ts";
import { collectUses, type CrossedSymbol } from "./collectUses.ts";
import { openContext, type Context } from "./context.ts";
import { describeCrossings } from "./describeCrossings.ts";
import { indexGraph, uniquePlaces, type GraphIndex, type Sides } from "./graphIndex.ts";
import type { SourceHost } from "./host.ts";
import { narrowIndex } from "./narrow.ts";
import { findState } from "./state.ts";
import { findCarried, findEvents, findJobs, findRoutes } from "./surroundings.ts";
import { openSyntax, type SyntaxAt } from "./syntaxAt.ts";
import { cutForeignKeys, describeTables, findJoins, openTables } from "./tables.ts";
import { findTransactions } from "./transactions.ts";
import { createTypeProgram, type TypeProgram } from "./typeProgram.ts";

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

/** Behind `??` and `||` it is what is taken when nothing else is said: both processes can be given a file. */
const memoryLiteral = /(?<!(?:\?\?|\|\|)\s*)(["'`]):memory:\1/;

function memoryDatabases(program: TypeProgram, graph: SymbolGraph, modules: readonly number[], sides: Sides): Place[] {
  const found: Place[] = [];
  for (const module of modules) {
    if (sides.role[module] === "test") continue;
    const file = program.source(module);
    const at = file === undefined ? undefined : memoryLiteral.exec(file.text)?.index;
    if (file === undefined || at === undefined) continue;
    const { line, character } = file.getLineAndCharacterOfPosition(at);
    found.push({ module: graph.modules[module]!.path, line: line + 1, column: character + 1 });
  }
  return uniquePlaces(found);
}
