/** Which functions become asynchronous when a synchronous operation answers with a promise, and where that cannot be. */
import type { RippleStep, RippleStop, RippleStopReason } from "../model/seams.ts";
import { byPlace, type GraphIndex } from "./graphIndex.ts";
import { isAwaitedTogether } from "./loops.ts";
import { isPromise } from "./signatures.ts";
import type { SyntaxAt } from "./syntaxAt.ts";
import type { TypeProgram } from "./typeProgram.ts";
import { ts } from "./typescript.ts";

export interface RippleContext {
  program: TypeProgram;
  syntax: SyntaxAt;
  index: GraphIndex;
  isTest(module: number): boolean;
  moduleAt(path: string): number;
}

export interface Ripples {
  becomesAsync: RippleStep[];
  stops: RippleStop[];
}

const mostFunctions = 500;

const suggestions: Readonly<Record<RippleStopReason, string>> = {
  constructor: "move the call into an asynchronous factory (static async create()), and construct with its result",
  getter: "make a method of the getter, or compute the value where the object is made",
  setter: "make an asynchronous method of the setter",
  conversion: "compute the value before the object is converted, and keep it in a field",
  "sync-iterator": "make it an asynchronous iterator ([Symbol.asyncIterator]), read with for await",
  "sync-generator": "make it an asynchronous generator (async function*), read with for await",
  "sync-callback": "fetch what the callback needs before the loop, in one call if there are many, or await Promise.all(….map(async …))",
  "top-level": "call it inside a function that runs at the start, and wait for that function",
  "sync-signature": "make the member that it overrides or implements asynchronous too, or fetch the value beforehand and hand it over",
  "event-handler": "let the handler start the work and handle its failure itself: nobody waits for it",
  render: "load the value in an effect or a loader, and render what is there",
  "decorator-argument": "decorators run while the module loads: pass a function that is called later",
  "default-parameter": "compute the default inside the function",
  "exported-to-unknown": "see who calls the function that is handed over here, and whether they wait for a promise",
  middleware: "make the handler asynchronous, and pass what it rejects with to next",
};

const messages: Readonly<Record<RippleStopReason, string>> = {
  constructor: "a constructor cannot wait",
  getter: "a getter cannot wait",
  setter: "a setter cannot wait",
  conversion: "the language calls it, and does not wait",
  "sync-iterator": "a synchronous iterator cannot wait",
  "sync-generator": "a synchronous generator cannot wait",
  "sync-callback": "the callback's result is used at once",
  "top-level": "a CommonJS module cannot wait while it loads",
  "sync-signature": "what it overrides or implements returns no promise",
  "event-handler": "nobody waits for a handler of events",
  render: "rendering cannot wait",
  "decorator-argument": "arguments of decorators are computed while the module loads",
  "default-parameter": "a default value cannot wait",
  "exported-to-unknown": "the function is handed over as a value",
  middleware: "a synchronous handler cannot wait",
};

const callbackMethods = new Set([
  "map",
  "filter",
  "forEach",
  "reduce",
  "reduceRight",
  "sort",
  "toSorted",
  "some",
  "every",
  "find",
  "findIndex",
  "findLast",
  "findLastIndex",
  "flatMap",
  "replace",
  "replaceAll",
  "from",
  "sortBy",
  "groupBy",
  "keyBy",
  "orderBy",
  "mapValues",
  "uniqBy",
  "sumBy",
  "maxBy",
  "minBy",
  "partition",
  "transform",
  "refine",
]);
const listening = new Set(["on", "once", "addListener", "prependListener", "addEventListener", "subscribe"]);
const conversions = new Set(["toString", "toJSON", "valueOf", "toLocaleString", "inspect"]);

type Verdict = { kind: "stop"; reason: RippleStopReason } | { kind: "waits" } | { kind: "spreads"; to: ts.Node | undefined } | { kind: "through" };

