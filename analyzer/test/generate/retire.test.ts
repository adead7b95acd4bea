import assert from "node:assert/strict";
import { Project } from "ts-morph";
import { planRetirement } from "../../src/generate/retire/planRetirement.ts";
import type { Retirement } from "../../src/generate/retire/retirement.ts";
import type { Shop } from "./shop.ts";
import { ordersModules, retiringShop } from "./retireShop.ts";

interface Retired {
  plan: Retirement;
  /** Of every file that is there afterwards. */
  texts: Map<string, string>;
}

function retire(shop: Shop, owned: Iterable<string> = ordersModules): Retired {
  const texts = new Map(shop.files.map((file) => [shop.pathOf(file), file.getFullText()]));
  const plan = planRetirement(shop.files, shop.pathOf, {
    service: "orders",
    owned: new Set(owned),
    package: "services/orders",
    isTest: (path) => path.startsWith("test/"),
    sources: "src",
  });
  for (const { path } of plan.files) texts.delete(path);
  for (const { to, after } of plan.files) if (to !== undefined) texts.set(to, after);
  return { plan, texts };
}

/** What the compiler has against the result; `express` is not installed in memory. */
function problems(texts: ReadonlyMap<string, string>): string[] {
  const project = new Project({
    useInMemoryFileSystem: true,
    compilerOptions: { strict: true, noUnusedLocals: true, module: 199, moduleResolution: 99, target: 9, skipLibCheck: true },
  });
  project.createSourceFile("/package.json", '{ "type": "module" }');
  project.createSourceFile(
    "/node_modules/express/index.d.ts",
    `declare function express(): express.Express;
declare namespace express { interface Express { use(...args: unknown[]): void } function json(): unknown; function Router(): Router; interface Router { use(...args: unknown[]): void; get(...args: unknown[]): void } }
export = express;`,
  );
  for (const [path, text] of texts) project.createSourceFile(`/${path}`, text);
  return project
    .getPreEmitDiagnostics()
    .map((each) => `${each.getSourceFile()?.getFilePath() ?? ""}: ${String(each.getMessageText())}`)
    .sort();
}

