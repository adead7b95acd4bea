/**
 * Facts: what one source file says, by syntax alone. They depend on the file's bytes and its extension, never on its path or on other
 * files, so that they can be cached by content and carried between machines.
 *
 * Hot parts (terms, references) are flat integer arrays; everything else is plain JSON. Positions are 1-based; columns count UTF-16 units.
 */
import { z } from "zod";

const position = { line: z.int().min(1), column: z.int().min(1) };

export const importKinds = [
  "import", // import … from "x"
  "side-effect", // import "x"
  "re-export", // export … from "x"
  "dynamic", // import("x"), also with a template whose parts are known
  "require", // require("x"), require.resolve excluded
  "create-require", // createRequire(import.meta.url)("x")
  "import-equals", // import x = require("x")
  "import-type", // import("x").T in a type position
  "reference-path", // /// <reference path="x" />
  "reference-types", // /// <reference types="x" />
  "jsdoc", // {import("x").T} and @import in JSDoc
  "mock", // jest.mock("x"), vi.mock("x") and their kin
  "augmentation", // declare module "x" in a module
] as const;
export const ImportKind = z.enum(importKinds);
export type ImportKind = z.infer<typeof ImportKind>;

/** One mention of another module. `pattern`: the specifier is a template; `*` stands for each unknown part. */
export const ImportFact = z.object({
  specifier: z.string(),
  kind: ImportKind,
  typeOnly: z.boolean(),
  pattern: z.boolean().optional(),
  ...position,
});
export type ImportFact = z.infer<typeof ImportFact>;

/**
 * A local name that stands for something of another module. `name` is the name exported there; `*` is the whole namespace;
 * `=` is the value of `module.exports` (or a `require` result), which is the namespace where the target is an ES module.
 */
export const BindingFact = z.object({
  local: z.string(),
  import: z.int(),
  name: z.string(),
  typeOnly: z.boolean(),
});
export type BindingFact = z.infer<typeof BindingFact>;

/**
 * One exported name. `local`: a declaration of this file (`declaration`), or the value of `term`. `from`: forwarded from `import`, under
 * `imported` (`*`: the namespace object). `all`: `export * from`. Exports named `=` are `export =` or `module.exports = `.
 */
export const ExportFact = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("local"), name: z.string(), declaration: z.int().optional(), term: z.int(), typeOnly: z.boolean(), ...position }),
  z.object({ kind: z.literal("from"), name: z.string(), import: z.int(), imported: z.string(), typeOnly: z.boolean(), ...position }),
  z.object({ kind: z.literal("all"), import: z.int(), typeOnly: z.boolean(), ...position }),
]);
export type ExportFact = z.infer<typeof ExportFact>;

export const declarationKinds = [
  "class",
  "interface",
  "type",
  "enum",
  "enum-member",
  "function",
  "variable",
  "namespace",
  "method",
  "property",
  "getter",
  "setter",
  "constructor",
  "signature",
] as const;
export const DeclarationKind = z.enum(declarationKinds);
export type DeclarationKind = z.infer<typeof DeclarationKind>;

/**
 * A named thing that other code can point at: every module-level declaration, every member of a class, interface, enum, namespace or
 * module-level object literal, and every function or class nested in a function. Its index in `FileFacts.declarations` is its identity in the file.
 */
export const DeclarationFact = z.object({
  name: z.string(),
  kind: DeclarationKind,
  exported: z.boolean(),
  /** Index of the enclosing declaration, -1 at module level. */
  parent: z.int(),
  ...position,
  endLine: z.int().min(1),
  static: z.boolean().optional(),
  abstract: z.boolean().optional(),
  visibility: z.enum(["private", "protected"]).optional(),
  /** Written type, as text (whitespace folded, at most 200 characters), where there is one. */
  type: z.string().optional(),
  /** Class and interface: what is extended and implemented, as terms. */
  extends: z.array(z.int()).optional(),
  implements: z.array(z.int()).optional(),
  /** Indexes into the file's type parameters. */
  typeParameters: z.array(z.int()).optional(),
  /** Term of the value's type (variable, function, property …) or of the aliased type; 0 when unknown. */
  term: z.int(),
  /** Decorators as they are written, without arguments: `Injectable`, `orm.Entity`. */
  decorators: z.array(z.string()).optional(),
});
export type DeclarationFact = z.infer<typeof DeclarationFact>;

export const injectionStyles = ["nestjs", "inversify", "tsyringe", "typed-inject", "angular", "written"] as const;
/** A constructor parameter or property that a container fills. `token` is the name of the class or the text of the token. */
export const InjectionFact = z.object({
  class: z.int(),
  style: z.enum(injectionStyles),
  parameter: z.string(),
  token: z.string(),
  ...position,
});
export type InjectionFact = z.infer<typeof InjectionFact>;