/** @param calls names in the code of callers where the operation is called or handed over */
export function followRipple(context: RippleContext, operation: string, calls: readonly ts.Node[]): Ripples {
  const { syntax, program, index } = context;
  const steps = new Map<ts.Node, RippleStep>();
  const stops = new Map<ts.Node, RippleStop>();
  const queue: { name: ts.Node; callee: string }[] = calls.map((name) => ({ name, callee: operation }));
  const seen = new Set<ts.Node>();

  const stop = (name: ts.Node, reason: RippleStopReason): void => {
    stops.set(name, { ...syntax.place(name), symbol: symbolAround(name), reason, message: messages[reason], suggestion: suggestions[reason] });
  };
  const symbolAround = (name: ts.Node): string | null => {
    const module = program.moduleOf(name.getSourceFile());
    for (let at: ts.Node | undefined = name.parent; at !== undefined; at = at.parent) {
      if (!ts.isFunctionLike(at) && !ts.isClassLike(at)) continue;
      const fact = syntax.factOf(module, at);
      if (fact >= 0) return index.qualifiedName(module, fact);
    }
    return null;
  };

  for (let next = 0; next < queue.length && steps.size < mostFunctions; next++) {
    const { name, callee } = queue[next]!;
    if (seen.has(name)) continue;
    seen.add(name);
    const module = program.moduleOf(name.getSourceFile());
    if (module < 0 || context.isTest(module)) continue;
    if (isTypePosition(name)) continue;
    if (!isCalled(name)) {
      const verdict = judgeHandedOver(context, name);
      if (verdict.kind === "stop") stop(name, verdict.reason);
      continue;
    }
    for (let inner = name, done = false; !done;) {
      const verdict = judgePlace(context, inner);
      done = true;
      if (verdict.kind === "stop") stop(name, verdict.reason);
      else if (verdict.kind === "through") {
        // Code that runs where it stands: what is around it has to wait.
        inner = functionOf(inner) ?? inner;
        done = false;
      } else if (verdict.kind === "spreads") {
        const around = functionOf(inner);
        const symbol = symbolAround(name);
        if (!steps.has(name)) steps.set(name, { ...syntax.place(name), symbol, calls: callee, inTest: false });
        const fact = verdict.to === undefined ? -1 : syntax.factOf(module, verdict.to);
        if (fact < 0 || around === undefined) continue;
        for (const row of index.rowsTo(module, fact)) {
          const kind = index.kindOf(row);
          if (kind === "type" || kind === "import") continue;
          const place = index.rowPlace(row);
          const caller = syntax.node(index.graph.references.from[row]!, place.line, place.column);
          if (caller !== undefined) queue.push({ name: caller, callee: symbol ?? callee });
        }
      }
    }
  }
  return { becomesAsync: [...steps.values()].sort(byPlace), stops: [...stops.values()].sort(byPlace) };
}

const functionOf = (node: ts.Node): ts.SignatureDeclaration | undefined => {
  for (let at: ts.Node | undefined = node.parent; at !== undefined; at = at.parent) if (ts.isFunctionLike(at)) return at;
  return undefined;
};

function isTypePosition(node: ts.Node): boolean {
  for (let at: ts.Node | undefined = node; at !== undefined && !ts.isExpression(at); at = at.parent) if (ts.isTypeNode(at)) return true;
  return ts.isTypeNode(node.parent) || ts.isImportSpecifier(node.parent) || ts.isExportSpecifier(node.parent) || ts.isImportClause(node.parent);
}

function calleeExpression(name: ts.Node): ts.Node {
  let at = name;
  while (
    (ts.isPropertyAccessExpression(at.parent) && at.parent.name === at) ||
    ts.isParenthesizedExpression(at.parent) ||
    ts.isNonNullExpression(at.parent)
  )
    at = at.parent;
  return at;
}

function isCalled(name: ts.Node): boolean {
  const callee = calleeExpression(name);
  const { parent } = callee;
  return (
    ((ts.isCallExpression(parent) || ts.isNewExpression(parent)) && parent.expression === callee) ||
    (ts.isTaggedTemplateExpression(parent) && parent.tag === callee)
  );
}

