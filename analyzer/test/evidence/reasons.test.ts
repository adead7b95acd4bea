import assert from "node:assert/strict";
import { orderOfPaths } from "../../src/evidence/dependencies.ts";
import { channelNames, type ChannelName } from "../../src/evidence/fuse.ts";
import { createReasons } from "../../src/evidence/reasons.ts";
import { countUses } from "../../src/evidence/uses.ts";
import { Reason } from "../../src/model/explanation.ts";
import type { SpanRecord } from "../../src/model/traces.ts";
import { linkShop } from "../link/linkShop.ts";

const { graph } = linkShop({
  "src/sales/invoice.ts": `
    import { knex } from "knex"; const database = knex({});
    export function createInvoice(dunningLetter: string) { return database("invoices").insert({ dunningLetter }); }`,
  "src/sales/dunning.ts": `
    import { knex } from "knex"; const database = knex({});
    export function dueInvoices(dunningLetter: string) { return database("invoices").select(dunningLetter); }`,
  "src/shelf/catalog.ts": `export function listShelf(priceTag: string) { return priceTag; }`,
  "src/shelf/label.ts": `export function printLabel(priceTag: string) { return priceTag; }`,
  "src/shelf/stock.ts": `export function countStock() {}`,
});
const [invoice, dunning] = ["src/sales/invoice.ts", "src/sales/dunning.ts"];

const commits = Array.from({ length: 100 }, (_, k) => ({
  author: k < 50 ? "ada" : "grace",
  changed: k < 50 ? 2 : 3,
  files: k < 50 ? [invoice, dunning] : ["src/shelf/stock.ts", "src/shelf/catalog.ts", "src/shelf/label.ts"],
}));
const span = (id: string, parent: string, file: string): SpanRecord => ({
  trace: "t",
  span: id,
  parent,
  name: "",
  file,
  function: "",
  method: "",
  route: "",
});

const order = orderOfPaths(graph.modules.map(({ path }) => path));
const row = (path: string) => order.findIndex((module) => graph.modules[module]!.path === path);
const reasonsFor = (a: string, b: string, on: readonly ChannelName[] = channelNames) =>
  createReasons(
    { graph, order, uses: countUses(graph, order), members: new Uint8Array(order.length).fill(1) },
    { history: { commits }, ownership: true, owners: undefined, spans: [span("a", "", invoice), span("b", "a", dunning)] },
    on,
  )(row(a), row(b));

describe("reasons for a pair", () => {
  it("say what each channel saw in two modules, by name", () => {
    const reasons = reasonsFor(invoice, dunning);
    assert.deepEqual(
      reasons.map(({ channel }) => channel),
      ["data", "semantic", "folder", "history", "ownership", "runtime"],
    );
    for (const reason of reasons) {
      assert.deepEqual(Reason.parse(JSON.parse(JSON.stringify(reason))), reason);
      switch (reason.channel) {
        case "data":
          assert.deepEqual(
            reason.tables.map(({ name, kinds }) => [name, ...kinds]),
            [["invoices", "write", "read"]],
          );
          break;
        case "semantic":
          assert.ok(reason.words.includes("dunning") && reason.words.includes("invoice"), reason.words.join(" "));
          break;
        case "folder":
          assert.equal(reason.folder, "/sales");
          break;
        case "history":
          assert.deepEqual([reason.together, reason.commits], [50, [50, 50]]);
          break;
        case "ownership":
          assert.deepEqual(
            reason.people.map(({ name, as }) => [name, as]),
            [["ada", "author"]],
          );
          break;
        case "runtime":
          assert.deepEqual(reason.calls, [1, 0]);
          break;
      }
    }
  });

  it("are none where two have nothing in common, and of channels that are off", () => {
    assert.deepEqual(reasonsFor(invoice, "src/shelf/stock.ts"), []);
    assert.deepEqual(
      reasonsFor(invoice, dunning, ["structural", "history"]).map(({ channel }) => channel),
      ["history"],
    );
  });
});
