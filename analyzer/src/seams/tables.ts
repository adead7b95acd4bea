/** Tables by owner: who reads and writes them from which side, which foreign keys the boundary cuts, what is joined across it. */
import type { ForeignKey, Join, SeamTable } from "../model/seams.ts";
import type { Place } from "../model/shapes.ts";
import { byPlace, uniquePlaces, type GraphIndex, type Sides } from "./graphIndex.ts";
import type { SyntaxAt } from "./syntaxAt.ts";
import { ts } from "./typescript.ts";

export interface TableContext {
  index: GraphIndex;
  sides: Sides;
  service: string;
  /** Owning service by table, null where nobody owns it. */
  owners: readonly (string | null)[];
  /** Tables by their names in lower case. */
  byName: ReadonlyMap<string, number>;
  /** Tables by the names of their entities. */
  byEntity: ReadonlyMap<string, number>;
}

export function openTables(index: GraphIndex, sides: Sides, service: string): TableContext {
  const { graph } = index;
  const byName = new Map(graph.tables.map((table, position) => [table.name.toLowerCase(), position]));
  const byEntity = new Map(graph.tables.flatMap(({ entity }, position) => (entity === null ? [] : [[entity.toLowerCase(), position] as const])));
  return { index, sides, service, owners: ownersOf(index, sides), byName, byEntity };
}

/** The service whose module declares the entity, else the one that writes the table most, else the one that reads it most; tests do not count. */
function ownersOf({ graph }: GraphIndex, sides: Sides): (string | null)[] {
  const counts = graph.tables.map(() => ({ read: new Map<string, number>(), write: new Map<string, number>() }));
  for (const { module, table, access } of graph.accesses) {
    const service = sides.service[module];
    if (service === null || service === undefined || sides.role[module] === "test" || isMigration(graph.modules[module]!.path)) continue;
    const own = counts[table]![access];
    own.set(service, (own.get(service) ?? 0) + 1);
  }
  const most = (of: ReadonlyMap<string, number>): string | null => [...of].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))[0]?.[0] ?? null;
  return graph.tables.map(({ owner }, table) => sides.service[owner] ?? most(counts[table]!.write) ?? most(counts[table]!.read));
}

/** Tests are on nobody's side, and migrations run once, before either. */
const isTest = ({ sides, index }: TableContext, module: number): boolean =>
  sides.role[module] === "test" || isMigration(index.graph.modules[module]!.path);
const isMigration = (path: string): boolean => /(^|\/)(migrations?|seeds?|seeders?)\//.test(path);
const isInside = ({ sides, service }: TableContext, module: number): boolean => sides.service[module] === service;

/** Tables that the service owns or uses. */
export function describeTables(context: TableContext): SeamTable[] {
  const { graph } = context.index;
  return graph.tables
    .map(({ name, entity, owner: declared }, table): SeamTable => {
      const uses = graph.accesses.filter((access) => access.table === table && !isTest(context, access.module));
      const of = (access: "read" | "write"): SeamTable["reads"] => {
        const places = uses.filter((use) => use.access === access);
        const place = ({ module, line, column }: (typeof places)[number]): Place => ({ module: graph.modules[module]!.path, line, column });
        return {
          inside: uniquePlaces(places.filter(({ module }) => isInside(context, module)).map(place)),
          outside: uniquePlaces(
            places
              .filter(({ module }) => !isInside(context, module))
              .map((use) => ({ ...place(use), service: context.sides.service[use.module] ?? null })),
          ),
        };
      };
      return {
        name,
        entity,
        owner: context.owners[table] ?? null,
        declaredIn: declared < 0 ? null : graph.modules[declared]!.path,
        reads: of("read"),
        writes: of("write"),
      };
    })
    .filter(({ owner, reads, writes }) => owner === context.service || reads.inside.length > 0 || writes.inside.length > 0)
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Relations of entities, and foreign keys of migrations, between a table of the service and one of another. */
export function cutForeignKeys(context: TableContext): ForeignKey[] {
  const { graph } = context.index;
  const found: ForeignKey[] = [];
  const sideOf = (table: number): { table: string; owner: string | null } => ({
    table: graph.tables[table]!.name,
    owner: context.owners[table] ?? null,
  });
  for (const { path, facts } of graph.modules) {
    for (const entity of facts.entities) {
      const from = context.byName.get(entity.table.toLowerCase());
      if (from === undefined) continue;
      for (const relation of entity.relations) {
        const to = context.byEntity.get(relation.target.toLowerCase()) ?? context.byName.get(relation.target.toLowerCase());
        if (to === undefined) continue;
        const ours = context.owners[from] === context.service;
        const theirs = context.owners[to] === context.service;
        if (ours === theirs) continue;
        const declared = facts.declarations.find(
          (each) => each.parent === entity.declaration && entity.declaration >= 0 && each.name === relation.field,
        );
        found.push({
          module: path,
          line: declared?.line ?? entity.line,
          column: declared?.column ?? entity.column,
          from: sideOf(from),
          to: sideOf(to),
          field: relation.field,
          direction: ours ? "out" : "in",
          cascade: relation.cascade,
          source: entity.orm === "sql" ? "sql" : "entity",
        });
      }
    }
  }
  return found.sort((a, b) => byPlace(a, b) || (a.field < b.field ? -1 : 1));
}

const joining = /^(inner|left|right|outer|full|cross)?_?join/i;
const related = /^(relations|include|populate|with)$/;

/** Queries over tables of the service and of others: one SQL text, one query builder, or relations that a query loads along. */
export function findJoins(context: TableContext, syntax: SyntaxAt): Join[] {
  const { graph } = context.index;
  const found = new Map<string, Join & { set: Set<number> }>();
  const add = (module: number, owner: number, at: Place, how: Join["how"], tables: readonly number[]): void => {
    const key = `${module}:${at.line}:${at.column}`;
    const known = found.get(key);
    const set = known?.set ?? new Set<number>();
    for (const table of tables) set.add(table);
    if (known === undefined)
      found.set(key, { ...at, symbol: context.index.qualifiedName(module, owner), inside: isInside(context, module), how, tables: [], set });
  };
  const byModule = new Map<number, (typeof graph.accesses)[number][]>();
  for (const access of graph.accesses) {
    if (isTest(context, access.module)) continue;
    const known = byModule.get(access.module);
    if (known === undefined) byModule.set(access.module, [access]);
    else known.push(access);
  }
  for (const [module, accesses] of byModule) {
    const { path, facts } = graph.modules[module]!;
    // Accesses at one place are one query; those within one expression are one query builder.
    const groups = new Map<string, typeof accesses>();
    for (const access of accesses) {
      const node = syntax.node(module, access.line, access.column);
      const statement = node === undefined ? undefined : syntax.place(queryAround(node));
      const key = statement === undefined ? `${access.line}:${access.column}` : `${statement.line}:${statement.column}`;
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [access]);
      else group.push(access);
    }
    for (const group of groups.values()) {
      const [first] = group;
      if (first === undefined) continue;
      const tables = [...new Set(group.map(({ table }) => table))];
      const at = { module: path, line: first.line, column: first.column };
      const fact = facts.accesses.find(({ line, column }) => line === first.line && column === first.column);
      if (tables.length > 1) add(module, first.owner, at, fact?.orm === "sql" ? "sql" : "query-builder", tables);
      const node = syntax.node(module, first.line, first.column);
      if (node === undefined) continue;
      for (const relation of relationsLoaded(context, queryAround(node), tables))
        add(module, first.owner, { module: path, ...relation.at }, "relation", [...tables, relation.table]);
    }
  }
  return [...found.values()]
    .map(({ set, ...join }) => ({
      ...join,
      tables: [...set]
        .map((table) => ({ name: graph.tables[table]!.name, owner: context.owners[table] ?? null }))
        .sort((a, b) => (a.name < b.name ? -1 : 1)),
    }))
    .filter(({ tables, inside }) => {
      const foreign = tables.some(({ owner }) => owner !== context.service && owner !== null);
      return foreign && (tables.some(({ owner }) => owner === context.service) || (inside && tables.length > 1));
    })
    .sort(byPlace);
}

