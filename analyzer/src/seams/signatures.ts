/** Signatures of operations: parameters, result and promise, with the shapes and the wire safety of each. */
import type { Parameter, Wire } from "../model/seams.ts";
import type { Shape } from "../model/shapes.ts";
import { placeOfNode, withoutUndefined, type Shaper } from "./shapeOf.ts";
import { callOf, type SyntaxAt } from "./syntaxAt.ts";
import type { TypeProgram } from "./typeProgram.ts";
import { ts } from "./typescript.ts";
import { judgeWire, plainWire } from "./wireSafety.ts";

export interface OperationSignature {
  text: string;
  typeParameters: string[];
  overloads: number;
  parameters: Parameter[];
  result: { type: string; shape: Shape; wire: Wire };
  async: boolean;
}

export interface SignatureContext {
  program: TypeProgram;
  syntax: SyntaxAt;
  shaper: Shaper;
  paths: readonly string[];
}

/** @param calls names in the callers' code: what they pass decides what a generic operation is */
export function describeSignature(context: SignatureContext, declared: ts.Declaration, calls: readonly ts.Node[]): OperationSignature | undefined {
  const { checker } = context.program;
  const type = ts.isConstructorDeclaration(declared) || ts.isClassLike(declared) ? undefined : checker.getTypeAtLocation(declared);
  const signatures =
    type !== undefined ? type.getCallSignatures() : checker.getTypeOfSymbolAtLocation(symbolOf(checker, declared), declared).getConstructSignatures();
  // Of overloads, the one that says most.
  const signature = [...signatures].sort((a, b) => b.getParameters().length - a.getParameters().length)[0];
  if (signature === undefined) return undefined;
  const typeParameters = (signature.getTypeParameters() ?? []).map((parameter) => parameter.symbol.name);
  const used = typeParameters.length === 0 ? [signature] : instantiated(checker, signature, calls);
  const result = resultOf(context, declared, used);
  return {
    text: shorten(checker.signatureToString(signature, declared, ts.TypeFormatFlags.NoTruncation)),
    typeParameters,
    overloads: Math.max(1, signatures.length),
    parameters: signature.getParameters().map((parameter, position) => parameterOf(context, parameter, position, used, calls)),
    ...result,
  };
}

function symbolOf(checker: ts.TypeChecker, declared: ts.Declaration): ts.Symbol {
  const owner = ts.isConstructorDeclaration(declared) ? declared.parent : declared;
  const name = ts.getNameOfDeclaration(owner as ts.Declaration) ?? owner;
  const symbol = checker.getSymbolAtLocation(name) ?? checker.getTypeAtLocation(owner).getSymbol();
  if (symbol === undefined) throw new Error(`no symbol for ${name.getText()}`);
  return symbol;
}

const longestSignature = 300;
const shorten = (text: string): string => (text.length > longestSignature ? `${text.slice(0, longestSignature - 1)}…` : text);

/** A generic signature as the callers use it; itself where nobody calls it. */
function instantiated(checker: ts.TypeChecker, signature: ts.Signature, calls: readonly ts.Node[]): ts.Signature[] {
  const found = calls.flatMap((name) => {
    const call = callOf(name);
    const resolved = call === undefined ? undefined : checker.getResolvedSignature(call);
    return resolved === undefined ? [] : [resolved];
  });
  return found.length === 0 ? [signature] : found;
}

