/**
 * The published result of `ficus seams --json`: everything that crosses the boundary of one service, in and out, and what it takes to put a wire there.
 * Fields are added, never renamed; `schemas/seams.schema.json` is generated from here.
 */
import { z } from "zod";
import { Role } from "./analysis.ts";
import { EventFact, JobFact, Orm, RouteFact } from "./facts.ts";
import { Definition, Place, Shape, SymbolName } from "./shapes.ts";

export const crossingKinds = [
  "function",
  "class", // constructed, extended or used statically elsewhere
  "injected-class", // a container hands it over: NestJS, InversifyJS, tsyringe
  "instance", // export const orders = new Orders(), or an object literal of functions
  "constant",
  "enum",
  "type", // only in type positions
  "error", // a custom error class
  "entity",
  "middleware", // a function of request, response and next
  "router", // mounts routes
  "event", // an emitter, or a class that stands for an event
  "nest-module",
  "state", // a variable that is written after loading
  "namespace", // the whole module: import * as, side-effect and dynamic imports
] as const;
export type CrossingKind = (typeof crossingKinds)[number];

/** How a caller uses a symbol. `type` never exists at run time; `import` is a name in an import that leads to none of the other uses. */
export const useKinds = [
  "call",
  "new",
  "extends",
  "implements",
  "decorator",
  "instanceof",
  "value",
  "property",
  "jsx",
  "type",
  "import",
  "write",
] as const;
export type UseKind = (typeof useKinds)[number];

export const Caller = Place.extend({
  symbol: z.string().nullable().describe("the declaration that the use stands in, `Orders.place`; null: the module's top level"),
  service: z.string().nullable(),
  role: Role,
  inTest: z.boolean(),
  use: z.enum(useKinds),
  member: z.string().optional().describe("member of the symbol that is used"),
});
export type Caller = z.infer<typeof Caller>;

// ---------------------------------------------------------------------------------------------------------------- wire safety

export const wireVerdicts = ["plain", "codec", "not-on-the-wire", "unknown"] as const;
export type WireVerdict = (typeof wireVerdicts)[number];

/** Parts of the tagged run-time codec, by what they carry. */
export const codecNames = [
  "date",
  "map",
  "set",
  "bigint",
  "buffer",
  "typed-array",
  "url",
  "regexp",
  "undefined",
  "number",
  "class",
  "entity",
  "error",
] as const;
export type CodecName = (typeof codecNames)[number];

export const wireReasonCodes = [
  ...codecNames,
  "function",
  "symbol",
  "stream",
  "transaction-handle",
  "query-builder",
  "database",
  "request",
  "response",
  "socket",
  "iterator",
  "promise",
  "emitter",
  "weak",
  "handle",
  "bound-handle", // an instance whose methods work on what lives in this process
  "cycle", // a value can contain itself
  "open-generic",
  "any",
  "unknown",
  "unresolved", // the type's declaration was not found: a package that is not installed
] as const;
export type WireReasonCode = (typeof wireReasonCodes)[number];

/** Why a value is not plain. One entry a place in the value: `args.order.items[].price`, `result.get(key)`, `throws.shortages`. */
export const WireReason = z.object({
  path: z
    .string()
    .describe("where in the value: `args.<parameter>`, `result` or `throws.<class>`, then `.field`, `[]` (elements), `{}` (map values)"),
  why: z.enum(wireReasonCodes),
  verdict: z.enum(wireVerdicts),
  type: z.string().describe("type at that path, as text"),
  message: z.string(),
  symbol: SymbolName.optional().describe("class that must be rebuilt, or entity"),
  at: Place.nullable().describe("declaration of the parameter, field or class that says so"),
});
export type WireReason = z.infer<typeof WireReason>;

export const Wire = z.object({
  verdict: z.enum(wireVerdicts).describe("the worst of the reasons; plain: JSON loses nothing"),
  codecs: z.array(z.enum(codecNames)).describe("sorted"),
  reasons: z.array(WireReason).describe("sorted by path; of many, the forty that weigh most"),
  omitted: z.int().min(1).optional().describe("reasons left out"),
});
export type Wire = z.infer<typeof Wire>;

