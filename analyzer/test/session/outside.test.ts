import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { openSession } from "../../src/session.ts";
import type { Session } from "../../src/session.ts";
import { createShop, type TemporaryShop } from "../io/temporaryShop.ts";

/** Two areas that hardly use each other; `notes` uses nothing and is used by nobody. */
const sources = {
  "src/orders/order.ts": `export class Order { total() { return 1; } }`,
  "src/orders/place.ts": `import { Order } from "./order"; export function place() { return new Order().total(); }`,
  "src/orders/cancel.ts": `import { Order } from "./order"; export function cancel() { return new Order().total(); }`,
  "src/billing/bill.ts": `export class Bill { due() { return 1; } }`,
  "src/billing/send.ts": `import { Bill } from "./bill"; export function send() { return new Bill().due(); }`,
  "src/billing/remind.ts": `import { Bill } from "./bill"; export function remind() { return new Bill().due(); }`,
};

describe("a session and what lies beside the code", () => {
  const shops: TemporaryShop[] = [];
  afterEach(() => {
    for (const shop of shops.splice(0)) shop.remove();
  });

  /** With a history in which an order is always placed and billed together. */
  function repository(files: Record<string, string> = {}) {
    const shop = createShop({ ...sources, ...files });
    shops.push(shop);
    const git = (args: readonly string[], input?: string) => execFileSync("git", args, { cwd: shop.root, ...(input === undefined ? {} : { input }) });
    git(["init", "--quiet", "--initial-branch=main"]);
    git(["add", "--all"]);
    const blob = (path: string, text: string) => `M 100644 inline ${path}\ndata ${text.length}\n${text}\n`;
    const commits = Array.from({ length: 120 }, (_, k) => {
      const author = k % 2 === 0 ? "ada" : "grace";
      const who = `${author} <${author}@shop.example> ${1_700_000_000 + k} +0000`;
      const [a, b] = ["src/orders/place.ts", "src/billing/send.ts"];
      return `commit refs/heads/main\nauthor ${who}\ncommitter ${who}\ndata 1\nx\n${blob(a, `${k}`)}${blob(b, `${k}`)}`;
    });
    git(["fast-import", "--quiet"], commits.join(""));
    return { ...shop, git };
  }

  const channelsOf = async (session: Session) => (await session.examine()).examination.evidence.channels.map(({ name }) => name);
  const open = (root: string, cache = false) => openSession({ root, cache });

  it("weighs the history of the repository", async () => {
    const { root } = repository();
    const { graph, examination, outside } = await (await open(root)).examine();
    assert.equal(outside.history?.commits.length, 120);
    const history = examination.evidence.channels.find(({ name }) => name === "history");
    const joined = history === undefined ? [] : [...examination.order].filter((_, i) => history.pairs.start[i + 1]! > history.pairs.start[i]!);
    assert.deepEqual(
      joined.map((module) => graph.modules[module]!.path),
      ["src/billing/send.ts", "src/orders/place.ts"],
    );
  });

  it("reads none where the configuration says so, and none where there is none", async () => {
    const { root } = repository({ "ficus.config.json": `{ "history": { "enabled": false } }` });
    assert.ok(!(await channelsOf(await open(root))).includes("history"));
    const bare = createShop(sources);
    shops.push(bare);
    assert.ok(!(await channelsOf(await open(bare.root))).includes("history"));
  });

  it("weighs CODEOWNERS and traces, and tells how many spans it could not place", async () => {
    const span = (id: string, file: string) => ({
      traceId: "t",
      spanId: id,
      parentSpanId: "a",
      name: "work",
      attributes: [{ key: "code.file.path", value: { stringValue: file } }],
    });
    const spans = [span("a", "/app/src/orders/place.ts"), span("b", "/app/src/billing/send.ts"), span("c", "/app/elsewhere.ts")];
    const { root } = repository({
      "ficus.config.json": `{ "traces": ["traces"], "history": { "enabled": false } }`,
      "traces/one.jsonl": `${JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans }] }] })}\nnothing\n`,
      CODEOWNERS: "/src/orders/ @sales\n/src/billing/ @finance\n",
    });
    const session = await open(root);
    const channels = await channelsOf(session);
    assert.ok(channels.includes("ownership") && channels.includes("runtime"), channels.join(" "));
    const reasons = new Set(session.warnings.map(({ reason }) => reason));
    assert.deepEqual([reasons.has("broken-traces"), reasons.has("unplaced-spans")], [true, true]);
    assert.match(session.warnings.find(({ reason }) => reason === "unplaced-spans")?.message ?? "", /^1 of 3 spans/);
  });

  it("takes a cached result for good as long as the commit is the same", async () => {
    const { root, git } = repository();
    const analyze = async () => {
      const session = await open(root, true);
      await session.analyze();
      return Object.keys(session.timings).includes("analyze");
    };
    assert.equal(await analyze(), true);
    assert.equal(await analyze(), false);
    git(["-c", "user.name=Ada", "-c", "user.email=ada@shop.example", "commit", "--quiet", "--allow-empty", "--message=Change"]);
    assert.equal(await analyze(), true);
  });

  it("lets nothing of it in where paths are withheld", async () => {
    const { root } = repository();
    const bare = createShop(sources);
    shops.push(bare);
    const blind = async (folder: string) => ({ ...(await (await open(folder)).analyze({ blind: "paths" })), root: "" });
    assert.deepEqual(await blind(root), await blind(bare.root));
  });
});