/** `owner` in all facts below: index of the enclosing declaration, -1 for the module's top level. */
export const RouteFact = z.object({
  framework: z.enum(["express", "fastify", "koa", "hono", "nestjs"]),
  /** Upper case; `ALL` for any; `USE` for a mounted router (`mount` names what is mounted). */
  method: z.string(),
  /** As written, prefixes of the same file's controller or plugin options included; `*` for parts that are not literal. */
  path: z.string(),
  /** The handler, as written (`controller.create`), or `<inline>`. */
  handler: z.string(),
  /** Term of the handler expression, 0 for inline code. For `USE`: of the router that is mounted. */
  term: z.int(),
  owner: z.int(),
  ...position,
});
export type RouteFact = z.infer<typeof RouteFact>;

export const orms = ["typeorm", "prisma", "sequelize", "mongoose", "mikro-orm", "drizzle", "knex", "sql", "mongodb"] as const;
export const Orm = z.enum(orms);
export type Orm = z.infer<typeof Orm>;

/** A class, constant or schema that stands for a table or collection. `declaration` is -1 in schema.prisma. */
export const EntityFact = z.object({
  orm: Orm,
  name: z.string(),
  table: z.string(),
  declaration: z.int(),
  /** Entities named in relations (`@ManyToOne(() => Customer)`), as written. `cascade`: deleting here writes there. */
  relations: z.array(z.object({ target: z.string(), field: z.string(), cascade: z.boolean() })),
  ...position,
});
export type EntityFact = z.infer<typeof EntityFact>;

/**
 * One place that reads or writes a table. What is accessed is known by the written table name (`table`), the name of the entity in this file's
 * scope (`entity`: local or imported name, link resolves it), or only by the type of the receiver (`receiver`: a term that link evaluates).
 */
export const AccessFact = z.object({
  orm: Orm,
  access: z.enum(["read", "write"]),
  operation: z.string(),
  table: z.string().optional(),
  entity: z.string().optional(),
  receiver: z.int().optional(),
  /** Only an access if what it names turns out to be an entity (`Order.create(…)`, `this.orders.save(…)`). */
  tentative: z.boolean().optional(),
  owner: z.int(),
  ...position,
});
export type AccessFact = z.infer<typeof AccessFact>;

/** Accesses at lines `line`..`endLine` of `owner` run in one transaction. */
export const TransactionFact = z.object({ orm: Orm, owner: z.int(), ...position, endLine: z.int().min(1) });
export type TransactionFact = z.infer<typeof TransactionFact>;

/** Module-level state that the module changes after loading: a reassigned `let`, a mutated Map, array or object. */
export const StateFact = z.object({ name: z.string(), declaration: z.int(), mutations: z.array(z.object(position)), ...position });
export type StateFact = z.infer<typeof StateFact>;

export const EventFact = z.object({
  direction: z.enum(["publish", "subscribe"]),
  /** Event or topic as written; `*` where it is not a literal. */
  event: z.string(),
  channel: z.enum(["emitter", "nestjs", "queue", "kafka", "redis", "amqp", "dom"]),
  owner: z.int(),
  ...position,
});
export type EventFact = z.infer<typeof EventFact>;

/** Work that starts without a request: timers, cron expressions, queue workers. */
export const JobFact = z.object({
  kind: z.enum(["interval", "timeout", "cron", "consumer"]),
  /** Cron expression, queue name or delay as written; `*` where it is not a literal. */
  schedule: z.string(),
  owner: z.int(),
  ...position,
});
export type JobFact = z.infer<typeof JobFact>;

/** A syntax error or an oddity of the file that cost facts. */
export const ProblemFact = z.object({ message: z.string(), ...position });
export type ProblemFact = z.infer<typeof ProblemFact>;

export interface FileFacts {
  lines: number;
  /** Has an import or export: its top level is not global. */
  isModule: boolean;
  /** Written by a tool, by its header comment. */
  generated: boolean;
  /** Interned strings that terms refer to. */
  strings: string[];
  /** How often each of `strings` stands in the file: the words of identifiers say what a file is about (evidence/words.ts). */
  uses: Int32Array;
  /** Flat nodes of the term language, see terms.ts. */
  terms: Int32Array;
  /** Rows of `referenceWidth` integers, see terms.ts. */
  references: Int32Array;
  /** Code that may run many times for one run of what is around it. Rows of line, column, last line, last column, ascending, none within another. */
  loops: Int32Array;
  imports: ImportFact[];
  bindings: BindingFact[];
  exports: ExportFact[];
  declarations: DeclarationFact[];
  /** name, constraint term, default term */
  typeParameters: [name: string, constraint: number, fallback: number][];
  /** Names declared for every file (`declare global`, scripts), and members of augmented modules: declaration index and module specifier. */
  globals: number[];
  augmentations: { specifier: string; declarations: number[] }[];
  injections: InjectionFact[];
  routes: RouteFact[];
  entities: EntityFact[];
  accesses: AccessFact[];
  transactions: TransactionFact[];
  state: StateFact[];
  events: EventFact[];
  jobs: JobFact[];
  problems: ProblemFact[];
}
