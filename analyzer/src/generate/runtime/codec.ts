/**
 * Carries JavaScript values over JSON without loss, by what they are at run time: written types lie (a `Date` that the driver returns as text).
 *
 * Plain JSON travels as it is. What JSON would lose travels as an object with the tag `~`: `{"~":"Date","v":0}`. A plain object that has a key `~` is
 * wrapped in a tag itself. Not kept: identity of objects that stand in two places, property attributes, what only private `#fields` hold.
 */
import { decodeThrown, decodeValue } from "./decode.ts";
import { encodeThrown, encodeValue } from "./encode.ts";
import type { ClassEntry, Limits, Registry } from "./registry.ts";
import { createRegistry } from "./registry.ts";

export interface Codec {
  /**
   * What `JSON.stringify` then writes. A value with nothing to tag is returned itself, not copied. `root` begins the path in errors.
   * @throws WireError
   */
  encode(value: unknown, root?: string): unknown;
  /**
   * Takes what `JSON.parse` gave, and may change it in place.
   * @throws WireError
   */
  decode(wire: unknown, root?: string): unknown;
  /** As `encode`, for what was thrown: never fails. What of an error cannot be sent is left out, and listed on the rebuilt error (`lostFields`). */
  encodeThrown(thrown: unknown): unknown;
  /** As `decode`. An error gets the frames of `stack`: those of its caller, who knows nothing of the other process. */
  decodeThrown(wire: unknown, stack?: string): unknown;
}

export interface CodecOptions {
  /**
   * Classes whose instances cross, by the name that both sides know them by. A function is asked at first use: modules that import each other in a circle
   * have not all run when this is called.
   */
  readonly classes?: Classes | (() => Classes) | undefined;
  readonly limits?: Partial<Limits> | undefined;
}

export type Classes = { readonly [name: string]: ClassEntry };

const defaultLimits: Limits = { maxDepth: 200, maxNodes: 1_000_000 };

export function createCodec(options: CodecOptions = {}): Codec {
  const limits: Limits = { ...defaultLimits, ...options.limits };
  let known: Registry | undefined;
  const registry = (): Registry => {
    if (known === undefined) known = createRegistry(typeof options.classes === "function" ? options.classes() : (options.classes ?? {}));
    return known;
  };
  return {
    encode: (value, root = "value") => encodeValue(value, registry(), limits, root),
    decode: (wire, root = "value") => decodeValue(wire, registry(), limits, root),
    encodeThrown: (thrown) => encodeThrown(thrown, registry(), limits),
    decodeThrown: (wire, stack) => decodeThrown(wire, registry(), limits, stack),
  };
}