function parameterOf(
  context: SignatureContext,
  parameter: ts.Symbol,
  position: number,
  used: readonly ts.Signature[],
  calls: readonly ts.Node[],
): Parameter {
  const { program, shaper, paths } = context;
  const { checker } = program;
  const declaration = parameter.valueDeclaration;
  const node = declaration !== undefined && ts.isParameter(declaration) ? declaration : undefined;
  const name = parameter.name.startsWith("__") ? `_${position}` : parameter.name;
  const rest = node?.dotDotDotToken !== undefined;
  const optional = node?.questionToken !== undefined || node?.initializer !== undefined;
  const types = used.flatMap((signature) => {
    const own = signature.getParameters()[position];
    return own === undefined ? [] : [checker.getTypeOfSymbolAtLocation(own, own.valueDeclaration ?? declaration!)];
  });
  const declared = joinShapes(types.map((type) => shaper.shapeOf(type)));
  const joined = isIterable(types[0]) ? (passedLists(context, position, calls) ?? declared) : declared;
  const shape = optional ? withoutUndefined(joined) : joined;
  const module = node === undefined ? -1 : program.moduleOf(node.getSourceFile());
  const at = node === undefined || module < 0 ? null : placeOfNode(node, paths[module]!);
  const wire = judgeWire(shape, `args.${name}`, at, shaper);
  const [first] = types;
  return { name, optional, rest, type: first === undefined ? "unknown" : shaper.text(first), shape, wire, passed: true, mutated: [] };
}

const isIterable = (type: ts.Type | undefined): boolean => type?.getSymbol()?.name === "Iterable";

/** `skus: Iterable<string>` is a list or a set wherever callers pass one. */
function passedLists({ program: { checker }, shaper }: SignatureContext, position: number, calls: readonly ts.Node[]): Shape | undefined {
  const shapes: Shape[] = [];
  for (const name of calls) {
    const argument = callOf(name)?.arguments?.[position];
    if (argument === undefined || ts.isSpreadElement(argument)) return undefined;
    const shape = shaper.shapeOf(checker.getTypeAtLocation(argument));
    if (shape.kind !== "array" && shape.kind !== "tuple" && !(shape.kind === "builtin" && (shape.name === "Set" || shape.name === "Map")))
      return undefined;
    shapes.push(shape);
  }
  return shapes.length === 0 ? undefined : joinShapes(shapes);
}

function resultOf(context: SignatureContext, declared: ts.Declaration, used: readonly ts.Signature[]): Pick<OperationSignature, "result" | "async"> {
  const { program, shaper, paths } = context;
  const { checker } = program;
  let waits = isAsyncFunction(declared);
  const types = used.map((signature) => {
    const returned = signature.getReturnType();
    const awaited = checker.getAwaitedType(returned) ?? returned;
    if (awaited !== returned && isPromise(returned)) waits = true;
    return awaited;
  });
  const shape = joinShapes(types.map((type) => shaper.shapeOf(type)));
  const module = program.moduleOf(declared.getSourceFile());
  const at = module < 0 ? null : placeOfNode(declared, paths[module]!);
  const isNothing = shape.kind === "primitive" && (shape.name === "void" || shape.name === "undefined" || shape.name === "never");
  return {
    result: { type: shaper.text(types[0]!), shape, wire: isNothing ? plainWire : judgeWire(shape, "result", at, shaper) },
    async: waits,
  };
}

export function isPromise(type: ts.Type): boolean {
  const parts = type.isUnion() ? type.types : [type];
  return parts.some((part) => /^Promise(Like)?$/.test(part.getSymbol()?.name ?? "") || part.getProperty("then") !== undefined);
}

function isAsyncFunction(node: ts.Node): boolean {
  const inner = ts.isVariableDeclaration(node) || ts.isPropertyDeclaration(node) || ts.isPropertyAssignment(node) ? node.initializer : node;
  return (
    inner !== undefined && ts.canHaveModifiers(inner) && ts.getModifiers(inner)?.some((each) => each.kind === ts.SyntaxKind.AsyncKeyword) === true
  );
}

export function joinShapes(shapes: readonly Shape[]): Shape {
  const unique = new Map(shapes.flatMap((shape) => (shape.kind === "union" ? shape.of : [shape])).map((shape) => [JSON.stringify(shape), shape]));
  const of = [...unique].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, shape]) => shape);
  return of.length === 1 ? of[0]! : of.length === 0 ? { kind: "unknown", text: "unknown" } : { kind: "union", of };
}