/** `lines.map(priceOf)`, `router.get("/", list)`, `const run = place` */
function judgeHandedOver(context: RippleContext, name: ts.Node): Verdict {
  const value = calleeExpression(name);
  const { parent } = value;
  if (ts.isCallExpression(parent) && parent.arguments.some((argument) => argument === value)) return judgeCallback(context, value, parent);
  if (ts.isJsxExpression(parent)) return { kind: "stop", reason: "event-handler" };
  // Somebody reads a property of it, compares it, or binds it: no call by itself.
  return ts.isPropertyAccessExpression(parent) || ts.isExportAssignment(parent) ? { kind: "waits" } : { kind: "stop", reason: "exported-to-unknown" };
}

/** What the code around a call can do about a promise. */
function judgePlace(context: RippleContext, call: ts.Node): Verdict {
  let inner: ts.Node = call;
  for (let at: ts.Node | undefined = call.parent; at !== undefined; inner = at, at = at.parent) {
    if (ts.isDecorator(at)) return { kind: "stop", reason: "decorator-argument" };
    if (ts.isParameter(at) && at.initializer === inner) return { kind: "stop", reason: "default-parameter" };
    if (ts.isPropertyDeclaration(at) && at.initializer === inner && !ts.isFunctionLike(inner))
      return { kind: "stop", reason: at.modifiers?.some((each) => each.kind === ts.SyntaxKind.StaticKeyword) === true ? "top-level" : "constructor" };
    if (ts.isClassStaticBlockDeclaration(at)) return { kind: "stop", reason: "top-level" };
    if (ts.isFunctionLike(at)) return judgeFunction(context, at);
  }
  const module = context.program.moduleOf(call.getSourceFile());
  return context.program.isCommonJs(module) ? { kind: "stop", reason: "top-level" } : { kind: "waits" };
}

function judgeFunction(context: RippleContext, node: ts.SignatureDeclaration): Verdict {
  if (ts.isConstructorDeclaration(node)) return { kind: "stop", reason: "constructor" };
  if (ts.isGetAccessor(node)) return { kind: "stop", reason: "getter" };
  if (ts.isSetAccessor(node)) return { kind: "stop", reason: "setter" };
  const isAsync = ts.canHaveModifiers(node) && ts.getModifiers(node)?.some((each) => each.kind === ts.SyntaxKind.AsyncKeyword) === true;
  if (isAsync) return { kind: "waits" };
  if ("asteriskToken" in node && node.asteriskToken !== undefined)
    return { kind: "stop", reason: isIteratorName(node.name) ? "sync-iterator" : "sync-generator" };
  if (isIteratorName(node.name)) return { kind: "stop", reason: "sync-iterator" };
  const name = node.name !== undefined && ts.isIdentifier(node.name) ? node.name.text : "";
  if (conversions.has(name) && (ts.isMethodDeclaration(node) || ts.isPropertyAssignment(node.parent))) return { kind: "stop", reason: "conversion" };
  const { checker } = context.program;
  const signature = checker.getSignatureFromDeclaration(node);
  // It answers with a promise already, though it is not marked: its callers wait.
  if (signature !== undefined && isPromise(signature.getReturnType())) return { kind: "spreads", to: undefined };
  if (ts.isArrowFunction(node) || ts.isFunctionExpression(node)) return judgeExpression(context, node);
  if (ts.isMethodDeclaration(node) && overridesSync(context, node)) return { kind: "stop", reason: "sync-signature" };
  if (isComponent(node)) return { kind: "stop", reason: "render" };
  return { kind: "spreads", to: node };
}

const isIteratorName = (name: ts.Node | undefined): boolean =>
  name !== undefined && ts.isComputedPropertyName(name) && /Symbol\.(iterator|toPrimitive)/.test(name.getText());

