import assert from "node:assert/strict";
import { join } from "node:path";
import { readTraces } from "../../src/io/traces.ts";
import { createShop, type TemporaryShop } from "./temporaryShop.ts";

const document = (name: string, more: object = {}) => ({
  resourceSpans: [{ scopeSpans: [{ spans: [{ traceId: "t1", spanId: name, name, ...more }] }] }],
});

describe("traces", () => {
  const shops: TemporaryShop[] = [];
  afterEach(() => {
    for (const shop of shops.splice(0)) shop.remove();
  });
  const shopOf = (files: Record<string, string>) => {
    const shop = createShop(files);
    shops.push(shop);
    return shop.root;
  };
  const namesIn = async (path: string) => (await readTraces(path)).spans.map(({ name }) => name);

  it("are read from one document, a list of them, or a document a line, in one file or all files of a folder", async () => {
    const root = shopOf({
      "a.json": JSON.stringify(document("order"), undefined, 2),
      "b.json": JSON.stringify([document("cart"), document("tax")]),
      "deep/c.jsonl": `${JSON.stringify(document("invoice"))}\r\n\n${JSON.stringify(document("stock"))}\n`,
      "notes.txt": "no traces",
    });
    assert.deepEqual(await namesIn(root), ["cart", "invoice", "order", "stock", "tax"]);
    assert.deepEqual(await namesIn(join(root, "a.json")), ["order"]);
  });

  it("are read with old names of attributes and of lists as with new ones", async () => {
    const attributes = [
      { key: "code.namespace", value: { stringValue: "OrderService" } },
      { key: "code.function", value: { stringValue: "place" } },
      { key: "code.filepath", value: { stringValue: "/app/order.js" } },
      { key: "http.method", value: { stringValue: "post" } },
      { key: "http.route", value: { stringValue: "/orders" } },
      { key: "http.status_code", value: { intValue: 201 } },
    ];
    const old = {
      resourceSpans: [{ instrumentationLibrarySpans: [{ spans: [{ traceId: "t1", spanId: "a", name: "x", parentSpanId: "", attributes }] }] }],
    };
    const { spans } = await readTraces(join(shopOf({ "a.json": JSON.stringify(old) }), "a.json"));
    assert.deepEqual(spans, [
      { trace: "t1", span: "a", parent: "", name: "x", file: "/app/order.js", function: "OrderService.place", method: "POST", route: "/orders" },
    ]);
  });

  it("that are cut off or something else are told by file and line, and the rest is read", async () => {
    const root = shopOf({
      "a.jsonl": `${JSON.stringify(document("order"))}\n{"resourceSpans": [\n{"logs": []}\n${JSON.stringify(document("tax"))}\n`,
    });
    const { spans, problems } = await readTraces(root);
    assert.deepEqual(
      spans.map(({ name }) => name),
      ["order", "tax"],
    );
    assert.deepEqual(
      problems.map(({ file, line }) => [file, line]),
      [
        [join(root, "a.jsonl"), 2],
        [join(root, "a.jsonl"), 3],
      ],
    );
  });

  it("that are not there are an error that says what to name", async () => {
    const root = shopOf({ "notes.txt": "" });
    await assert.rejects(readTraces(join(root, "missing.json")), { name: "FicusError", reason: "unreadable" });
    await assert.rejects(readTraces(root), { name: "FicusError", reason: "unreadable" });
    await assert.rejects(readTraces(join(root, "notes.txt"), AbortSignal.abort()), { name: "AbortError" });
  });
});
