import assert from "node:assert/strict";
import { countUses, kindsOf } from "../../src/evidence/uses.ts";
import { makeGraph, reorder } from "../makeGraph.ts";

const shop = makeGraph({
  "billing/invoice.ts": { call: ["orders/order.ts *3"], type: ["orders/order.ts *2"], new: ["catalog/price.ts"] },
  "catalog/price.ts": {},
  "orders/index.ts": { passesOn: ["orders/order.ts"] },
  "orders/order.ts": { import: ["catalog/price.ts"], edges: { "side-effect": ["orders/subscriber.ts"] }, call: ["orders/order.ts"] },
  "orders/subscriber.ts": { edges: { dynamic: ["billing/invoice.ts"] } },
});
const inOrder = Int32Array.from(shop.modules.keys());

function rowsOf(graph: typeof shop, order: Int32Array): string[] {
  const uses = countUses(graph, order);
  const name = (i: number) => graph.modules[order[i]!]!.path;
  return Array.from(order, (_, i) => i).flatMap((i) =>
    Array.from({ length: uses.start[i + 1]! - uses.start[i]! }, (_, k) => {
      const row = uses.start[i]! + k;
      return `${name(i)} > ${name(uses.to[row]!)}: ${uses.count[row]} uses, strength ${uses.strength[row]}, ${uses.calls[row]} calls, ${kindsOf(uses.kinds[row]!).join(" ")}`;
    }),
  );
}

describe("uses", () => {
  it("are counted by pair, with their strength in tenths and their kinds", () => {
    assert.deepEqual(rowsOf(shop, inOrder), [
      "billing/invoice.ts > catalog/price.ts: 1 uses, strength 10, 1 calls, import new",
      "billing/invoice.ts > orders/order.ts: 5 uses, strength 32, 3 calls, import call type",
      "orders/index.ts > orders/order.ts: 1 uses, strength 1, 0 calls, re-export",
      "orders/order.ts > catalog/price.ts: 1 uses, strength 1, 0 calls, import",
      "orders/order.ts > orders/subscriber.ts: 1 uses, strength 1, 0 calls, side-effect",
      "orders/subscriber.ts > billing/invoice.ts: 1 uses, strength 1, 0 calls, dynamic",
    ]);
  });

  it("do not depend on the order in which modules and references are given", () => {
    const order = [3, 0, 4, 2, 1];
    const moved = reorder(shop, order);
    const { from, to, kind } = moved.references;
    const shuffled = { ...moved, references: { ...moved.references, from: from.toReversed(), to: to.toReversed(), kind: kind.toReversed() } };
    const byPath = Int32Array.from(order.keys()).sort((a, b) => (shuffled.modules[a]!.path < shuffled.modules[b]!.path ? -1 : 1));
    assert.deepEqual(rowsOf(shuffled, byPath), rowsOf(shop, inOrder));
  });

  it("by a name in an import lead through barrels, without a file edge of their own", () => {
    const graph = makeGraph({ "billing/invoice.ts": { import: ["orders/order.ts"] }, "orders/order.ts": {} });
    assert.deepEqual(rowsOf({ ...graph, edges: [] }, Int32Array.of(0, 1)), [
      "billing/invoice.ts > orders/order.ts: 1 uses, strength 1, 0 calls, import",
    ]);
  });

  it("of types alone are told from imports for values", () => {
    const graph = makeGraph({ "billing/invoice.ts": { type: ["orders/order.ts"] }, "orders/order.ts": {} });
    const edges = graph.edges.map((edge) => ({ ...edge, typeOnly: true }));
    assert.deepEqual(rowsOf({ ...graph, edges }, Int32Array.of(0, 1)), [
      "billing/invoice.ts > orders/order.ts: 1 uses, strength 1, 0 calls, type-only type",
    ]);
  });
});