export const Parameter = z.object({
  name: z.string().describe("`_0` for a destructured parameter without a name"),
  optional: z.boolean(),
  rest: z.boolean(),
  type: z.string(),
  shape: Shape,
  wire: Wire,
  passed: z.boolean().describe("some caller on the other side passes it; what is optional and never passed does not travel"),
  mutated: z.array(Place).describe("where the callee, or what it passes the argument to, writes into the argument"),
});
export type Parameter = z.infer<typeof Parameter>;

export const Thrown = z.object({
  type: z.string(),
  symbol: SymbolName.nullable().describe("null for classes of the language"),
  /** First of the places, in the callee or in what it calls. */
  at: Place,
  definition: z.string().optional().describe("key of `definitions`"),
  caughtBy: z.array(Place).describe("`instanceof` tests of it on the other side"),
  wire: Wire,
});
export type Thrown = z.infer<typeof Thrown>;

// ---------------------------------------------------------------------------------------------------------------- async ripple

export const rippleStopReasons = [
  "constructor",
  "getter",
  "setter",
  "conversion", // toString, toJSON, valueOf, Symbol.toPrimitive
  "sync-iterator",
  "sync-generator",
  "sync-callback", // map, filter, forEach, reduce, sort, some, every, find, replace, …
  "top-level", // of a CommonJS module, or a field or static initialiser
  "sync-signature", // overrides or implements a member that returns no promise
  "event-handler",
  "render", // JSX
  "decorator-argument",
  "default-parameter",
  "exported-to-unknown", // handed over as a value: who calls it is not known
  "middleware", // a synchronous request handler that answers by next()
] as const;
export type RippleStopReason = (typeof rippleStopReasons)[number];

export const RippleStep = Place.extend({
  symbol: z.string().nullable(),
  signature: z.string().optional(),
  calls: z.string().describe("what it calls that has become asynchronous"),
  inTest: z.boolean(),
});
export const RippleStop = Place.extend({
  symbol: z.string().nullable(),
  reason: z.enum(rippleStopReasons),
  message: z.string(),
  suggestion: z.string(),
});
export type RippleStep = z.infer<typeof RippleStep>;
export type RippleStop = z.infer<typeof RippleStop>;

/** What follows when a synchronous operation answers with a promise. Empty where it is asynchronous already and always awaited. */
export const Ripple = z.object({
  needed: z.boolean().describe("the operation is synchronous and has callers at run time"),
  becomesAsync: z
    .array(RippleStep)
    .describe("functions that must become async, callers before their callers; places are of the calls that need await"),
  stops: z.array(RippleStop).describe("where that is impossible; empty: it can be applied"),
});
export type Ripple = z.infer<typeof Ripple>;

// ---------------------------------------------------------------------------------------------------------------- crossings

export const decisions = [
  "operation", // served over the wire
  "carry", // bundled with whoever needs it
  "call-back", // outgoing: the other side serves it as an operation
  "type-only",
  "route", // crosses along the HTTP seam: routers, controllers, middleware of S that a composition root mounts
  "event", // bridged
  "start-up", // only composition roots call it: the service's own start does so instead
  "finding", // allowed for now, listed
  "not-an-operation", // no caller at run time outside
  "blocker",
] as const;
export type Decision = (typeof decisions)[number];

export const Operation = z.object({
  id: z.string().describe("`module#symbol.member`, unique in the report"),
  name: z.string().describe("name of the function or method; `new` for a construction; `get x` for a field that is read"),
  kind: z.enum(["function", "method", "static-method", "construct", "read"]),
  at: Place.describe("declaration"),
  signature: z.string(),
  typeParameters: z.array(z.string()),
  overloads: z.int().min(1),
  parameters: z.array(Parameter),
  result: z.object({
    type: z.string().describe("what callers get, the promise taken off"),
    shape: Shape,
    wire: Wire,
  }),
  async: z.boolean().describe("answers with a promise"),
  throws: z.array(Thrown),
  wire: Wire.describe("of arguments, result and errors together"),
  touches: z.object({
    tables: z.array(z.string()).describe("tables that it reaches, through what it calls"),
    writes: z.boolean(),
    state: z.array(SymbolName).describe("module-level mutable state that it reaches"),
    io: z.array(z.string()).describe("packages and built-ins for input and output that it reaches: fs, http, …"),
  }),
  callers: z.array(Caller).describe("uses at run time on the other side, tests included"),
  inTransaction: z.array(Place).describe("calls from inside a transaction of the caller"),
  ripple: Ripple,
  decision: z.enum(decisions),
  why: z.string(),
});
export type Operation = z.infer<typeof Operation>;

