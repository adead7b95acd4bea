/** What a crossing symbol is, by its declaration. */
import type { CrossingKind } from "../model/seams.ts";
import type { GraphIndex } from "./graphIndex.ts";
import { liveOfLanguage, liveOfPackage } from "./liveTypes.ts";
import type { TypeProgram } from "./typeProgram.ts";
import type { SyntaxAt } from "./syntaxAt.ts";
import { ts } from "./typescript.ts";

export interface SymbolContext {
  index: GraphIndex;
  program: TypeProgram;
  syntax: SyntaxAt;
  /** Names of classes that a container hands over. */
  injected: ReadonlySet<string>;
  isEntity(module: number, declaration: number): boolean;
}

const injectable =
  /(^|\.)(Injectable|injectable|Controller|singleton|autoInjectable|scoped|Service|Resolver|WebSocketGateway|Processor|provide|controller)$/;

export function kindOfSymbol(context: SymbolContext, module: number, declaration: number): CrossingKind {
  const { index, syntax } = context;
  const fact = index.declaration(module, declaration);
  if (fact === undefined) return "namespace";
  switch (fact.kind) {
    case "interface":
    case "type":
      return "type";
    case "enum":
      return "enum";
    case "namespace":
      return "namespace";
    case "function":
      return isMiddleware(context, syntax.declaration(module, declaration)) ? "middleware" : "function";
    case "class":
      return kindOfClass(context, module, declaration, fact.decorators ?? [], fact.name);
    default:
      return kindOfVariable(context, module, declaration);
  }
}

function kindOfClass(context: SymbolContext, module: number, declaration: number, decorators: readonly string[], name: string): CrossingKind {
  if (context.isEntity(module, declaration)) return "entity";
  if (decorators.some((each) => /(^|\.)Module$/.test(each))) return "nest-module";
  const node = context.syntax.declaration(module, declaration);
  if (node !== undefined && ts.isClassLike(node)) {
    if (extendsNamed(context, node, /^(Error|.*Exception|.*Error)$/)) return "error";
    if (extendsNamed(context, node, /^EventEmitter2?$/)) return "event";
  }
  if (decorators.some((each) => injectable.test(each)) || context.injected.has(name)) return "injected-class";
  return name.endsWith("Event") && decorators.length === 0 && isPlainClass(node) ? "event" : "class";
}

/** A class of fields alone. */
const isPlainClass = (node: ts.Node | undefined): boolean => node !== undefined && ts.isClassLike(node) && !node.members.some(ts.isMethodDeclaration);

function extendsNamed({ program }: SymbolContext, node: ts.ClassLikeDeclaration, pattern: RegExp): boolean {
  let at: ts.ClassLikeDeclaration | undefined = node;
  for (let depth = 0; at !== undefined && depth < 8; depth++) {
    const base: ts.Expression | undefined = at.heritageClauses?.find((clause) => clause.token === ts.SyntaxKind.ExtendsKeyword)?.types[0]?.expression;
    if (base === undefined) return false;
    const symbol = program.checker.getSymbolAtLocation(base);
    const target = symbol !== undefined && symbol.flags & ts.SymbolFlags.Alias ? program.checker.getAliasedSymbol(symbol) : symbol;
    const declaration: ts.Declaration | undefined = target?.valueDeclaration;
    const inProject = declaration !== undefined && program.moduleOf(declaration.getSourceFile()) >= 0;
    // A class of the project is what its own bases are; a name alone says something only of packages.
    if (!inProject) return pattern.test(base.getText().split(".").at(-1) ?? "");
    at = ts.isClassLike(declaration) ? declaration : undefined;
  }
  return false;
}

