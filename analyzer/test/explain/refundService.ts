import type { SystemMetrics } from "../../src/model/analysis.ts";
import type { Explanation, Site } from "../../src/model/explanation.ts";

const before: SystemMetrics = {
  modularity: 0.61,
  crossingShare: 0.184,
  coverage: 1,
  largestShare: 0.21,
  turboMq: 0.72,
  cyclicPairs: 4,
  readPurity: 0.88,
  writePurity: 0.94,
  migrationComplexity: 3.2,
  distributedShare: 0.31,
  interfaceSize: 7.5,
  crossingLoopCalls: 6,
  balance: 0.93,
  coChangeLocality: 0.71,
  stability: 0.97,
};

const call = (path: string, line: number, symbol: string, kind: Site["kind"] = "call"): Site => ({ path, line, column: 5, kind, symbol });
const self = "src/services/refundService.ts";

/** A module between payments and orders, with everything that there is to say of one. */
export const refundService: Explanation = {
  schemaVersion: 1,
  root: "shop",
  boundaries: false,
  module: { path: self, loc: 143, role: "domain", service: "payments", confidence: 0.64, margin: 0.31, runnerUp: "orders" },
  channels: [
    { name: "structural", weight: 0.5 },
    { name: "data", weight: 0.3 },
    { name: "history", weight: 0.2 },
  ],
  services: [
    {
      id: "payments",
      name: "Payments",
      share: 0.62,
      evidence: [
        { channel: "structural", share: 0.22 },
        { channel: "data", share: 0.24 },
        { channel: "history", share: 0.16 },
      ],
      neighbours: [
        {
          path: "src/services/paymentService.ts",
          weight: 0.38,
          evidence: [
            { channel: "structural", share: 0.22 },
            { channel: "history", share: 0.16 },
          ],
          reasons: [{ channel: "history", together: 1, commits: [1200, 18] }],
          references: 5,
          sites: [
            call(self, 31, "capture"),
            call(self, 57, "refund"),
            call("src/services/paymentService.ts", 12, "Refund", "new"),
            call(self, 9, "Payment", "type"),
          ],
        },
        {
          path: "src/entities/payment.ts",
          weight: 0.24,
          evidence: [
            { channel: "data", share: 0.2 },
            { channel: "ownership", share: 0.01 },
            { channel: "runtime", share: 0.03 },
            { channel: "folder", share: 0.004 },
          ],
          reasons: [
            {
              channel: "data",
              tables: ["payments", "refunds", "orders", "tills", "vouchers", "fees"].map((name, k) => ({
                name,
                kinds: [(["transaction", "read", "write"] as const)[k % 3]!, "write"],
                shares: [0.3, 0.1],
                weight: 0.1,
              })),
            },
            { channel: "folder", folder: "/money" },
            {
              channel: "ownership",
              people: [
                { name: "ada@shop.example", as: "author", shares: [0.9, 0.4], weight: 0.3 },
                { name: "@shop/payments", as: "owner", shares: [1, 1], weight: 0.2 },
              ],
            },
            { channel: "runtime", calls: [1200, 3], together: 40, traces: [50, 1] },
          ],
          references: 0,
          sites: [],
        },
      ],
    },
    {
      id: "orders",
      name: "Orders",
      share: 0.31,
      evidence: [
        { channel: "structural", share: 0.21 },
        { channel: "data", share: 0.1 },
        { channel: "history", share: 0 },
      ],
      neighbours: [
        {
          path: "src/services/orderService.ts",
          weight: 0.31,
          evidence: [
            { channel: "structural", share: 0.21 },
            { channel: "data", share: 0.08 },
            { channel: "semantic", share: 0.02 },
          ],
          reasons: [{ channel: "semantic", words: ["parcel", "return"] }],
          references: 1,
          sites: [call(self, 88, "markReturned")],
        },
      ],
    },
    { id: "customers", name: "Customers", share: 0.07, evidence: [], neighbours: [] },
  ],
  margin: 0.31,
  tables: [
    { name: "orders", owner: "orders", declared: false, sites: [{ line: 40, column: 9, access: "read" }] },
    {
      name: "refunds",
      owner: "payments",
      declared: true,
      sites: [
        { line: 61, column: 9, access: "read" },
        { line: 66, column: 9, access: "write" },
        { line: 71, column: 9, access: "write" },
      ],
    },
  ],
  users: [{ service: "payments", modules: 2 }],
  move: {
    to: "orders",
    ties: ["src/services/paymentService.ts"],
    tiesShare: 0.613,
    before,
    after: { ...before, crossingShare: 0.201, writePurity: 0.9, cyclicPairs: 5, interfaceSize: 7.4, largestShare: 0.22 },
  },
};