export const injectionStyles = ["nestjs", "inversify", "tsyringe", "typed-inject", "angular", "written", "container"] as const;
export const Injection = Place.extend({
  style: z.enum(injectionStyles),
  into: SymbolName,
  parameter: z.string(),
  token: z.string(),
});

export const Crossing = z.object({
  direction: z.enum(["incoming", "outgoing"]),
  symbol: SymbolName,
  kind: z.enum(crossingKinds),
  at: Place,
  service: z.string().nullable().describe("service of the module that declares it"),
  role: Role,
  exportedAs: z.array(z.string()).describe("names under which the declaring module exports it"),
  /** The class behind an instance singleton. */
  instanceOf: SymbolName.optional(),
  injections: z.array(Injection),
  callers: z.array(Caller),
  operations: z.array(Operation),
  wire: Wire,
  ripple: Ripple,
  decision: z.enum(decisions),
  why: z.string(),
});
export type Crossing = z.infer<typeof Crossing>;

// ---------------------------------------------------------------------------------------------------------------- what else crosses

export const SeamRoute = Place.extend({
  framework: RouteFact.shape.framework,
  method: z.string(),
  path: z.string().describe("full, prefixes of routers that mount it included, as far as they are literal"),
  written: z.string().describe("as the declaration says it"),
  handler: SymbolName.nullable().describe("null: inline"),
  handlerInside: z.boolean().describe("the handler belongs to the service as well as the declaration"),
  mountedAt: z.array(Place).describe("where routers on the way to the composition root are mounted, innermost first"),
});

export const SeamJob = Place.extend({
  kind: JobFact.shape.kind,
  schedule: z.string(),
  symbol: z.string().nullable(),
  inside: z.boolean().describe("declared in the service; otherwise somebody else's job that calls it"),
  reaches: z.array(SymbolName).describe("symbols of the service that another's job reaches"),
});

export const SeamEvent = Place.extend({
  event: z.string(),
  channel: EventFact.shape.channel,
  direction: EventFact.shape.direction,
  symbol: z.string().nullable(),
  inside: z.boolean(),
  crosses: z.boolean().describe("published on one side and heard on the other"),
});

export const TableUse = z.object({ inside: z.array(Place), outside: z.array(Place.extend({ service: z.string().nullable() })) });
export const SeamTable = z.object({
  name: z.string(),
  entity: z.string().nullable(),
  owner: z.string().nullable(),
  declaredIn: z.string().nullable(),
  reads: TableUse,
  writes: TableUse,
});

export const ForeignKey = Place.extend({
  from: z.object({ table: z.string(), owner: z.string().nullable() }),
  to: z.object({ table: z.string(), owner: z.string().nullable() }),
  field: z.string(),
  direction: z.enum(["out", "in"]).describe("out: the service's table points at another's"),
  cascade: z.boolean().describe("deleting there writes here"),
  source: z.enum(["entity", "sql"]),
});

export const Join = Place.extend({
  symbol: z.string().nullable(),
  inside: z.boolean(),
  how: z.enum(["sql", "query-builder", "relation"]),
  tables: z.array(z.object({ name: z.string(), owner: z.string().nullable() })),
});

export const TransactionWrite = Place.extend({
  table: z.string(),
  owner: z.string().nullable(),
  side: z.enum(["inside", "outside"]),
  via: z.array(z.string()).describe("functions on the way from the transaction, outermost first"),
});
export const SeamTransaction = Place.extend({
  endLine: z.int().min(1),
  orm: Orm,
  symbol: z.string().nullable(),
  inside: z.boolean(),
  writesBothSides: z.boolean(),
  writes: z.array(TransactionWrite),
  calls: z.array(Place.extend({ operation: z.string() })).describe("crossing calls from inside of it"),
});