describe("retiring a service", () => {
  it("leaves a monolith and a service that compile as before", () => {
    const shop = retiringShop();
    const before = problems(new Map(shop.files.map((file) => [shop.pathOf(file), file.getFullText()])));
    const { texts } = retire(shop);
    assert.deepEqual(problems(texts), before);
    assert.deepEqual(before, []);
  });

  it("moves what the monolith can do without, and says who needs the rest", () => {
    const { plan } = retire(retiringShop());
    assert.deepEqual(plan.moved, [
      { from: "src/controllers/orders.ts", to: "services/orders/src/controllers/orders.ts" },
      { from: "src/routes/orderRoutes.ts", to: "services/orders/src/routes/orderRoutes.ts" },
      { from: "src/services/orderLabel.ts", to: "services/orders/src/services/orderLabel.ts" },
      { from: "src/services/orders.ts", to: "services/orders/src/services/orders.ts" },
    ]);
    assert.deepEqual(plan.kept, [{ module: "src/entities/order.ts", neededBy: [{ module: "src/database.ts", line: 1, why: "OrderRow" }] }]);
    assert.deepEqual(plan.alone, ["src/paging.ts"]);
    assert.deepEqual(plan.removed, []);
    assert.deepEqual(plan.tests, ["test/orders.test.ts"]);
    assert.deepEqual(plan.notes, []);
  });

  it("takes the local side out of facades, routes and events", () => {
    const { texts } = retire(retiringShop());
    assert.equal(
      texts.get("src/ficus/orders/services/orders.ts"),
      `import type * as local from "../../../../services/orders/src/services/orders.js";
import { operations } from "../operations.js";
import { callRemotely, remoteInstance } from "../../runtime/callRemotely.js";

export const ordersOf: typeof local.ordersOf = (...args) => callRemotely(operations["ordersOf"], args);

export const orderStore: typeof local.orderStore = remoteInstance({ clear: { operation: operations["orderStore.clear"] } });
`,
    );
    assert.match(texts.get("src/ficus/orders/routes.ts")!, /service: "orders",\n {2}remoteOnly: true,\n {2}routes: \["GET \/api\/orders"\]/);
    assert.match(texts.get("src/ficus/orders/events.ts")!, /import \{ bridgeEvents \} from .*active: \(\) => true \}/s);
    assert.equal(
      texts.get("src/routes/index.ts"),
      `import { Router } from "express";
import { invoiceRoutes } from "./invoiceRoutes.js";

export const api = Router();

api.use("/invoices", invoiceRoutes);
`,
    );
    assert.equal(
      texts.get("src/server.ts"),
      `import { createApp } from "./app.js";
import { tables } from "./database.js";
import { listenAsBilling } from "./services/index.js";
import "./ficus/orders/events.js";

export function start() {
  listenAsBilling();
  return { app: createApp(), tables };
}
`,
    );
  });

  it("leads every import to where its name is now, past barrels that lose their lines", () => {
    const { texts } = retire(retiringShop());
    assert.equal(texts.get("src/services/index.ts"), `export * from "./billing.js";\n`);
    assert.match(texts.get("src/services/billing.ts")!, /import type \{ Order \} from "\.\.\/\.\.\/services\/orders\/src\/services\/orders\.js";/);
    assert.match(
      texts.get("services/orders/src/controllers/orders.ts")!,
      /import \{ ordersOf, orderStore, type Order \} from "\.\.\/services\/orders\.js";\nimport \{ money \} from "\.\.\/\.\.\/\.\.\/\.\.\/src\/money\.js";/,
    );
    // The barrel gave it another name.
    assert.match(texts.get("services/orders/src/services/orders.ts")!, /import \{ orderLabel as labelOf \} from "\.\/orderLabel\.js";/);
    assert.match(texts.get("services/orders/src/compose.ts")!, /from "\.\/routes\/orderRoutes\.js";\n.*from "\.\/services\/orders\.js";/);
    assert.equal(
      texts.get("test/orders.test.ts")!.split("\n").slice(0, 4).join("\n"),
      `import { bill } from "../src/services/index.js";
import { orderLabel as labelOf } from "../services/orders/src/services/orderLabel.js";
import { ordersOf } from "../services/orders/src/services/orders.js";
import type { Order } from "../services/orders/src/services/orders.js";`,
    );
  });

  it("keeps a module and all that it needs where others use it in process, through whatever barrel", () => {
    const shop = retiringShop({
      "src/receipts.ts": `import { labelOf } from "./services/index.js"; export const receipt = labelOf(1);`,
      "src/report.ts": `export const later = () => import("./controllers/orders.js");`,
    });
    const { plan, texts } = retire(shop);
    assert.deepEqual(
      plan.moved.map(({ from }) => from),
      ["src/routes/orderRoutes.ts"],
    );
    assert.deepEqual(
      plan.kept.map(({ module, neededBy }) => `${module}: ${neededBy[0]!.module}`),
      [
        "src/controllers/orders.ts: src/report.ts",
        "src/entities/order.ts: src/database.ts",
        "src/services/orderLabel.ts: src/receipts.ts",
        "src/services/orders.ts: src/controllers/orders.ts",
      ],
    );
    assert.deepEqual(problems(texts), []);
  });

  it("leaves an instance its module where callers use more of it than is served, and still calls what is", () => {
    const shop = retiringShop({
      "src/stock.ts": `import { orderStore } from "./ficus/orders/services/orders.js"; export const known = () => orderStore.size;`,
    });
    const { plan, texts } = retire(shop);
    assert.match(plan.notes[0]!.why, /orderStore\.size is used at stock\.ts:1 and is no operation/);
    assert.match(
      texts.get("src/ficus/orders/services/orders.ts")!,
      /^import \* as local .*callRemotely\(operations.*remoteInstance\(\{ clear: .* \}, \(\) => local\.orderStore\)/ms,
    );
    assert.ok(plan.kept.some(({ module }) => module === "src/services/orders.ts"));
    assert.deepEqual(problems(texts), []);
  });

  it("does not unmount what also answers for others", () => {
    const shop = retiringShop({
      "src/routes/orderRoutes.ts": `import { Router } from "express";
import { list } from "../controllers/orders.js";
import { invoiceRoutes } from "./invoiceRoutes.js";
export const orderRoutes = Router();
orderRoutes.get("/", list);
orderRoutes.use("/invoices", invoiceRoutes);
`,
    });
    const { plan, texts } = retire(shop);
    assert.match(texts.get("src/routes/index.ts")!, /api\.use\("\/orders", orderRoutes\)/);
    assert.deepEqual(
      plan.notes.map(({ module, line, why }) => `${module}:${line} ${why}`),
      ["src/routes/index.ts:7 this mount of orderRoutes stays: it also brings GET /invoices/:number of others"],
    );
  });

  it("leaves a module that asks for its own place, and removes one that nobody imports any more", () => {
    const shop = retiringShop({
      "src/services/orderLabel.ts": `declare const __dirname: string; export function orderLabel(id: number): string { return __dirname + id; }\n`,
      "src/services/orders.ts": `import { OrderRow } from "../entities/order.js";
import { labelOf } from "./index.js";
export interface Order { id: number; label: string }
export async function ordersOf(customer: number): Promise<Order[]> { return [{ id: new OrderRow().id, label: labelOf(customer) }]; }
export const orderStore = { size: 1, async clear(): Promise<void> {} };
export function listenAsOrders(): void {}
`,
      "src/listeners.ts": `import { listenAsOrders } from "./services/orders.js"; export const orderListeners = () => listenAsOrders();`,
      "src/server.ts": `import { runsHere } from "./ficus/runtime/bridge.js";
import { orderListeners } from "./listeners.js";
export function start() {
  if (runsHere("orders")) orderListeners();
}
`,
    });
    const { plan, texts } = retire(shop);
    assert.deepEqual(plan.kept.find(({ module }) => module === "src/services/orderLabel.ts")?.neededBy[0]?.why, "asks for its own place, __dirname");
    assert.deepEqual(plan.removed, ["src/listeners.ts"]);
    // Only what is gone has needed it in process.
    assert.ok(plan.moved.some(({ from }) => from === "src/services/orders.ts"));
    assert.deepEqual(problems(texts), []);
  });

  it("gives moved modules a folder of their own where one would meet a file of the package", () => {
    const shop = retiringShop({
      "src/operations.ts": `export const operations = 1;`,
      "services/orders/src/server.ts": `import "../../../src/operations.js";`,
    });
    const { plan, texts } = retire(shop, [...ordersModules, "src/operations.ts"]);
    assert.ok(plan.moved.some(({ to }) => to === "services/orders/src/modules/operations.ts"));
    assert.deepEqual(problems(texts), []);
  });
});
