/** Shapes judged for the wire: what JSON carries, what a codec carries, and what cannot leave its process, each with the place inside the value. */
import type { CodecName, Wire, WireReason, WireReasonCode, WireVerdict } from "../model/seams.ts";
import { codecNames, wireVerdicts } from "../model/seams.ts";
import type { BuiltinName, Definition, Place, Shape } from "../model/shapes.ts";
import { isContract } from "./contract.ts";

export interface WireContext {
  definitions: ReadonlyMap<string, Definition>;
  placeOf(key: string): Place | undefined;
}

const severity: Readonly<Record<WireVerdict, number>> = { plain: 0, codec: 1, unknown: 2, "not-on-the-wire": 3 };
const codecs = new Set<string>(codecNames);

const builtinCodecs: Readonly<Record<BuiltinName, CodecName>> = {
  Date: "date",
  Map: "map",
  Set: "set",
  Buffer: "buffer",
  ArrayBuffer: "typed-array",
  DataView: "typed-array",
  Int8Array: "typed-array",
  Uint8Array: "typed-array",
  Uint8ClampedArray: "typed-array",
  Int16Array: "typed-array",
  Uint16Array: "typed-array",
  Int32Array: "typed-array",
  Uint32Array: "typed-array",
  Float32Array: "typed-array",
  Float64Array: "typed-array",
  BigInt64Array: "typed-array",
  BigUint64Array: "typed-array",
  URL: "url",
  URLSearchParams: "url",
  RegExp: "regexp",
  Error: "error",
};

const liveMessages: Readonly<Record<Extract<Shape, { kind: "live" }>["what"], string>> = {
  stream: "a stream: its bytes come later, and only here",
  "transaction-handle": "a handle on a database connection and the transaction that it is in",
  "query-builder": "a query that is not finished, bound to its connection",
  database: "a database connection",
  request: "a request: bound to the connection that it came over",
  response: "a response: bound to the connection that waits for it",
  socket: "a socket",
  iterator: "an iterator: its values come one by one, from this process",
  promise: "a promise inside a value: await it before it is sent",
  emitter: "an emitter: those who listen are in this process",
  weak: "weak references mean identity in this process",
  handle: "bound to this process",
};

interface Visit {
  shape: Shape;
  path: string;
  at: Place | null;
  /** Inside an object's field or an array's element, where JSON loses undefined. */
  inside: "nothing" | "field" | "optional-field" | "element";
  /** Ids of definitions around. */
  around: readonly string[];
}

/**
 * Each definition is looked into once, where it stands nearest to the root: the reasons of a deep model stay readable, and recursive types end.
 *
 * @param root `args.order`, `result`, `throws.OutOfStockError`
 */
export function judgeWire(shape: Shape, root: string, at: Place | null, { definitions, placeOf }: WireContext): Wire {
  const reasons: WireReason[] = [];
  const seen = new Set<string>();
  const queue: Visit[] = [{ shape, path: root, at, inside: "nothing", around: [] }];

  const say = (visit: Visit, why: WireReasonCode, verdict: WireVerdict, type: string, message: string, symbol?: WireReason["symbol"]): void => {
    reasons.push({ path: visit.path, why, verdict, type, message, at: visit.at, ...(symbol === undefined ? {} : { symbol }) });
  };

  for (let next = 0; next < queue.length; next++) {
    const visit = queue[next]!;
    const { shape: here, path, around } = visit;
    switch (here.kind) {
      case "primitive":
        if (here.name === "bigint") say(visit, "bigint", "codec", "bigint", "JSON has no big integers");
        else if (here.name === "symbol") say(visit, "symbol", "not-on-the-wire", "symbol", "a symbol means identity in this process");
        else if (here.name === "undefined" && (visit.inside === "element" || visit.inside === "field"))
          say(visit, "undefined", "codec", "undefined", visit.inside === "element" ? "JSON turns it into null" : "JSON leaves the field out");
        else if (here.name === "undefined" && visit.inside === "nothing" && root === "result")
          say(visit, "undefined", "codec", "undefined", "JSON has no undefined; null would be another answer");
        break;
      case "literal":
        break;
      case "array":
        queue.push({ shape: here.element, path: `${path}[]`, at: visit.at, inside: "element", around });
        break;
      case "tuple":
        for (const [position, element] of here.elements.entries())
          queue.push({ shape: element.shape, path: `${path}[${element.rest ? "" : position}]`, at: visit.at, inside: "element", around });
        break;
      case "union":
        for (const part of here.of) queue.push({ ...visit, shape: part });
        break;
      case "object":
        for (const property of here.properties) {
          const own = around.at(-1);
          const place = own === undefined ? undefined : placeOf(`${own}.${property.name}`);
          queue.push({
            shape: property.shape,
            path: `${path}.${property.name}`,
            at: place ?? visit.at,
            inside: property.optional ? "optional-field" : "field",
            around,
          });
        }
        if (here.index !== undefined) queue.push({ shape: here.index, path: `${path}.*`, at: visit.at, inside: "optional-field", around });
        break;
      case "builtin": {
        const codec = builtinCodecs[here.name];
        say(visit, codec, "codec", here.name, builtinMessage(here.name));
        if (here.name === "Map") {
          const [key, value] = here.args;
          if (key !== undefined) queue.push({ shape: key, path: `${path}{key}`, at: visit.at, inside: "element", around });
          if (value !== undefined) queue.push({ shape: value, path: `${path}{}`, at: visit.at, inside: "element", around });
        } else if (here.name === "Set" && here.args[0] !== undefined) {
          queue.push({ shape: here.args[0], path: `${path}{}`, at: visit.at, inside: "element", around });
        }
        break;
      }
      case "named":
        visitNamed(visit, here.id);
        break;
      case "function":
        say(visit, "function", "not-on-the-wire", here.text, "a function: its code and what it closes over stay in this process");
        break;
      case "live":
        say(visit, here.what, "not-on-the-wire", here.text, liveMessages[here.what]);
        break;
      case "open":
        say(visit, "open-generic", "not-on-the-wire", here.parameter, "the type is left open: the caller decides what comes here");
        break;
      case "unknown":
        if (here.text === "any") say(visit, "any", "unknown", "any", "any: the type says nothing");
        else if (here.text === "unknown" || here.text === "object") say(visit, "unknown", "unknown", here.text, "the type says nothing");
        else say(visit, "unresolved", "unknown", here.text, "a type of a package that no codec is known for");
        break;
    }
  }

  function visitNamed(visit: Visit, id: string): void {
    const definition = definitions.get(id);
    if (definition === undefined) {
      say(visit, "unresolved", "unknown", id, "the type could not be read");
      return;
    }
    if (seen.has(id)) {
      // A type that holds itself makes trees; an entity that leads back to one that holds it makes circles as soon as both relations are loaded.
      if (definition.kind === "entity" && visit.around.includes(id))
        say(
          visit,
          "cycle",
          "codec",
          id,
          `leads back to ${id}: loaded in both directions, the value holds itself, and the codec has to keep references`,
          definition.symbol,
        );
      return;
    }
    seen.add(id);
    const { kind, shape: body, rebuildable } = definition;
    if (kind === "class" || kind === "entity" || kind === "error") {
      const service = kind === "class" && isHandle(definition);
      if (service)
        say(
          visit,
          "bound-handle",
          "not-on-the-wire",
          id,
          `an instance of ${id} works on what lives in this process (${rebuildable?.why ?? ""})`,
          definition.symbol,
        );
      else if (kind === "class" && rebuildable?.can === false)
        say(visit, "class", "not-on-the-wire", id, `${id} cannot be made again from its fields: ${rebuildable.why}`, definition.symbol);
      else say(visit, kind, "codec", id, classMessages[kind](id), definition.symbol);
      if (service) return;
    } else if (isContract(definition.shape)) {
      say(visit, "bound-handle", "not-on-the-wire", id, `${id} has only methods: what stands behind it works in this process`, definition.symbol);
      return;
    }
    queue.push({ ...visit, shape: body, around: [...visit.around, id] });
  }

  return summarise(reasons);
}

