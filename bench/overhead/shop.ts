/** The operation that is measured: small in, small out, with a date and an instance, as most are. */
import { createCodec } from "../../analyzer/src/generate/runtime/codec.ts";
import type { Operation } from "../../analyzer/src/generate/runtime/operation.ts";

export interface Basket {
  readonly customer: string;
  readonly lines: readonly { readonly sku: string; readonly count: number; readonly price: number }[];
}

export interface Total {
  readonly customer: string;
  readonly total: number;
  readonly at: Date;
}

export const basket: Basket = {
  customer: "c-1042",
  lines: [
    { sku: "mug-blue", count: 2, price: 9.5 },
    { sku: "tray-oak", count: 1, price: 24 },
  ],
};

export function priceBasket({ customer, lines }: Basket): Total {
  return { customer, total: lines.reduce((sum, { count, price }) => sum + count * price, 0), at: new Date(0) };
}

export const token = "bench-token";
export const total: Operation = { service: "ordering", name: "total", codec: createCodec(), reads: true };
