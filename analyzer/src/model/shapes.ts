/**
 * Shapes: what values of a TypeScript type can be at run time, as plain data. Made by the type checker at the seam (seams/), judged for the wire, and
 * turned into contracts. Named object types stand once, in a table of definitions; shapes point at them, so that recursive types end.
 */
import { z } from "zod";

/** Where something stands; `module` is POSIX, relative to the root; positions are 1-based. */
export const Place = z.object({ module: z.string(), line: z.int().min(1), column: z.int().min(1) });
export type Place = z.infer<typeof Place>;

/** A top-level declaration, or a member of one. `module`: path in the project, or the name of a package. */
export const SymbolName = z.object({ module: z.string(), name: z.string(), member: z.string().optional() });
export type SymbolName = z.infer<typeof SymbolName>;

export const primitiveNames = ["string", "number", "boolean", "null", "undefined", "void", "bigint", "symbol", "never"] as const;

/** Classes of the language and of Node that a codec can carry. */
export const builtinNames = [
  "Date",
  "Map",
  "Set",
  "Buffer",
  "ArrayBuffer",
  "DataView",
  "Int8Array",
  "Uint8Array",
  "Uint8ClampedArray",
  "Int16Array",
  "Uint16Array",
  "Int32Array",
  "Uint32Array",
  "Float32Array",
  "Float64Array",
  "BigInt64Array",
  "BigUint64Array",
  "URL",
  "URLSearchParams",
  "RegExp",
  "Error",
] as const;
export type BuiltinName = (typeof builtinNames)[number];

/** Things that are bound to the process that made them. */
export const liveKinds = [
  "stream",
  "transaction-handle", // EntityManager, QueryRunner, Knex.Transaction, Prisma.TransactionClient, ClientSession
  "query-builder",
  "database", // DataSource, Connection, Knex, PrismaClient, repositories
  "request",
  "response",
  "socket",
  "iterator", // iterators and generators, sync or async
  "promise", // a promise inside a value
  "emitter",
  "weak", // WeakMap, WeakSet, WeakRef
  "handle", // timers, workers, abort signals, files
] as const;
export type LiveKind = (typeof liveKinds)[number];

export interface PropertyShape {
  name: string;
  optional: boolean;
  shape: Shape;
}

export type Shape =
  | { kind: "primitive"; name: (typeof primitiveNames)[number] }
  | { kind: "literal"; value: string | number | boolean }
  | { kind: "array"; element: Shape }
  | { kind: "tuple"; elements: { shape: Shape; optional: boolean; rest: boolean }[] }
  | { kind: "object"; properties: PropertyShape[]; index?: Shape | undefined }
  | { kind: "union"; of: Shape[] }
  | { kind: "builtin"; name: BuiltinName; args: Shape[] }
  | { kind: "named"; id: string }
  | { kind: "function"; text: string }
  | { kind: "live"; what: LiveKind; text: string }
  | { kind: "open"; parameter: string }
  | { kind: "unknown"; text: string };

export const Shape: z.ZodType<Shape> = z
  .lazy(() =>
    z.discriminatedUnion("kind", [
      z.object({ kind: z.literal("primitive"), name: z.enum(primitiveNames) }),
      z.object({ kind: z.literal("literal"), value: z.union([z.string(), z.number(), z.boolean()]) }),
      z.object({ kind: z.literal("array"), element: Shape }),
      z.object({
        kind: z.literal("tuple"),
        elements: z.array(z.object({ shape: Shape, optional: z.boolean(), rest: z.boolean() })),
      }),
      z.object({
        kind: z.literal("object"),
        properties: z.array(z.object({ name: z.string(), optional: z.boolean(), shape: Shape })),
        index: Shape.optional().describe("what names outside `properties` hold"),
      }),
      z.object({ kind: z.literal("union"), of: z.array(Shape) }),
      z.object({ kind: z.literal("builtin"), name: z.enum(builtinNames), args: z.array(Shape).describe("of Map, Set: keys and values") }),
      z.object({ kind: z.literal("named"), id: z.string().describe("key of `definitions`") }),
      z.object({ kind: z.literal("function"), text: z.string() }),
      z.object({ kind: z.literal("live"), what: z.enum(liveKinds), text: z.string() }),
      z.object({ kind: z.literal("open"), parameter: z.string().describe("type parameter that callers leave open") }),
      z.object({ kind: z.literal("unknown"), text: z.string().describe("`any`, `unknown`, or the written type that could not be resolved") }),
    ]),
  )
  .meta({ id: "Shape" });

/** What a named type is. `interface`: values are plain objects. The other kinds are instances of a class that has to be rebuilt. */
export const definitionKinds = ["interface", "enum", "class", "entity", "error"] as const;

export const Definition = z.object({
  id: z.string().describe("the name, with the module where several have it, with arguments where it is generic"),
  kind: z.enum(definitionKinds),
  symbol: SymbolName,
  shape: Shape.describe("own fields of an instance, private ones included; methods and static members are not data"),
  bases: z.array(z.string()).describe("names of classes that it extends, nearest first"),
  rebuildable: z
    .object({ can: z.boolean(), why: z.string() })
    .optional()
    .describe("class, error: can an instance be made again from its fields without running its constructor?"),
  methods: z.array(z.string()).optional().describe("class, entity: methods and accessors that callers could use on the instance"),
  relations: z
    .array(z.object({ field: z.string(), target: z.string() }))
    .optional()
    .describe("entity: fields that hold other entities"),
});
export type Definition = z.infer<typeof Definition>;
