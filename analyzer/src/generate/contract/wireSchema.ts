/** Shapes as JSON Schema (2020-12, as OpenAPI 3.1 uses it) of what stands on the wire: values that JSON would lose travel as objects with the tag `~`. */
import type { Definition, Shape } from "../../model/shapes.ts";

export type JsonSchema = { [keyword: string]: unknown };

export interface WireSchemas {
  /** For `components.schemas`, by component name. */
  components: Record<string, JsonSchema>;
  schemaOf: (shape: Shape) => JsonSchema;
}

export function wireSchemas(definitions: readonly Definition[]): WireSchemas {
  const names = componentNames(definitions);
  const schemaOf = (shape: Shape): JsonSchema => describe(shape, schemaOf, names);
  const components: Record<string, JsonSchema> = {};
  for (const definition of definitions) components[names.get(definition.id)!] = describeDefinition(definition, schemaOf);
  return { components, schemaOf };
}

/** OpenAPI allows letters, digits, dots, hyphens and underscores in names of components. */
function componentNames(definitions: readonly Definition[]): Map<string, string> {
  const names = new Map<string, string>();
  const taken = new Set<string>();
  for (const { id } of definitions) {
    const base = id.replace(/[^A-Za-z0-9._-]+/g, "_").replace(/^_+|_+$/g, "") || "Type";
    let name = base;
    for (let count = 2; taken.has(name); count++) name = `${base}_${count}`;
    taken.add(name);
    names.set(id, name);
  }
  return names;
}

function describeDefinition(definition: Definition, schemaOf: (shape: Shape) => JsonSchema): JsonSchema {
  const schema = schemaOf(definition.shape);
  switch (definition.kind) {
    case "interface":
    case "enum":
      return { title: definition.id, ...schema };
    case "error":
      return { title: definition.id, ...tagged("Error", { n: { type: "string" }, h: { type: "object" }, v: schema }, ["n"]) };
    case "class":
    case "entity":
      return { title: definition.id, ...tagged("class", { c: { type: "string" }, v: schema }) };
  }
}

/** An object with the tag and its parts; all of them are required unless `required` says less. */
function tagged(tag: string, parts: Record<string, JsonSchema>, required: readonly string[] = Object.keys(parts)): JsonSchema {
  return { type: "object", properties: { "~": { const: tag }, ...parts }, required: ["~", ...required] };
}

const base64: JsonSchema = { type: "string", contentEncoding: "base64" };

function describe(shape: Shape, schemaOf: (shape: Shape) => JsonSchema, names: ReadonlyMap<string, string>): JsonSchema {
  switch (shape.kind) {
    case "primitive":
      return primitive(shape.name);
    case "literal":
      return { const: shape.value };
    case "array":
      return { type: "array", items: schemaOf(shape.element) };
    case "tuple": {
      const fixed = shape.elements.filter((each) => !each.rest);
      const rest = shape.elements.find((each) => each.rest);
      return {
        type: "array",
        ...(fixed.length > 0 ? { prefixItems: fixed.map((each) => schemaOf(each.shape)) } : {}),
        minItems: fixed.filter((each) => !each.optional).length,
        ...(rest === undefined ? { maxItems: fixed.length } : { items: schemaOf(rest.shape) }),
      };
    }
    case "object":
      return objectSchema(shape, schemaOf);
    case "union":
      return unionSchema(shape.of, schemaOf);
    case "builtin":
      return builtin(shape.name, shape.args.map(schemaOf));
    case "named": {
      const name = names.get(shape.id);
      return name === undefined ? {} : { $ref: `#/components/schemas/${name}` };
    }
    default:
      return {};
  }
}

function objectSchema(shape: Extract<Shape, { kind: "object" }>, schemaOf: (shape: Shape) => JsonSchema): JsonSchema {
  const required = shape.properties.filter((each) => !each.optional).map((each) => each.name);
  return {
    type: "object",
    ...(shape.properties.length > 0
      ? {
          properties: Object.fromEntries(
            shape.properties.filter((each) => each.name !== "__proto__").map((each) => [each.name, schemaOf(each.shape)]),
          ),
        }
      : {}),
    ...(required.length > 0 ? { required } : {}),
    ...(shape.index === undefined ? {} : { additionalProperties: schemaOf(shape.index) }),
  };
}

function unionSchema(of: readonly Shape[], schemaOf: (shape: Shape) => JsonSchema): JsonSchema {
  const values = of.flatMap((each) => (each.kind === "literal" ? [each.value] : []));
  if (values.length === of.length && values.length > 0) return { enum: values };
  return { anyOf: of.map(schemaOf) };
}

function primitive(name: string): JsonSchema {
  switch (name) {
    case "string":
    case "boolean":
    case "null":
      return { type: name };
    case "number":
      return { anyOf: [{ type: "number" }, tagged("number", { v: { enum: ["NaN", "Infinity", "-Infinity", "-0"] } })] };
    case "undefined":
    case "void":
      return tagged("undefined", {});
    case "bigint":
      return tagged("bigint", { v: { type: "string", pattern: "^-?\\d+$" } });
    default:
      return { not: {} };
  }
}

function builtin(name: string, args: readonly JsonSchema[]): JsonSchema {
  switch (name) {
    case "Date":
      return tagged("Date", { v: { type: ["integer", "null"], description: "milliseconds since 1970; null: an invalid date" } });
    case "Map":
      return tagged("Map", { v: { type: "array", items: { type: "array", prefixItems: [args[0] ?? {}, args[1] ?? {}], minItems: 2, maxItems: 2 } } });
    case "Set":
      return tagged("Set", { v: { type: "array", items: args[0] ?? {} } });
    case "Buffer":
    case "ArrayBuffer":
      return tagged(name, { v: base64 });
    case "URL":
    case "URLSearchParams":
      return tagged(name, { v: { type: "string" } });
    case "RegExp":
      return tagged("RegExp", { v: { type: "string" }, f: { type: "string" }, i: { type: "integer" } });
    case "Error":
      return tagged("Error", { n: { type: "string" } });
    default:
      return tagged("view", { t: { const: name }, v: base64 });
  }
}
