/** The operations of a crossing symbol: what the other side calls, with everything that a wire would have to carry. */
import type { Caller, Operation, UseKind } from "../model/seams.ts";
import type { Place } from "../model/shapes.ts";
import type { CrossedSymbol, Use } from "./collectUses.ts";
import { byPlace, uniquePlaces, type GraphIndex, type Sides, type Target } from "./graphIndex.ts";
import type { Mutations } from "./mutations.ts";
import { reachFrom, touchedBy, type Touched } from "./reach.ts";
import { followRipple } from "./ripple.ts";
import { describeSignature, type SignatureContext } from "./signatures.ts";
import type { Throws } from "./throws.ts";
import { callOf } from "./syntaxAt.ts";
import { mergeWires, plainWire } from "./wireSafety.ts";
import { ts } from "./typescript.ts";

export interface OperationContext extends SignatureContext {
  index: GraphIndex;
  sides: Sides;
  mutations: Mutations;
  throws: Throws;
  moduleAt(path: string): number;
  /** Lines of transactions by module. */
  isInTransaction(module: number, line: number): boolean;
}

/** What is found out about an operation before anything is decided. */
export type OpenOperation = Omit<Operation, "decision" | "why"> & {
  touched: Touched;
  /** Only composition roots call it, and not from handlers of requests, events or timers. */
  startsUp: boolean;
};

export const runsCode = new Set<UseKind>(["call", "new", "value", "jsx", "decorator", "property"]);
const callable = new Set(["function", "method", "getter", "setter", "class", "constructor"]);

export function callerOf({ index, sides, syntax }: OperationContext, use: Use): Caller {
  const place = index.rowPlace(use.row);
  const owner = index.graph.references.owner[use.row]!;
  const { member } = index.symbolName(use.target.module, use.target.declaration);
  let kind = use.kind;
  if (kind === "value") {
    const node = syntax.node(use.from, place.line, place.column);
    const parent = node?.parent;
    if (parent !== undefined && ts.isBinaryExpression(parent)) {
      const operator = parent.operatorToken.kind;
      if (operator === ts.SyntaxKind.InstanceOfKeyword) kind = "instanceof";
      else if (parent.left === node && operator >= ts.SyntaxKind.FirstAssignment && operator <= ts.SyntaxKind.LastAssignment) kind = "write";
    }
  }
  return {
    ...place,
    symbol: index.qualifiedName(use.from, owner),
    service: sides.service[use.from] ?? null,
    role: sides.role[use.from]!,
    inTest: use.inTest,
    use: kind,
    ...(member === undefined ? {} : { member }),
  };
}

/** Uses by what they use, where that is code that runs. */
export function operationsOf(context: OperationContext, symbol: CrossedSymbol): OpenOperation[] {
  const { index } = context;
  const targets = new Map<number, Use[]>();
  for (const use of symbol.uses) {
    if (!runsCode.has(use.kind)) continue;
    const fact = index.declaration(use.target.module, use.target.declaration);
    if (fact === undefined || !callable.has(fact.kind)) continue;
    if (fact.kind === "class" && use.kind !== "new") continue;
    const known = targets.get(use.target.declaration);
    if (known === undefined) targets.set(use.target.declaration, [use]);
    else known.push(use);
  }
  const found = [...targets].flatMap(([declaration, uses]) => {
    const operation = describe(context, { module: symbol.module, declaration }, uses);
    return operation === undefined ? [] : [operation];
  });
  return found.sort((a, b) => (a.id < b.id ? -1 : 1));
}

