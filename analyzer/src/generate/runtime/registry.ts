/** Any class, also one with a private or abstract constructor: it is never called. */
export interface AnyClass {
  readonly prototype: object;
  readonly name: string;
}

/** For classes that own fields do not describe: a decimal, an object id, an entity that travels as its id. */
export interface CustomClass {
  readonly class: AnyClass;
  /** The method form lets entries of different classes stand in one table. */
  toWire(value: unknown): unknown;
  fromWire(wire: unknown): unknown;
}

export type ClassEntry = AnyClass | CustomClass;

export interface Limits {
  /** Objects within objects. */
  readonly maxDepth: number;
  /** Objects, arrays and their elements in one value. */
  readonly maxNodes: number;
}

export interface RegisteredClass {
  readonly name: string;
  readonly prototype: object;
  readonly custom: CustomClass | undefined;
}

export interface Registry {
  readonly byPrototype: ReadonlyMap<object, RegisteredClass>;
  readonly byName: ReadonlyMap<string, RegisteredClass>;
}

/** The tag of everything that is not plain JSON. */
export const tag = "~";

export function createRegistry(classes: { readonly [name: string]: ClassEntry }): Registry {
  const byPrototype = new Map<object, RegisteredClass>();
  const byName = new Map<string, RegisteredClass>();
  for (const [name, entry] of Object.entries(classes)) {
    const custom = isCustom(entry) ? entry : undefined;
    const { prototype } = custom === undefined ? (entry as AnyClass) : custom.class;
    const registered = { name, prototype, custom };
    byPrototype.set(prototype, registered);
    byName.set(name, registered);
  }
  return { byPrototype, byName };
}

function isCustom(entry: ClassEntry): entry is CustomClass {
  return typeof entry !== "function";
}

/** Classes of the language by name; errors that no registry knows become the nearest of these. */
export const errorClasses: ReadonlyMap<string, AnyClass> = new Map<string, AnyClass>(
  [Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError, ...aggregateError()].map((each): [string, AnyClass] => [
    each.name,
    each,
  ]),
);

/** Asked of the global object: the type library of older targets does not declare it. */
function aggregateError(): AnyClass[] {
  const found = (globalThis as unknown as { [name: string]: AnyClass | undefined })["AggregateError"];
  return found === undefined ? [] : [found];
}

type ArrayConstructor = new (buffer: ArrayBuffer) => ArrayBufferView;

/** Views of bytes by name. */
export const viewClasses: ReadonlyMap<string, ArrayConstructor> = new Map<string, ArrayConstructor>(
  [
    Int8Array,
    Uint8Array,
    Uint8ClampedArray,
    Int16Array,
    Uint16Array,
    Int32Array,
    Uint32Array,
    Float32Array,
    Float64Array,
    BigInt64Array,
    BigUint64Array,
    DataView,
  ].map((each): [string, ArrayConstructor] => [each.name, each]),
);
