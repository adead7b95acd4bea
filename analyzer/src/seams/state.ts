/** Mutable state that both sides would hold a copy of: module variables, fields of singletons, ambient context. */
import type { SharedState } from "../model/seams.ts";
import type { Place } from "../model/shapes.ts";
import { byPlace, uniquePlaces, type GraphIndex, type Sides } from "./graphIndex.ts";
import type { SyntaxAt } from "./syntaxAt.ts";
import type { TypeProgram } from "./typeProgram.ts";
import { ts } from "./typescript.ts";

export interface StateContext {
  index: GraphIndex;
  sides: Sides;
  service: string;
  program: TypeProgram;
  syntax: SyntaxAt;
  /** Modules that come along with the service. */
  carried: ReadonlySet<number>;
  /** Singletons: classes whose one instance the module or a container keeps. */
  singletons: readonly { module: number; declaration: number }[];
}

export function findState(context: StateContext): SharedState[] {
  const { index, sides, service } = context;
  const found: SharedState[] = [];
  for (const [module, { path, facts }] of index.graph.modules.entries()) {
    const inside = sides.service[module] === service;
    if (!inside && !isCommon(context, module)) continue;
    for (const state of facts.state) {
      if (state.declaration < 0) continue;
      const uses = usesOf(context, module, new Set([state.declaration]));
      if (!inside && (uses.inside.length === 0 || uses.outside.length === 0)) continue;
      const kind = kindOfState(context, module, state.name, state.mutations);
      found.push({
        module: path,
        line: state.line,
        column: state.column,
        symbol: index.symbolName(module, state.declaration),
        kind,
        inside,
        mutations: state.mutations.map((place) => ({ module: path, ...place })),
        usesInside: uses.inside,
        usesOutside: uses.outside,
        message: messageOf(kind, inside, uses.outside.length > 0),
      });
    }
    found.push(...contextsOf(context, module, inside));
  }
  for (const { module, declaration } of context.singletons) found.push(...fieldsOf(context, module, declaration));
  return found.sort(byPlace);
}

/** Comes along with the service, or is set up by the composition root that the service's own is made of. */
function isCommon({ sides, carried }: StateContext, module: number): boolean {
  const role = sides.role[module];
  if (role === "test" || role === "generated") return false;
  return carried.has(module) || role === "platform" || role === "shared" || (role === "domain" && sides.service[module] === null);
}

function messageOf(kind: SharedState["kind"], inside: boolean, reached: boolean): string {
  if (!inside) return `a ${words[kind]} of code that both sides run: each process would have its own`;
  return reached
    ? `a ${words[kind]} of the service that others reach through what they call`
    : `a ${words[kind]} of the service: each of its processes has its own`;
}

const words: Readonly<Record<SharedState["kind"], string>> = {
  variable: "variable",
  cache: "cache",
  counter: "counter",
  singleton: "field of a singleton",
  argument: "argument",
  "async-context": "context of asynchronous calls",
  "request-context": "context of a request",
};

/** Who uses declarations, themselves or through functions of the same module that touch them. */
function usesOf({ index, sides, service }: StateContext, module: number, first: Set<number>): { inside: Place[]; outside: Place[] } {
  const touching = new Set(first);
  const inside: Place[] = [];
  const outside: Place[] = [];
  const queue = [...first];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    for (const row of index.rowsTo(module, next)) {
      const kind = index.kindOf(row);
      if (kind === "type" || kind === "import") continue;
      const from = index.graph.references.from[row]!;
      const owner = index.graph.references.owner[row]!;
      if (from === module && sides.service[module] !== service && owner >= 0) {
        if (!touching.has(owner)) {
          touching.add(owner);
          queue.push(owner);
        }
      } else if (from === module) {
        if (sides.service[module] === service) inside.push(index.rowPlace(row));
        if (owner >= 0 && !touching.has(owner)) {
          touching.add(owner);
          queue.push(owner);
        }
      } else if (sides.role[from] !== "test") {
        // A composition root sets up both processes.
        const place = index.rowPlace(row);
        const common = sides.role[from] === "composition-root" && sides.service[module] !== service;
        if (common || sides.service[from] === service) inside.push(place);
        if (common || sides.service[from] !== service) outside.push(place);
      }
    }
  }
  return { inside: uniquePlaces(inside), outside: uniquePlaces(outside) };
}

function kindOfState(
  { syntax }: StateContext,
  module: number,
  name: string,
  mutations: readonly { line: number; column: number }[],
): SharedState["kind"] {
  if (/cache|cached|memo/i.test(name)) return "cache";
  const counts = mutations.some(({ line, column }) => {
    const node = syntax.node(module, line, column);
    const parent = node?.parent;
    return (
      parent !== undefined &&
      (ts.isPostfixUnaryExpression(parent) ||
        (ts.isPrefixUnaryExpression(parent) && parent.operator === ts.SyntaxKind.PlusPlusToken) ||
        (ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.PlusEqualsToken))
    );
  });
  return counts ? "counter" : "variable";
}