const classMessages: Readonly<Record<"class" | "entity" | "error", (id: string) => string>> = {
  class: (id) => `an instance of ${id}: its fields are sent, and its methods come back with the class`,
  entity: (id) => `the entity ${id}: sent by value, or by its id`,
  error: (id) => `the error ${id}: rebuilt without running its constructor`,
};

function builtinMessage(name: BuiltinName): string {
  switch (name) {
    case "Date":
      return "JSON makes a string of it";
    case "Map":
    case "Set":
    case "RegExp":
    case "URLSearchParams":
      return "JSON makes an empty object of it";
    case "Error":
      return "JSON loses its message";
    case "URL":
      return "JSON makes a string of it";
    default:
      return "JSON makes an object of numbers of it";
  }
}

/** A class that holds connections, streams or other services is no value. */
function isHandle({ shape, rebuildable }: Definition): boolean {
  return rebuildable?.can === false && shape.kind === "object" && rebuildable.why.includes("lives in one process");
}

const mostReasons = 40;

/** Several judgements as one. */
export function mergeWires(wires: readonly Wire[]): Wire {
  const merged = summarise(wires.flatMap((wire) => wire.reasons));
  const omitted = wires.reduce((sum, wire) => sum + (wire.omitted ?? 0), merged.omitted ?? 0);
  const codecs = [...new Set(wires.flatMap((wire) => wire.codecs))].sort();
  return { ...merged, codecs, ...(omitted > 0 ? { omitted } : {}) };
}

export const plainWire: Wire = { verdict: "plain", codecs: [], reasons: [] };

function summarise(reasons: readonly WireReason[]): Wire {
  const unique = new Map(reasons.map((reason) => [`${reason.path}\u0000${reason.why}\u0000${reason.type}`, reason]));
  const sorted = [...unique.values()].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : a.why < b.why ? -1 : 1));
  const worst = sorted.reduce((most, { verdict }) => Math.max(most, severity[verdict]), 0);
  // A configuration object of a hundred functions is refused for one as well as for all.
  const heaviest = new Set(sorted.toSorted((a, b) => severity[b.verdict] - severity[a.verdict]).slice(0, mostReasons));
  const shown = sorted.length > mostReasons ? sorted.filter((reason) => heaviest.has(reason)) : sorted;
  const found = new Set(sorted.flatMap(({ why, verdict }) => (verdict === "codec" && codecs.has(why) ? [why] : [])));
  return {
    verdict: wireVerdicts.find((verdict) => severity[verdict] === worst)!,
    codecs: codecNames.filter((name) => found.has(name)).toSorted(),
    reasons: shown,
    ...(shown.length < sorted.length ? { omitted: sorted.length - shown.length } : {}),
  };
}
