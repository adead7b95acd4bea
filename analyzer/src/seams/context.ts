/** What looking at a seam needs at hand: the graph's index, the checker, shapes, mutations and throws. */
import type { SymbolGraph } from "../model/graph.ts";
import { targetKey, type GraphIndex, type Sides } from "./graphIndex.ts";
import { openMutations } from "./mutations.ts";
import type { OperationContext } from "./operations.ts";
import { createShaper } from "./shapeOf.ts";
import type { SymbolContext } from "./symbolKind.ts";
import type { SyntaxAt } from "./syntaxAt.ts";
import { openThrows } from "./throws.ts";
import type { TypeProgram } from "./typeProgram.ts";

export interface Context extends OperationContext, SymbolContext {
  syntax: SyntaxAt;
  service: string;
}

export interface ContextInput {
  graph: SymbolGraph;
  sides: Sides;
  service: string;
}

export function openContext({ graph, sides, service }: ContextInput, index: GraphIndex, program: TypeProgram, syntax: SyntaxAt): Context {
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