const ambient = /\bnew AsyncLocalStorage\b|\bcreateNamespace\(|\bScope\.REQUEST\b|@Inject\(REQUEST\)|\bClsService\b|\bnew RequestContext\b/g;

/** Context that is found by being on the same call, not by being handed over. */
function contextsOf(context: StateContext, module: number, inside: boolean): SharedState[] {
  const file = context.program.source(module);
  if (file === undefined) return [];
  const { index } = context;
  const { path, facts } = index.graph.modules[module]!;
  const found: SharedState[] = [];
  for (const match of file.text.matchAll(ambient)) {
    const { line } = file.getLineAndCharacterOfPosition(match.index);
    const declaration = facts.declarations.findIndex((each) => each.parent < 0 && each.line <= line + 1 && each.endLine >= line + 1);
    if (declaration < 0) continue;
    const uses = usesOf(context, module, new Set([declaration]));
    const asynchronous = match[0].includes("AsyncLocalStorage") || match[0].includes("createNamespace");
    if (uses.inside.length === 0 && !inside) continue;
    if (found.some((each) => each.symbol.name === facts.declarations[declaration]!.name)) continue;
    found.push({
      ...index.placeOf(module, declaration),
      symbol: index.symbolName(module, declaration),
      kind: asynchronous ? "async-context" : "request-context",
      inside,
      mutations: [],
      usesInside: uses.inside,
      usesOutside: uses.outside,
      message: `${path} keeps a context that belongs to a call in one process: it has to be sent along, or named as lost`,
    });
  }
  return found;
}

/** `private cache = new Map()` of a class with one instance is a variable of the module in other clothes. */
function fieldsOf(context: StateContext, module: number, declaration: number): SharedState[] {
  const { index, sides, service, syntax } = context;
  const node = syntax.declaration(module, declaration);
  if (node === undefined || !ts.isClassLike(node)) return [];
  const inside = sides.service[module] === service;
  const fields = new Map<string, { at: ts.Node; isCollection: boolean; mutations: Place[] }>();
  for (const member of node.members) {
    if (!ts.isPropertyDeclaration(member)) continue;
    const isCollection = collection.test(member.initializer?.getText() ?? "") || collectionType.test(member.type?.getText() ?? "");
    const isReadonly = member.modifiers?.some((each) => each.kind === ts.SyntaxKind.ReadonlyKeyword) === true;
    if (isCollection || !isReadonly) fields.set(member.name.getText(), { at: member.name, isCollection, mutations: [] });
  }
  const visit = (at: ts.Node): void => {
    const changed = changedBy(at);
    const field = changed === undefined ? undefined : fieldOfThis(changed.target);
    const known = field === undefined ? undefined : fields.get(field);
    // `this.orders.delete()` changes a set; of a store, it is a call like any other.
    if (known !== undefined && (!changed!.byMethod || known.isCollection)) known.mutations.push(syntax.place(changed!.target));
    ts.forEachChild(at, visit);
  };
  for (const member of node.members) if (!ts.isConstructorDeclaration(member)) visit(member);
  return [...fields].flatMap(([name, { at, mutations }]): SharedState[] => {
    if (mutations.length === 0) return [];
    const { declarations } = index.graph.modules[module]!.facts;
    const field = declarations.findIndex((each) => each.parent === declaration && each.name === name);
    const uses = field < 0 ? { inside: [], outside: [] } : usesOf(context, module, new Set([field]));
    if (!inside && (uses.inside.length === 0 || uses.outside.length === 0)) return [];
    const kind = /cache|cached|memo/i.test(name) ? "cache" : "singleton";
    return [
      {
        ...syntax.place(at),
        symbol: { ...index.symbolName(module, declaration), member: name },
        kind,
        inside,
        mutations: uniquePlaces(mutations),
        usesInside: uses.inside,
        usesOutside: uses.outside,
        message: messageOf(kind, inside, uses.outside.length > 0),
      },
    ];
  });
}

const collection = /^new (Map|Set|WeakMap|EventEmitter2?)\b|^\[|^\{/;
const collectionType = /^(Map|Set|WeakMap|Record|EventEmitter)\b|\[\]$/;
const changing = /^(set|add|delete|clear|push|splice|pop|shift|on|once|off|addListener|removeListener)$/;

function changedBy(node: ts.Node): { target: ts.Node; byMethod: boolean } | undefined {
  if (ts.isBinaryExpression(node)) {
    const { kind } = node.operatorToken;
    return kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment ? { target: node.left, byMethod: false } : undefined;
  }
  if (ts.isPostfixUnaryExpression(node)) return { target: node.operand, byMethod: false };
  if (ts.isPrefixUnaryExpression(node))
    return node.operator === ts.SyntaxKind.PlusPlusToken || node.operator === ts.SyntaxKind.MinusMinusToken
      ? { target: node.operand, byMethod: false }
      : undefined;
  return ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression) && changing.test(node.expression.name.text)
    ? { target: node.expression.expression, byMethod: true }
    : undefined;
}

/** `cache` of `this.cache`, `this.cache[key]`, `this.cache.rows`. */
function fieldOfThis(target: ts.Node): string | undefined {
  let field = target;
  while ((ts.isPropertyAccessExpression(field) || ts.isElementAccessExpression(field)) && field.expression.kind !== ts.SyntaxKind.ThisKeyword)
    field = field.expression;
  return ts.isPropertyAccessExpression(field) && field.expression.kind === ts.SyntaxKind.ThisKeyword ? field.name.text : undefined;
}