function kindOfVariable(context: SymbolContext, module: number, declaration: number): CrossingKind {
  const { program, syntax, index } = context;
  if (context.isEntity(module, declaration)) return "entity";
  const node = syntax.declaration(module, declaration);
  if (node === undefined) return index.graph.modules[module]!.facts.state.some((state) => state.declaration === declaration) ? "state" : "constant";
  const type = program.checker.getTypeAtLocation(node);
  const symbol = type.getSymbol();
  const from = symbol?.declarations?.[0]?.getSourceFile();
  const name = symbol?.name ?? "";
  if (from !== undefined && program.moduleOf(from) < 0) {
    const packageName = program.packageOf(from);
    if (/^(Router|IRouter|Hono|KoaRouter|RouterInstance)$/.test(name)) return "router";
    const live = liveOfLanguage(name) ?? liveOfPackage(packageName, name);
    if (live === "emitter") return "event";
  }
  const initializer = ts.isVariableDeclaration(node) ? node.initializer : undefined;
  if (initializer !== undefined && /^(express\.)?Router\(|^new (Router|KoaRouter|Hono)\b|^fp\(/.test(initializer.getText())) return "router";
  if (type.getCallSignatures().length > 0) return isMiddleware(context, node) ? "middleware" : "function";
  if (initializer !== undefined && isClassInstance(context, type)) return extendsEmitter(context, type) ? "event" : "instance";
  if (initializer !== undefined && hasMethods(context, module, declaration)) return "instance";
  return index.graph.modules[module]!.facts.state.some((state) => state.declaration === declaration) ? "state" : "constant";
}

function isClassInstance({ program }: SymbolContext, type: ts.Type): boolean {
  const declaration = type.getSymbol()?.valueDeclaration;
  if (declaration === undefined || !ts.isClassLike(declaration) || program.moduleOf(declaration.getSourceFile()) < 0) return false;
  return declaration.members.some(
    (member) =>
      ts.isMethodDeclaration(member) ||
      (ts.isPropertyDeclaration(member) && member.initializer !== undefined && ts.isFunctionLike(member.initializer)),
  );
}

function extendsEmitter(context: SymbolContext, type: ts.Type): boolean {
  const declaration = type.getSymbol()?.valueDeclaration;
  if (declaration === undefined || !ts.isClassLike(declaration)) return false;
  return (
    extendsNamed(context, declaration, /^EventEmitter2?$/) ||
    declaration.members.some((member) => ts.isPropertyDeclaration(member) && /^new EventEmitter2?\b/.test(member.initializer?.getText() ?? ""))
  );
}

/** An object literal of functions is a service like any other. */
function hasMethods({ index }: SymbolContext, module: number, declaration: number): boolean {
  return index.graph.modules[module]!.facts.declarations.some(
    (each) => each.parent === declaration && (each.kind === "method" || each.kind === "function"),
  );
}

/** `(request, response, next) => …`, or a function that makes one. */
function isMiddleware({ program }: SymbolContext, node: ts.Node | undefined): boolean {
  if (node === undefined) return false;
  const signature = program.checker.getTypeAtLocation(node).getCallSignatures()[0];
  if (signature === undefined) return false;
  const handles = (each: ts.Signature): boolean => {
    const kinds = each.getParameters().map((parameter) => {
      const declared = parameter.valueDeclaration;
      const type = declared === undefined ? undefined : program.checker.getTypeOfSymbolAtLocation(parameter, declared);
      const from = type?.getSymbol()?.declarations?.[0]?.getSourceFile();
      const name = type?.getSymbol()?.name ?? "";
      // Only what has no type goes by its name.
      if (type === undefined || type.flags & ts.TypeFlags.Any) return /^(_?req|request|ctx)$/.test(parameter.name) ? "request" : undefined;
      return from === undefined || program.moduleOf(from) >= 0 ? undefined : liveOfPackage(program.packageOf(from), name);
    });
    return kinds.includes("request") && kinds.length > 1;
  };
  if (handles(signature)) return true;
  const [returned] = signature.getReturnType().getCallSignatures();
  return returned !== undefined && handles(returned);
}