/** The statement that a query is built in. */
function queryAround(node: ts.Node): ts.Node {
  let at = node;
  while (at.parent !== undefined && !ts.isStatement(at) && !ts.isFunctionLike(at.parent) && !ts.isPropertyAssignment(at.parent)) at = at.parent;
  return at;
}

/** `.innerJoinAndSelect("order.user", "customer")`, `{ relations: { user: true } }` */
function relationsLoaded(
  context: TableContext,
  query: ts.Node,
  tables: readonly number[],
): { table: number; at: { line: number; column: number } }[] {
  const { graph } = context.index;
  const found: { table: number; at: { line: number; column: number } }[] = [];
  const relationTo = (field: string, from: readonly number[]): number | undefined => {
    for (const table of from) {
      const { owner, entity } = graph.tables[table]!;
      const fact = owner < 0 ? undefined : graph.modules[owner]!.facts.entities.find((each) => each.name === entity);
      const relation = fact?.relations.find((each) => each.field === field);
      const to = relation === undefined ? undefined : context.byEntity.get(relation.target.toLowerCase());
      if (to !== undefined) return to;
    }
    return undefined;
  };
  const known = [...tables];
  const say = (node: ts.Node, field: string): void => {
    const table = relationTo(field, known);
    if (table === undefined) return;
    known.push(table);
    const file = node.getSourceFile();
    const { line, character } = file.getLineAndCharacterOfPosition(node.getStart(file));
    found.push({ table, at: { line: line + 1, column: character + 1 } });
  };
  const visit = (node: ts.Node): void => {
    // A chain's first call is its innermost: relations of joined tables come after the tables.
    ts.forEachChild(node, visit);
    if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression) && joining.test(node.expression.name.text)) {
      const [first] = node.arguments;
      if (first !== undefined && ts.isStringLiteralLike(first)) say(node.expression.name, first.text.split(".").at(-1) ?? "");
    }
    if (ts.isPropertyAssignment(node) && related.test(node.name.getText())) {
      if (ts.isArrayLiteralExpression(node.initializer)) {
        for (const element of node.initializer.elements)
          if (ts.isStringLiteralLike(element)) for (const field of element.text.split(".")) say(element, field);
      } else if (ts.isObjectLiteralExpression(node.initializer)) {
        const names = (object: ts.ObjectLiteralExpression): void => {
          for (const property of object.properties) {
            if (property.name === undefined) continue;
            say(property.name, property.name.getText());
            if (ts.isPropertyAssignment(property) && ts.isObjectLiteralExpression(property.initializer)) names(property.initializer);
          }
        };
        names(node.initializer);
      }
    }
  };
  visit(query);
  return found;
}