function judgeExpression(context: RippleContext, node: ts.ArrowFunction | ts.FunctionExpression): Verdict {
  let value: ts.Node = node;
  while (ts.isParenthesizedExpression(value.parent)) value = value.parent;
  const { parent } = value;
  if (ts.isCallExpression(parent)) {
    if (parent.expression === value) return { kind: "through" };
    return judgeCallback(context, value, parent);
  }
  if (isComponent(node)) return { kind: "stop", reason: "render" };
  if (ts.isVariableDeclaration(parent) || ts.isPropertyDeclaration(parent)) return { kind: "spreads", to: parent };
  if (ts.isPropertyAssignment(parent)) {
    const allowed = returnAllowed(context, node);
    return allowed === false ? { kind: "stop", reason: "sync-callback" } : { kind: "spreads", to: parent };
  }
  if (ts.isJsxExpression(parent)) return { kind: "stop", reason: "event-handler" };
  return returnAllowed(context, node) === true ? { kind: "waits" } : { kind: "stop", reason: "exported-to-unknown" };
}

function judgeCallback(context: RippleContext, value: ts.Node, call: ts.CallExpression): Verdict {
  const callee = call.expression;
  const name = ts.isPropertyAccessExpression(callee) ? callee.name.text : callee.getText();
  if (callbackMethods.has(name) && !returnsPromise(context, value, call)) {
    return name === "map" && isAwaitedTogether(call) ? { kind: "spreads", to: undefined } : { kind: "stop", reason: "sync-callback" };
  }
  if (listening.has(name)) return { kind: "stop", reason: "event-handler" };
  const allowed = returnAllowed(context, value);
  return allowed === false ? { kind: "stop", reason: "sync-callback" } : { kind: "spreads", to: undefined };
}

/** `false`: what takes the function uses its result at once; `undefined`: nothing is known. */
function returnAllowed({ program: { checker } }: RippleContext, value: ts.Node): boolean | undefined {
  const contextual = ts.isExpression(value) ? checker.getContextualType(value) : undefined;
  if (contextual === undefined || contextual.flags & ts.TypeFlags.Any) return undefined;
  const signatures = (contextual.isUnion() ? contextual.types : [contextual]).flatMap((part) => part.getCallSignatures());
  if (signatures.length === 0) return undefined;
  return signatures.some((signature) => {
    const returned = signature.getReturnType();
    return (returned.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown | ts.TypeFlags.Void)) !== 0 || isPromise(returned);
  });
}

/** A function named `map` of ours that takes an asynchronous callback. */
function returnsPromise({ program: { checker } }: RippleContext, value: ts.Node, call: ts.CallExpression): boolean {
  const declaration = checker.getResolvedSignature(call)?.getDeclaration();
  const position = call.arguments.findIndex((argument) => argument === value);
  const parameter = declaration?.parameters[position];
  const type = parameter?.type;
  return type !== undefined && ts.isFunctionTypeNode(type) && /^Promise\b/.test(type.type.getText());
}

/** The base class or the interface promises a result at once. */
function overridesSync({ program: { checker } }: RippleContext, method: ts.MethodDeclaration): boolean {
  const owner = method.parent;
  if (!ts.isClassLike(owner) || method.name === undefined || !ts.isIdentifier(method.name)) return false;
  for (const clause of owner.heritageClauses ?? []) {
    for (const heritage of clause.types) {
      const member = checker.getTypeAtLocation(heritage).getProperty(method.name.text);
      if (member === undefined) continue;
      const returned = checker.getTypeOfSymbolAtLocation(member, method).getCallSignatures()[0]?.getReturnType();
      if (returned === undefined || returned.flags & ts.TypeFlags.Any || isPromise(returned)) continue;
      return true;
    }
  }
  return false;
}

function isComponent(node: ts.SignatureDeclaration): boolean {
  if (!/\.[jt]sx$/.test(node.getSourceFile().fileName)) return false;
  const named = node.name ?? (ts.isVariableDeclaration(node.parent) ? node.parent.name : undefined);
  if (named === undefined || !/^[A-Z]/.test(named.getText())) return false;
  let found = false;
  const visit = (at: ts.Node): void => {
    if (found || ts.isJsxElement(at) || ts.isJsxSelfClosingElement(at) || ts.isJsxFragment(at)) found = true;
    else ts.forEachChild(at, visit);
  };
  ts.forEachChild(node, visit);
  return found;
}
