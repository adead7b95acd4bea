/** Routers that classes and functions make. */
import assert from "node:assert/strict";
import { rootApplication } from "../../src/generate/express/hosts.ts";
import { readRouters } from "../../src/generate/express/readRouters.ts";
import { routesBelow } from "../../src/generate/express/routerTree.ts";
import { missingNotes } from "../../src/generate/startUp/missingNotes.ts";
import { sliceApplication } from "../../src/generate/express/sliceApplication.ts";
import { shopOf } from "./shop.ts";

const shop = shopOf({
  "src/app.ts": `
import express from "express";
import { OrderRoutes } from "./orders/routes.js";
import { InvoiceController } from "./billing/controller.js";
import { createCatalog, catalogOf } from "./catalog/routes.js";
const app = express();
const orders = new OrderRoutes();
const catalog = createCatalog();
app.use(orders.guard);
app.use("/orders", orders.getRoute());
app.use("/invoices", new InvoiceController().router);
app.use("/catalog", catalog);
app.use("/offers", catalogOf());
app.listen(3000);
`,
  "src/orders/routes.ts": `
import { Router } from "express";
export class OrderRoutes {
  private readonly routes = Router();
  constructor() { this.fill(); }
  guard(req: unknown, res: unknown, next: () => void) { next(); }
  getRoute() { return this.routes; }
  private fill() {
    this.routes.get("/:id", () => {});
    this.routes.route("/").post(() => {});
  }
}
`,
  "src/controller.ts": `
import { Router, type IRouter } from "express";
export abstract class Controller {
  app: IRouter;
  constructor() { this.app = Router(); }
  get router() { return this.app; }
  get(path: string, handler: () => void) { this.route({ method: "get", path, handler }); }
  use(path: string, router: IRouter) { this.app.use(path, router); }
  route(options: { method: "get" | "post"; path: string; handler: () => void }) { this.app[options.method](options.path, options.handler); }
}
`,
  "src/billing/controller.ts": `
import { Controller } from "../controller.js";
import { ReminderController } from "./reminders.js";
const PATH_NUMBER = "/:number";
export class InvoiceController extends Controller {
  constructor() {
    super();
    this.get(PATH_NUMBER, this.show);
    this.get(\`\${PATH_NUMBER}/pdf\`, this.show);
    this.get(PATH_NUMBER + "/" + process.env.FORMAT, this.show);
    this.route({ method: "post", path: "", handler: this.show });
    this.use("/reminders", new ReminderController().router);
  }
  show() {}
}
`,
  "src/billing/reminders.ts": `
import { Controller } from "../controller.js";
export class ReminderController extends Controller {
  constructor() { super(); this.app.get("/due", () => {}); }
}
`,
  "src/catalog/routes.ts": `
import { Router } from "express";
export function createCatalog() {
  const router = Router();
  router.get("/:sku", () => {});
  return router;
}
export const catalogOf = () => createCatalog();
`,
});
const root = rootApplication(readRouters(shop.files, shop.pathOf), () => true)!;
const routes = (): string[] => routesBelow(root).map(({ method, path, chain }) => `${method} ${path} ${chain.at(-1)!.name}`);

describe("routers that classes keep", () => {
  it("are followed through their property, a method that answers with it, and base classes that register for them", () => {
    assert.deepEqual(routes(), [
      "GET /orders/:id OrderRoutes",
      "POST /orders OrderRoutes",
      "GET /invoices/:number InvoiceController",
      "GET /invoices/:number/pdf InvoiceController",
      "POST /invoices InvoiceController",
      "GET /invoices/reminders/due ReminderController",
      "GET /catalog/:sku router",
      "GET /offers/:sku router",
    ]);
  });

  it("do not make a mount of other members of the same instance", () => {
    assert.deepEqual(
      root.steps.map(({ kind }) => kind),
      ["middleware", "mount", "mount", "mount", "mount"],
    );
  });

  it("stay whole in a slice, even when a part of their routes is another's", () => {
    const { parts, routes: kept } = sliceApplication(root, (route) => route.chain.at(-1)!.name === "ReminderController");
    assert.deepEqual(
      parts.map(({ lines }) => lines),
      [["app.use(orders.guard);", `app.use("/invoices", new InvoiceController().router);`, "app.use(answerUnmatched);"]],
    );
    assert.deepEqual(
      kept.map(({ path }) => path),
      ["/invoices/reminders/due"],
    );
  });
});

describe("a composition root that is given what it needs", () => {
  it("is named with each parameter that the service's own does not have", () => {
    const given = shopOf({
      "src/app.ts": `
import express from "express";
import { orders } from "./routes.js";
export function createApp(config: { limit: string }, folder = "public") {
  const app = express();
  app.use(express.json({ limit: config.limit }));
  app.use(express.static(folder));
  app.use("/orders", orders(config));
  return app;
}
`,
      "src/routes.ts": `
import { Router } from "express";
export function orders(config: unknown) { const router = Router(); router.get("/", () => {}); return router; }
`,
    });
    const application = rootApplication(readRouters(given.files, given.pathOf), () => true)!;
    const { needs } = sliceApplication(application, () => true);
    assert.deepEqual(
      missingNotes([{ module: application.file, needs }]).map(({ message, line }) => [message.split(" ")[0], line]),
      [["config", 6]],
    );
  });
});
