/** Shapes as zod 4 source: what a value must look like at run time, after the codec has rebuilt it. */
import type { Definition, Shape } from "../../model/shapes.ts";
import { commentText, propertyKey, quote, uniqueIdentifiers } from "../source/names.ts";

export interface ZodSource {
  /** One `export const` for each definition, in an order in which plain references are declared before they are used. */
  definitions: string[];
  /** The expression for a shape. */
  expression: (shape: Shape) => string;
}

export function zodSource(definitions: readonly Definition[], taken: Iterable<string> = []): ZodSource {
  const names = uniqueIdentifiers(
    definitions.map((definition) => definition.id),
    ["z", ...taken],
    (name) => name.charAt(0).toUpperCase() + name.slice(1),
  );
  const byId = new Map(definitions.map((definition) => [definition.id, definition]));
  const ordered = inOrder(definitions, byId);
  const declared = new Set<string>();
  const written = ordered.map((definition) => {
    const write = writer(names, (id) => declared.has(id));
    const text = describeDefinition(definition, write);
    declared.add(definition.id);
    return `${comment(definition)}\nexport const ${names.get(definition.id)!} = ${text};`;
  });
  return { definitions: written, expression: writer(names, () => true) };
}

type Write = (shape: Shape) => string;

function comment({ kind, id, symbol }: Definition): string {
  const what = { interface: "", enum: "enumeration ", class: "instances of ", entity: "rows of ", error: "errors of " }[kind];
  return `/** ${commentText(`${what}${id}, ${symbol.module}`)} */`;
}

/** Definitions before their users, except in circles: there a getter refers ahead, as zod wants it. */
function inOrder(definitions: readonly Definition[], byId: ReadonlyMap<string, Definition>): Definition[] {
  const done = new Set<string>();
  const ordered: Definition[] = [];
  const visit = (definition: Definition): void => {
    if (done.has(definition.id)) return;
    done.add(definition.id);
    for (const id of mentioned(definition.shape)) {
      const other = byId.get(id);
      if (other !== undefined) visit(other);
    }
    ordered.push(definition);
  };
  for (const definition of definitions) visit(definition);
  return ordered;
}

function* mentioned(shape: Shape): Iterable<string> {
  switch (shape.kind) {
    case "named":
      yield shape.id;
      return;
    case "array":
      yield* mentioned(shape.element);
      return;
    case "tuple":
      for (const each of shape.elements) yield* mentioned(each.shape);
      return;
    case "union":
      for (const each of shape.of) yield* mentioned(each);
      return;
    case "builtin":
      for (const each of shape.args) yield* mentioned(each);
      return;
    case "object":
      for (const each of shape.properties) yield* mentioned(each.shape);
      if (shape.index !== undefined) yield* mentioned(shape.index);
  }
}

function describeDefinition(definition: Definition, write: Write): string {
  if (definition.kind === "interface" || definition.kind === "enum" || definition.shape.kind !== "object") return write(definition.shape);
  // An instance may carry more than its class declares: what an ORM or a subclass adds is not the contract's business.
  return objectText(definition.shape, write, "z.looseObject");
}

function writer(names: ReadonlyMap<string, string>, isDeclared: (id: string) => boolean): Write {
  const write: Write = (shape) => {
    switch (shape.kind) {
      case "primitive":
        return primitive(shape.name);
      case "literal":
        return `z.literal(${typeof shape.value === "string" ? quote(shape.value) : String(shape.value)})`;
      case "array":
        return `z.array(${write(shape.element)})`;
      case "tuple":
        return tupleText(shape, write);
      case "object":
        return objectText(shape, write, shape.index === undefined ? "z.object" : "z.catchall", isDeclared);
      case "union":
        return unionText(shape.of, write);
      case "builtin":
        return builtin(shape.name, shape.args.map(write));
      case "named": {
        const name = names.get(shape.id);
        if (name === undefined) return "z.unknown()";
        return isDeclared(shape.id) ? name : `z.lazy((): z.ZodType => ${name})`;
      }
      default:
        return "z.unknown()";
    }
  };
  return write;
}

function primitive(name: string): string {
  if (name === "number") return "z.union([z.number(), z.nan(), z.literal(Infinity), z.literal(-Infinity)])";
  return `z.${name}()`;
}

function tupleText(shape: Extract<Shape, { kind: "tuple" }>, write: Write): string {
  const fixed = shape.elements.filter((each) => !each.rest).map((each) => (each.optional ? `${write(each.shape)}.optional()` : write(each.shape)));
  const rest = shape.elements.find((each) => each.rest);
  return rest === undefined ? `z.tuple([${fixed.join(", ")}])` : `z.tuple([${fixed.join(", ")}], ${write(rest.shape)})`;
}

function objectText(
  shape: Extract<Shape, { kind: "object" }>,
  write: Write,
  form: "z.object" | "z.looseObject" | "z.catchall",
  isDeclared: (id: string) => boolean = () => true,
): string {
  if (shape.properties.length === 0 && shape.index !== undefined) return `z.record(z.string(), ${write(shape.index)})`;
  const properties = shape.properties.map(({ name, optional, shape: value }) => {
    const text = optional ? `${write(value)}.optional()` : write(value);
    // A getter is asked for later, when what stands further down is there.
    return [...mentioned(value)].every(isDeclared) ? `${propertyKey(name)}: ${text},` : `get ${propertyKey(name)}(): z.ZodType { return ${text}; },`;
  });
  const open = form === "z.catchall" ? "z.object" : form;
  const body = `${open}({ ${properties.join(" ")} })`;
  return shape.index === undefined ? body : `${body}.catchall(${write(shape.index)})`;
}

function unionText(of: readonly Shape[], write: Write): string {
  const literals = of.filter((each) => each.kind === "literal");
  const strings = literals.flatMap((each) => (typeof each.value === "string" ? [each.value] : []));
  if (strings.length === of.length && strings.length > 1) return `z.enum([${strings.map(quote).join(", ")}])`;
  const has = (name: string): boolean => of.some((each) => each.kind === "primitive" && each.name === name);
  const rest = of.filter((each) => !(each.kind === "primitive" && (each.name === "null" || each.name === "undefined")));
  const texts = rest.map(write);
  const inner =
    texts.length === 0 ? "z.never()" : texts.length === 1 ? texts[0]! : isBoolean(rest) ? "z.boolean()" : `z.union([${texts.join(", ")}])`;
  return `${inner}${has("null") ? ".nullable()" : ""}${has("undefined") ? ".optional()" : ""}`;
}

function isBoolean(of: readonly Shape[]): boolean {
  return of.length === 2 && of.every((each) => each.kind === "literal" && typeof each.value === "boolean");
}

function builtin(name: string, args: readonly string[]): string {
  const first = args[0] ?? "z.unknown()";
  if (name === "Date") return "z.union([z.date(), z.instanceof(Date)])";
  if (name === "Map") return `z.map(${first}, ${args[1] ?? "z.unknown()"})`;
  if (name === "Set") return `z.set(${first})`;
  return `z.instanceof(${name})`;
}
