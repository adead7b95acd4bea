/** Types of the checker → shapes, as plain data. Named object types are written once, into a table of definitions, so that recursive types end. */
import type { Definition, Place, PropertyShape, Shape } from "../model/shapes.ts";
import { isContract } from "./contract.ts";
import { builtinOf, liveOfLanguage, liveOfPackage } from "./liveTypes.ts";
import type { TypeProgram } from "./typeProgram.ts";
import { ts } from "./typescript.ts";

export interface Shaper {
  shapeOf(type: ts.Type): Shape;
  readonly definitions: ReadonlyMap<string, Definition>;
  /** Where a definition, or one of its fields (`id.field`), is declared. */
  placeOf(key: string): Place | undefined;
  /** Text of a type for people. */
  text(type: ts.Type): string;
}

export interface ShaperInput {
  program: TypeProgram;
  paths: readonly string[];
  /** Is the class at this place an entity? Its relations by field. */
  entityAt(module: number, name: string): { relations: readonly { field: string; target: string }[] } | undefined;
}

const F = ts.TypeFlags;
const longestText = 160;
/** An object of a package with more fields than that is no data transfer object. */
const mostForeignFields = 60;
const deepest = 12;

export function createShaper({ program, paths, entityAt }: ShaperInput): Shaper {
  const { checker } = program;
  const definitions = new Map<string, Definition>();
  const places = new Map<string, Place>();
  const ids = new Map<ts.Type, string>();
  const owners = new Map<string, string>();

  const text = (type: ts.Type): string => {
    const full = checker.typeToString(type, undefined, ts.TypeFormatFlags.NoTruncation | ts.TypeFormatFlags.UseAliasDefinedOutsideCurrentScope);
    return full.length > longestText ? `${full.slice(0, longestText - 1)}…` : full;
  };
  const primitive = (name: Extract<Shape, { kind: "primitive" }>["name"]): Shape => ({ kind: "primitive", name });

  const shapeOf = (type: ts.Type, depth: number, stack: readonly ts.Type[]): Shape => {
    const { flags } = type;
    if (flags & F.Any) return { kind: "unknown", text: "any" };
    if (flags & F.Unknown) return { kind: "unknown", text: "unknown" };
    if (flags & F.StringLiteral) return { kind: "literal", value: (type as ts.StringLiteralType).value };
    if (flags & F.NumberLiteral) return { kind: "literal", value: (type as ts.NumberLiteralType).value };
    if (flags & F.BooleanLiteral) return { kind: "literal", value: checker.typeToString(type) === "true" };
    if (flags & F.Boolean) return primitive("boolean");
    if (flags & F.BigIntLike) return primitive("bigint");
    if (flags & F.EnumLike && !(flags & F.Union)) return flags & F.NumberLike ? primitive("number") : primitive("string");
    if (flags & (F.StringLike | F.Index)) return primitive("string");
    if (flags & F.NumberLike) return primitive("number");
    if (flags & F.ESSymbolLike) return primitive("symbol");
    if (flags & F.Null) return primitive("null");
    if (flags & F.Undefined) return primitive("undefined");
    if (flags & F.Void) return primitive("void");
    if (flags & F.Never) return primitive("never");
    if (flags & F.NonPrimitive) return { kind: "unknown", text: "object" };
    if (flags & F.TypeParameter) {
      // The polymorphic `this` is what the class says; other parameters are the caller's choice.
      const constraint = checker.getBaseConstraintOfType(type);
      if ((type as ts.TypeParameter & { isThisType?: boolean }).isThisType === true && constraint !== undefined)
        return shapeOf(constraint, depth, stack);
      return { kind: "open", parameter: text(type) };
    }
    if (depth > deepest) return { kind: "unknown", text: text(type) };
    if (type.isUnion()) return union(type.types, depth, stack);
    if (flags & (F.Conditional | F.IndexedAccess | F.Substitution)) {
      const constraint = checker.getBaseConstraintOfType(type);
      return constraint === undefined || constraint === type || constraint.flags & F.Unknown
        ? { kind: "open", parameter: text(type) }
        : shapeOf(constraint, depth + 1, stack);
    }
    if (type.isIntersection()) {
      // `string & { readonly brand: … }` is a string.
      const plain = type.types.find((part) => part.flags & (F.StringLike | F.NumberLike | F.BooleanLike | F.BigIntLike));
      if (plain !== undefined) return shapeOf(plain, depth, stack);
      const named = type.types
        .filter((part) => !isEmptyObject(part))
        .map((part) => knownByName(part, depth, stack))
        .find((part) => part !== undefined && part.kind === "live");
      return named ?? structure(type, depth, stack);
    }
    return object(type, depth, stack);
  };

  const union = (types: readonly ts.Type[], depth: number, stack: readonly ts.Type[]): Shape => {
    const parts = new Map<string, Shape>();
    for (const part of types) {
      const shape = shapeOf(part, depth + 1, stack);
      for (const each of shape.kind === "union" ? shape.of : [shape]) parts.set(JSON.stringify(each), each);
    }
    const yes = JSON.stringify({ kind: "literal", value: true });
    const no = JSON.stringify({ kind: "literal", value: false });
    if (parts.has(yes) && parts.has(no)) {
      parts.delete(yes);
      parts.delete(no);
      parts.set("boolean", primitive("boolean"));
    }
    const of = [...parts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, shape]) => shape);
    return of.length === 1 ? of[0]! : { kind: "union", of };
  };

  const isEmptyObject = (type: ts.Type): boolean => type.getProperties().length === 0 && checker.getIndexInfosOfType(type).length === 0;

  const object = (type: ts.Type, depth: number, stack: readonly ts.Type[]): Shape => {
    if (checker.isTupleType(type)) return tuple(type as ts.TupleTypeReference, depth, stack);
    if (checker.isArrayType(type)) {
      const [element] = checker.getTypeArguments(type as ts.TypeReference);
      return { kind: "array", element: element === undefined ? { kind: "unknown", text: "any" } : shapeOf(element, depth + 1, stack) };
    }
    const known = knownByName(type, depth, stack);
    if (known !== undefined) return known;
    if (type.getCallSignatures().length > 0 || type.getConstructSignatures().length > 0) return { kind: "function", text: text(type) };
    const declared = declarationOf(type);
    if (declared !== undefined) return named(type, declared, depth, stack);
    return structure(type, depth, stack);
  };

  /** Classes of the language, of Node and of packages. */
  const knownByName = (type: ts.Type, depth: number, stack: readonly ts.Type[]): Shape | undefined => {
    const symbol = type.getSymbol();
    const declaration = symbol?.declarations?.[0];
    if (symbol === undefined || declaration === undefined) return undefined;
    const file = declaration.getSourceFile();
    if (program.moduleOf(file) >= 0) return undefined;
    const packageName = program.packageOf(file);
    const name = symbol.name === "default" || symbol.name === "Default" ? text(type) : symbol.name;
    const isLanguage = packageName === "typescript" || packageName === "node";
    if (isLanguage || builtinPackages.test(packageName)) {
      const builtin = builtinOf(name);
      if (builtin !== undefined)
        return { kind: "builtin", name: builtin, args: argumentsOf(type, builtin).map((argument) => shapeOf(argument, depth + 1, stack)) };
      const live = liveOfLanguage(name);
      if (live !== undefined) return { kind: "live", what: live, text: text(type) };
      if (name === "Function") return { kind: "function", text: "Function" };
    }
    const live = liveOfPackage(packageName, name) ?? (isLanguage ? undefined : liveOfBases(type, packageName));
    if (live !== undefined) return { kind: "live", what: live, text: text(type) };
    if (isLanguage) return undefined;
    // Anonymous types of a package (`z.infer`) are structures like any other.
    if (symbol.flags & (ts.SymbolFlags.TypeLiteral | ts.SymbolFlags.ObjectLiteral)) return undefined;
    if (symbol.flags & ts.SymbolFlags.Class) return { kind: "unknown", text: `${text(type)} of ${packageName}` };
    const fields = type.getProperties();
    const hasMethods = fields.some((field) => field.flags & ts.SymbolFlags.Method);
    return hasMethods || fields.length > mostForeignFields ? { kind: "unknown", text: `${text(type)} of ${packageName}` } : undefined;
  };

  const liveOfBases = (type: ts.Type, packageName: string): ReturnType<typeof liveOfPackage> => {
    if (!type.isClassOrInterface()) return undefined;
    for (const base of checker.getBaseTypes(type)) {
      const name = base.getSymbol()?.name ?? "";
      const found = liveOfPackage(packageName, name) ?? liveOfLanguage(name);
      if (found !== undefined) return found;
    }
    return undefined;
  };

  const argumentsOf = (type: ts.Type, builtin: string): readonly ts.Type[] =>
    builtin === "Map" || builtin === "Set" ? checker.getTypeArguments(type as ts.TypeReference).slice(0, builtin === "Map" ? 2 : 1) : [];

  const tuple = (type: ts.TupleTypeReference, depth: number, stack: readonly ts.Type[]): Shape => {
    const { elementFlags } = type.target;
    return {
      kind: "tuple",
      elements: checker.getTypeArguments(type).map((element, at) => ({
        shape: shapeOf(element, depth + 1, stack),
        optional: ((elementFlags[at] ?? 0) & ts.ElementFlags.Optional) !== 0,
        rest: ((elementFlags[at] ?? 0) & ts.ElementFlags.Variable) !== 0,
      })),
    };
  };

  /** Class or interface of the project, or the alias that names a structure. */
  const declarationOf = (type: ts.Type): { symbol: ts.Symbol; declaration: ts.Declaration; module: number } | undefined => {
    const candidates = [type.aliasSymbol, type.getSymbol()].filter((symbol) => symbol !== undefined);
    for (const symbol of candidates) {
      const declaration = symbol.declarations?.[0];
      if (declaration === undefined) continue;
      if (!(symbol.flags & (ts.SymbolFlags.Class | ts.SymbolFlags.Interface | ts.SymbolFlags.TypeAlias))) continue;
      const module = program.moduleOf(declaration.getSourceFile());
      if (module >= 0) return { symbol, declaration, module };
    }
    return undefined;
  };

  const named = (
    type: ts.Type,
    found: { symbol: ts.Symbol; declaration: ts.Declaration; module: number },
    depth: number,
    stack: readonly ts.Type[],
  ): Shape => {
    const known = ids.get(type);
    if (known !== undefined) return { kind: "named", id: known };
    const { symbol, declaration, module } = found;
    const path = paths[module]!;
    const written = ts.getNameOfDeclaration(declaration)?.getText();
    const name = symbol.name === "default" ? (written ?? path.split("/").at(-1)!.split(".")[0] ?? "default") : symbol.name;
    const args = type.aliasSymbol === symbol ? type.aliasTypeArguments : isReference(type) ? checker.getTypeArguments(type) : [];
    const shown = (args ?? []).filter((argument) => !(argument as ts.TypeParameter & { isThisType?: boolean }).isThisType);
    const plain = shown.length > 0 ? `${name}<${shown.map(text).join(", ")}>` : name;
    const owner = owners.get(plain);
    const id = owner === undefined || owner === path ? plain : `${path}#${plain}`;
    if (definitions.has(id)) {
      // Equal arguments written in two ways are two types to the checker.
      ids.set(type, id);
      return { kind: "named", id };
    }
    owners.set(id, path);
    ids.set(type, id);
    const isClass = (symbol.flags & ts.SymbolFlags.Class) !== 0;
    const bases = isClass ? basesOf(type) : [];
    const entity = isClass ? entityAt(module, written ?? symbol.name) : undefined;
    const isError = bases.includes("Error");
    places.set(id, placeAt(declaration, path));
    const definition: Definition = {
      id,
      kind: isError ? "error" : entity !== undefined ? "entity" : isClass ? "class" : "interface",
      symbol: { module: path, name: written ?? symbol.name },
      shape: { kind: "object", properties: [] },
      bases,
    };
    definitions.set(id, definition);
    const filled = structure(type, depth + 1, stack, { id, isClass });
    definition.shape = filled;
    if (isClass) {
      const methods = type
        .getProperties()
        .filter((member) => !isDataMember(member) && !member.name.startsWith("__") && !(member.flags & ts.SymbolFlags.Prototype))
        .map((member) => member.name)
        .filter((member) => !isError || !["toString"].includes(member));
      definition.methods = methods.sort();
      if (entity === undefined) definition.rebuildable = rebuildable(symbol, filled);
      else definition.relations = [...entity.relations];
    }
    return { kind: "named", id };
  };

  const isReference = (type: ts.Type): type is ts.TypeReference =>
    (type.flags & F.Object) !== 0 && ((type as ts.ObjectType).objectFlags & ts.ObjectFlags.Reference) !== 0;

  const basesOf = (type: ts.Type): string[] => {
    const names: string[] = [];
    const visit = (each: ts.Type): void => {
      if (names.length > 20) return;
      const target = isReference(each) ? each.target : each;
      if (!target.isClassOrInterface()) return;
      for (const base of checker.getBaseTypes(target)) {
        const name = base.getSymbol()?.name;
        if (name === undefined) continue;
        names.push(builtinOf(name) === "Error" ? "Error" : name);
        visit(base);
      }
    };
    visit(type);
    return names;
  };

  /** `#private` fields cannot be written from outside; fields that hold what lives in the process cannot be sent. */
  const rebuildable = (symbol: ts.Symbol, shape: Shape): { can: boolean; why: string } => {
    const declaration = symbol.valueDeclaration;
    if (declaration !== undefined && ts.isClassLike(declaration)) {
      const hidden = declaration.members.find(
        (member) => member.name !== undefined && ts.isPrivateIdentifier(member.name) && !ts.isMethodDeclaration(member),
      );
      if (hidden?.name !== undefined)
        return { can: false, why: `${hidden.name.getText()} is private at run time: nothing outside the class can set it` };
      if (
        declaration.members.some(
          (member) => ts.canHaveModifiers(member) && ts.getModifiers(member)?.some((each) => each.kind === ts.SyntaxKind.AbstractKeyword),
        )
      )
        return { can: true, why: "abstract: the class of the value tells which one to rebuild" };
    }
    const live = shape.kind === "object" ? shape.properties.find((property) => containsLive(property.shape)) : undefined;
    if (live !== undefined) return { can: false, why: `${live.name} holds something that lives in one process` };
    return { can: true, why: "all of its fields can be sent, and set on an object made without its constructor" };
  };

  const containsLive = (shape: Shape): boolean => {
    switch (shape.kind) {
      case "live":
      case "function":
        return true;
      case "union":
        return shape.of.some(containsLive);
      case "array":
        return containsLive(shape.element);
      case "named": {
        const definition = definitions.get(shape.id);
        return definition !== undefined && (definition.rebuildable?.can === false || isContract(definition.shape));
      }
      default:
        return false;
    }
  };

  const structure = (type: ts.Type, depth: number, stack: readonly ts.Type[], owner?: { id: string; isClass: boolean }): Shape => {
    if (stack.includes(type)) return { kind: "unknown", text: text(type) };
    const inner = [...stack, type];
    const properties: PropertyShape[] = [];
    for (const member of type.getProperties()) {
      if (owner?.isClass === true && !isDataMember(member)) continue;
      if (member.name.startsWith("__@") || member.flags & ts.SymbolFlags.Prototype) continue;
      const at = member.valueDeclaration ?? member.declarations?.[0];
      const place = at === undefined ? undefined : program.moduleOf(at.getSourceFile());
      if (owner !== undefined && at !== undefined && place !== undefined && place >= 0)
        places.set(`${owner.id}.${member.name}`, placeAt(at, paths[place]!));
      const optional = (member.flags & ts.SymbolFlags.Optional) !== 0;
      const memberType = checker.getTypeOfSymbol(member);
      const shape = shapeOf(memberType, depth + 1, inner);
      properties.push({ name: member.name, optional, shape: optional ? withoutUndefined(shape) : shape });
    }
    const [info] = checker.getIndexInfosOfType(type);
    properties.sort((a, b) => (a.name < b.name ? -1 : 1));
    return { kind: "object", properties, ...(info === undefined ? {} : { index: shapeOf(info.type, depth + 1, inner) }) };
  };

  /** Own fields of instances: not methods, accessors or what a base of a package keeps. */
  const isDataMember = (member: ts.Symbol): boolean => {
    if (!(member.flags & ts.SymbolFlags.Property) || member.name.startsWith("__#")) return false;
    const at = member.valueDeclaration;
    if (at === undefined) return true;
    // `place = async () => …` in a class is a method that keeps its `this`.
    if (ts.isPropertyDeclaration(at) && at.initializer !== undefined && ts.isFunctionLike(at.initializer)) return false;
    return program.moduleOf(at.getSourceFile()) >= 0;
  };

  const placeAt = (node: ts.Node, module: string): Place => placeOfNode(node, module);

  return {
    shapeOf: (type) => shapeOf(type, 0, []),
    definitions,
    placeOf: (key) => places.get(key),
    text,
  };
}

const builtinPackages = /^(stream|events|buffer|http|https|net|url|crypto|worker_threads|async_hooks|timers|child_process|fs)(\/|$)/;

/** Place of a declaration's name, else of its beginning. */
export function placeOfNode(node: ts.Node, module: string): Place {
  const file = node.getSourceFile();
  const name = ts.getNameOfDeclaration(node as ts.Declaration) ?? node;
  const { line, character } = file.getLineAndCharacterOfPosition(name.getStart(file));
  return { module, line: line + 1, column: character + 1 };
}

export function withoutUndefined(shape: Shape): Shape {
  if (shape.kind !== "union") return shape;
  const of = shape.of.filter((part) => !(part.kind === "primitive" && part.name === "undefined"));
  return of.length === shape.of.length ? shape : of.length === 1 ? of[0]! : { kind: "union", of };
}
