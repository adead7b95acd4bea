/** Random values of everything that the codec carries, and the classes of a shop that must be rebuilt. */
import fc from "fast-check";
import { createCodec } from "../../../src/generate/runtime/codec.ts";

export class Money {
  static built = 0;
  readonly amount: number;
  readonly currency: string;
  constructor(amount: number, currency: string) {
    Money.built++;
    this.amount = amount;
    this.currency = currency;
  }
  toString(): string {
    return `${this.amount} ${this.currency}`;
  }
}

/** Its fields say nothing: it needs a form of its own. */
export class Sku {
  readonly #code: string;
  constructor(code: string) {
    this.#code = code;
  }
  get code(): string {
    return this.#code;
  }
}

/** A constructor that rewrites the message, and one more argument than a rebuilder could know. */
export class OutOfStock extends Error {
  readonly shortages: readonly { sku: string; missing: number }[];
  constructor(shortages: readonly { sku: string; missing: number }[]) {
    super(`Out of stock: ${shortages.map(({ sku }) => sku.toUpperCase()).join(", ")}`);
    this.name = "OutOfStock";
    this.shortages = shortages;
  }
}

export class PaymentRefused extends Error {
  readonly status = 402;
  override name = "PaymentRefused";
}

export const shopCodec = createCodec({
  classes: () => ({
    Money,
    OutOfStock,
    PaymentRefused,
    Sku: { class: Sku, toWire: (sku) => (sku as Sku).code, fromWire: (code) => new Sku(String(code)) },
  }),
});

const key = fc.oneof(fc.string(), fc.constantFrom("~", "v", "toString", "constructor", "length")).filter((name) => name !== "__proto__");

const leaf = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.double(),
  fc.constantFrom(Number.NaN, Infinity, -Infinity, -0, 0, undefined, null, true, false),
  fc.bigInt(),
  fc.date({ noInvalidDate: false }),
  fc.uint8Array().map((bytes) => Buffer.from(bytes)),
  fc.uint8Array(),
  fc.int8Array(),
  fc.uint8ClampedArray(),
  fc.int16Array(),
  fc.uint16Array(),
  fc.int32Array(),
  fc.uint32Array(),
  fc.float32Array(),
  fc.float64Array(),
  fc.bigInt64Array(),
  fc.bigUint64Array(),
  fc.uint8Array().map((bytes) => new DataView(bytes.slice().buffer)),
  fc.uint8Array().map((bytes) => bytes.slice().buffer),
  fc.webUrl().map((url) => new URL(url)),
  fc.array(fc.tuple(fc.string(), fc.string())).map((pairs) => new URLSearchParams(pairs)),
  fc.constantFrom(/^[a-z]+$/giu, /\/(?<year>\d{4})/, new RegExp("")),
  fc.tuple(fc.double(), fc.string()).map(([amount, currency]) => new Money(amount, currency)),
);

type Letrec = { value: unknown; plain: { [name: string]: unknown } };

export const anyValue: fc.Arbitrary<unknown> = fc.letrec<Letrec>((tie) => ({
  plain: fc.dictionary(key, tie("value"), { maxKeys: 4, noNullPrototype: false }),
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    leaf,
    tie("plain"),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.sparseArray(tie("value"), { maxLength: 6, maxNumElements: 3 }),
    fc.array(fc.tuple(tie("value"), tie("value")), { maxLength: 3 }).map((entries) => new Map(entries)),
    fc.array(tie("value"), { maxLength: 3 }).map((values) => new Set(values)),
    tie("plain").map((fields) => Object.assign(Object.create(Money.prototype) as object, fields)),
  ),
})).value;

/** Errors with whatever fields, causes and parts. */
export const anyError: fc.Arbitrary<Error> = fc.oneof(
  fc
    .tuple(fc.constantFrom(Error, TypeError, RangeError, SyntaxError, PaymentRefused), fc.string(), fc.dictionary(key, anyValue, { maxKeys: 3 }))
    .map(([Class, message, fields]) => {
      const error = new Class(message);
      for (const [name, value] of Object.entries(fields)) {
        if (name !== "stack") Object.defineProperty(error, name, { value, writable: true, enumerable: true, configurable: true });
      }
      return error;
    })
    .filter((error) => typeof error.message === "string"),
  fc.tuple(fc.string(), anyValue).map(([message, cause]) => new Error(message, { cause })),
  fc.array(fc.record({ sku: fc.string(), missing: fc.nat() })).map((shortages) => new OutOfStock(shortages)),
  fc.tuple(fc.array(anyValue, { maxLength: 3 }), fc.string()).map(([errors, message]) => new AggregateError(errors, message)),
);
