import { shopOf, type Shop } from "./shop.ts";

/** Orders and billing behind one application, in the layers that real ones have. */
export const expressShop = (): Shop =>
  shopOf({
    "src/app.ts": `
import express from "express";
import { requestLog } from "./middleware/log.js";
import { notFound, onError } from "./middleware/errors.js";
import { api } from "./routes/index.js";

const bodyLimit = "100kb";

export function createApp(): express.Express {
  const app = express();
  app.disable("x-powered-by");
  app.use(requestLog);
  app.use(express.json({ limit: bodyLimit }));
  app.use("/api", api);
  app.use(notFound);
  app.use(onError);
  return app;
}
`,
    "src/middleware/log.ts": `export function requestLog(req: unknown, res: unknown, next: () => void) { next(); }`,
    "src/middleware/errors.ts": `
export function notFound(req: unknown, res: { sendStatus(code: number): void }) { res.sendStatus(404); }
export function onError(error: Error, req: unknown, res: { sendStatus(code: number): void }, next: () => void) { res.sendStatus(500); }
`,
    "src/routes/index.ts": `
import { Router } from "express";
import { orderRoutes } from "./orderRoutes.js";
import { invoiceRoutes } from "./invoiceRoutes.js";
export const api = Router();
api.use("/orders", orderRoutes);
api.use("/invoices", invoiceRoutes);
`,
    "src/routes/orderRoutes.ts": `
import { Router } from "express";
import { list, place } from "../controllers/orders.js";
export const orderRoutes = Router();
orderRoutes.route("/").get(list).post(place);
orderRoutes.get("/:id", list);
`,
    "src/routes/invoiceRoutes.ts": `
import { Router } from "express";
import { show } from "../controllers/invoices.js";
export const invoiceRoutes = Router();
invoiceRoutes.get("/:number", show);
`,
    "src/controllers/orders.ts": `export const list = () => {}; export const place = () => {};`,
    "src/controllers/invoices.ts": `export const show = () => {};`,
    "src/services/orders.ts": `import { bus } from "../bus.js"; export function listenAsOrders() { bus.on("paid", () => {}); }`,
    "src/services/billing.ts": `import { bus } from "../bus.js"; export function listenAsBilling() { bus.on("placed", () => {}); }`,
    "src/bus.ts": `export const bus = { on(name: string, handler: () => void) {}, close() {} };`,
    "src/database.ts": `export async function openDatabase(file: string) {} export async function closeDatabase() {} export async function migrate() {}`,
    "src/jobs.ts": `export function startJobs() { return setInterval(() => {}, 1000); }`,
    "src/server.ts": `
import { createServer } from "node:http";
import { createApp } from "./app.js";
import { openDatabase, closeDatabase, migrate } from "./database.js";
import { startJobs } from "./jobs.js";
import { listenAsOrders } from "./services/orders.js";
import { listenAsBilling } from "./services/billing.js";
import { bus } from "./bus.js";

const defaults = { file: "shop.sqlite", port: 3000 };

function registerListeners() {
  listenAsOrders();
  listenAsBilling();
}

export async function start(options = defaults) {
  await openDatabase(options.file);
  await migrate();
  registerListeners();
  const server = createServer(createApp());
  server.listen(options.port);
  const jobs = startJobs();
  return {
    async close() {
      clearInterval(jobs);
      server.close();
      bus.close();
      await closeDatabase();
    },
  };
}
`,
    "test/app.test.ts": `import { createApp } from "../src/app.js"; createApp();`,
  });

/** Whose the modules of the shop are. */
export function serviceOf(path: string): string | null {
  if (/order/i.test(path)) return "orders";
  return /invoice|billing/i.test(path) ? "billing" : null;
}