export const sharedStateKinds = ["variable", "cache", "counter", "singleton", "argument", "async-context", "request-context"] as const;
export const SharedState = Place.extend({
  symbol: SymbolName,
  kind: z.enum(sharedStateKinds),
  inside: z.boolean().describe("declared in the service"),
  mutations: z.array(Place),
  usesInside: z.array(Place),
  usesOutside: z.array(Place),
  message: z.string(),
});

export const loopKinds = ["for", "for-of", "for-in", "while", "array-method", "promise-all", "recursion"] as const;
export const Chatty = Place.extend({
  operation: z.string(),
  loop: z.enum(loopKinds),
  over: z.string().describe("what the loop goes through, as written"),
  symbol: z.string().nullable(),
  suggestion: z.object({ name: z.string(), signature: z.string(), message: z.string() }),
});

/** Modules that come along when the service runs by itself. */
export const CarriedModule = z.object({
  module: z.string(),
  role: Role,
  service: z.string().nullable(),
  lines: z.int().min(0),
  because: z.string().describe("module that imports it"),
});

export const blockerReasons = [
  "transaction-on-both-sides",
  "transaction-handle",
  "not-on-the-wire",
  "request-across",
  "async-ripple",
  "shared-state",
  "mutated-argument",
  "in-memory-database",
  "class-crosses", // subclassed, constructed with what cannot cross, or used by its private shape
  "event-semantics",
  "async-context",
] as const;
export const Blocker = Place.extend({
  reason: z.enum(blockerReasons),
  message: z.string(),
  remedy: z.string().describe("what to do"),
  operations: z.array(z.string()).describe("ids of the operations that it stops; empty: the whole service"),
});
export type Blocker = z.infer<typeof Blocker>;

/** Worth a person's decision, but nothing that stops an extraction. */
export const findingReasons = [
  "foreign-table",
  "shared-table",
  "foreign-key",
  "cascade",
  "join-across",
  "raw-sql",
  "unknown-type",
  "chatty",
  "duplicate-state", // both processes hold a copy of a cache
  "async-context",
  "event-bridge",
  "error-across",
  "test-only",
] as const;
export const Finding = Place.extend({ reason: z.enum(findingReasons), message: z.string(), remedy: z.string() });
export type Finding = z.infer<typeof Finding>;

export const SeamsReport = z.object({
  schemaVersion: z.literal(1),
  root: z.string(),
  service: z.object({ id: z.string(), name: z.string(), modules: z.array(z.string()), lines: z.int().min(0) }),
  crossings: z.array(Crossing).describe("incoming before outgoing, sorted by module and name"),
  definitions: z.array(Definition).describe("named types of all shapes, sorted by id"),
  routes: z.array(SeamRoute),
  jobs: z.array(SeamJob),
  events: z.array(SeamEvent),
  tables: z.array(SeamTable),
  foreignKeys: z.array(ForeignKey),
  joins: z.array(Join),
  transactions: z.array(SeamTransaction).describe("those with a crossing call or with tables of both sides"),
  sharedState: z.array(SharedState),
  chatty: z.array(Chatty),
  carries: z.array(CarriedModule),
  blockers: z.array(Blocker),
  findings: z.array(Finding),
  summary: z.object({
    incoming: z.int().min(0),
    outgoing: z.int().min(0),
    operations: z.int().min(0),
    callBacks: z.int().min(0),
    routes: z.int().min(0),
    wire: z.record(z.enum(wireVerdicts), z.int().min(0)).describe("operations and call-backs by verdict"),
    blockers: z.int().min(0),
    findings: z.int().min(0),
  }),
});
export type SeamsReport = z.infer<typeof SeamsReport>;
export type SeamRoute = z.infer<typeof SeamRoute>;
export type SeamJob = z.infer<typeof SeamJob>;
export type SeamEvent = z.infer<typeof SeamEvent>;
export type SeamTable = z.infer<typeof SeamTable>;
export type ForeignKey = z.infer<typeof ForeignKey>;
export type Join = z.infer<typeof Join>;
export type SeamTransaction = z.infer<typeof SeamTransaction>;
export type TransactionWrite = z.infer<typeof TransactionWrite>;
export type SharedState = z.infer<typeof SharedState>;
export type Chatty = z.infer<typeof Chatty>;
export type CarriedModule = z.infer<typeof CarriedModule>;
export type Injection = z.infer<typeof Injection>;
export type LoopKind = (typeof loopKinds)[number];