function describe(context: OperationContext, target: Target, uses: readonly Use[]): OpenOperation | undefined {
  const { index, syntax } = context;
  const fact = index.declaration(target.module, target.declaration);
  if (fact === undefined) return undefined;
  const callers = uniqueCallers(uses.map((use) => callerOf(context, use)));
  const { module: path, name, member } = index.symbolName(target.module, target.declaration);
  const isGetter = fact.kind === "getter" || fact.kind === "setter";
  const isClass = fact.kind === "class";
  const id = `${path}#${name}${member === undefined ? "" : `.${member}`}${isClass ? ".new" : ""}`;
  const declared = syntax.declaration(target.module, target.declaration);
  const nodes = callers
    .filter(({ inTest }) => !inTest)
    .flatMap((caller) => syntax.node(context.moduleAt(caller.module), caller.line, caller.column) ?? []);
  const reached = reachFrom(index, startOf(index, target));
  const touched = touchedBy(index, reached, (module, from, to) => {
    const file = context.program.source(module);
    if (file === undefined) return undefined;
    const starts = file.getLineStarts();
    return file.text.slice(starts[from - 1], starts[to] ?? file.text.length);
  });
  const signature = declared === undefined || isGetter ? undefined : describeSignature(context, declared, nodes);
  const mutated = declared === undefined ? new Map<number, Place[]>() : context.mutations.ofParameters(declared);
  const parameters = (signature?.parameters ?? []).map((parameter, position) => ({
    ...parameter,
    passed: !parameter.optional || nodes.some((node) => passes(node, position)),
    mutated: mutated.get(position) ?? [],
  }));
  const throws = context.throws.of(reached).map((thrown) => ({ ...thrown, caughtBy: [] as Place[] }));
  const result = signature?.result ?? unknownResult(fact.type);
  const async = signature?.async ?? false;
  const sync = !async && !isClass && nodes.length > 0;
  const ripple = sync
    ? followRipple(
        { ...context, isTest: (module) => context.sides.role[module] === "test" },
        `${name}${member === undefined ? "" : `.${member}`}`,
        nodes,
      )
    : { becomesAsync: [], stops: [] };
  return {
    id,
    name: isClass ? "new" : isGetter ? `get ${fact.name}` : fact.name,
    kind: isClass ? "construct" : isGetter ? "read" : fact.static === true ? "static-method" : fact.kind === "method" ? "method" : "function",
    at: index.placeOf(target.module, target.declaration),
    signature: signature?.text ?? fact.type ?? "",
    typeParameters: signature?.typeParameters ?? [],
    overloads: signature?.overloads ?? 1,
    parameters,
    result,
    async,
    throws,
    wire: mergeWires([...parameters.filter(({ passed }) => passed).map(({ wire }) => wire), result.wire, ...throws.map(({ wire }) => wire)]),
    touches: {
      tables: [...touched.tables.keys()].map((table) => index.graph.tables[table]!.name).sort(),
      writes: [...touched.tables.values()].some(({ writes }) => writes),
      state: touched.state,
      io: touched.io,
    },
    callers,
    inTransaction: uniquePlaces(
      callers.filter((caller) => !caller.inTest && context.isInTransaction(context.moduleAt(caller.module), caller.line)),
    ).map(({ module, line, column }) => ({ module, line, column })),
    ripple: { needed: sync, ...ripple },
    touched,
    startsUp: callers.every((caller) => caller.inTest || (caller.role === "composition-root" && !isHandled(context, caller))),
  };
}

const handling =
  /^(get|post|put|patch|delete|options|head|all|use|on|once|addListener|subscribe|setInterval|setTimeout|schedule|route|handle|process)$/;

/** `app.post("/orders", async () => { await place(); })` in a composition root runs with each request, not at the start. */
function isHandled(context: OperationContext, caller: Caller): boolean {
  const name = context.syntax.node(context.moduleAt(caller.module), caller.line, caller.column);
  for (let at = name?.parent; at !== undefined; at = at.parent) {
    if (!ts.isArrowFunction(at) && !ts.isFunctionExpression(at)) continue;
    const { parent } = at;
    if (!ts.isCallExpression(parent) || parent.expression === at) continue;
    const callee = parent.expression;
    if (handling.test(ts.isPropertyAccessExpression(callee) ? callee.name.text : callee.getText())) return true;
  }
  return false;
}

/** Where the function itself is handed over, whoever calls it may pass anything. */
function passes(name: ts.Node, position: number): boolean {
  const call = callOf(name);
  if (call === undefined) return true;
  const given = call.arguments ?? [];
  return given.length > position || given.some((argument) => ts.isSpreadElement(argument));
}

const unknownResult = (type: string | undefined): Operation["result"] => ({
  type: type ?? "unknown",
  shape: { kind: "unknown", text: type ?? "unknown" },
  wire: plainWire,
});

/** A class that is constructed runs its constructor. */
function startOf(index: GraphIndex, target: Target): Target {
  const fact = index.declaration(target.module, target.declaration);
  if (fact?.kind !== "class") return target;
  const made = index.graph.modules[target.module]!.facts.declarations.findIndex(
    (each) => each.parent === target.declaration && each.kind === "constructor",
  );
  return made < 0 ? target : { module: target.module, declaration: made };
}

export function uniqueCallers(callers: readonly Caller[]): Caller[] {
  const unique = new Map(callers.map((caller) => [`${caller.module}:${caller.line}:${caller.column}:${caller.use}:${caller.member ?? ""}`, caller]));
  return [...unique.values()].sort((a, b) => byPlace(a, b) || (a.use < b.use ? -1 : 1));
}
