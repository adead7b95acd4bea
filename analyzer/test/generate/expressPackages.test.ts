/** A shop whose packages each have an application that runs alone, and one that puts them together. */
import assert from "node:assert/strict";
import { posix } from "node:path";
import { forwardEdits } from "../../src/generate/express/forwardEdit.ts";
import { hostsOf, rootApplication } from "../../src/generate/express/hosts.ts";
import { readRouters } from "../../src/generate/express/readRouters.ts";
import { routesBelow, type MountedRoute } from "../../src/generate/express/routerTree.ts";
import { sliceApplication } from "../../src/generate/express/sliceApplication.ts";
import { composeSource } from "../../src/generate/service/composeSource.ts";
import { mainSource } from "../../src/generate/service/mainSource.ts";
import { startService } from "../../src/generate/service/startCommand.ts";
import { sliceStartUp } from "../../src/generate/startUp/sliceStartUp.ts";
import { profileTarget, specifierOf } from "../../src/generate/target.ts";
import { shopOf, type Shop } from "./shop.ts";

const packageShop = (): Shop =>
  shopOf({
    "packages/http/configure.ts": `
import express, { type Express } from "express";
import cors from "cors";
export const configureMiddleware = ({ app, cors: open = true }: { app: Express; cors?: boolean }) => {
  if (open) app.use(cors());
  app.use(express.json());
};
export function configureErrors(target: Express) { target.use(onError); }
function onError(error: Error, req: unknown, res: { sendStatus(code: number): void }, next: () => void) { res.sendStatus(500); }
`,
    "apps/orders/app.ts": `
import express from "express";
import { configureErrors, configureMiddleware } from "../../packages/http/configure.js";
import { router } from "./route.js";
export const app = express();
configureMiddleware({ app });
app.use(router);
configureErrors(app);
`,
    "apps/orders/route.ts": `
import Router from "express-promise-router";
export const router = Router();
router.post("/api/orders", () => {});
router.route("/api/orders/:id").get(() => {}).delete(() => {});
`,
    "apps/billing/app.ts": `
import express from "express";
import { router } from "./route.js";
export const app = express();
app.use(router);
`,
    "apps/billing/route.ts": `
import Router from "express-promise-router";
export const router = Router();
router.get("/api/invoices", () => {});
`,
    "apps/local/local.ts": `
import "dotenv/config";
import express from "express";
import { app as orderApp } from "../orders/app.js";
import { app as billingApp } from "../billing/app.js";
import { configureErrors, configureMiddleware } from "../../packages/http/configure.js";
export const app = express();
configureMiddleware({ app, cors: false });
app.use(billingApp);
app.use(orderApp);
configureErrors(app);
app.listen(3000, () => {});
`,
  });

const shop = packageShop();
const serviceOf = (path: string): string | null => /^apps\/(orders|billing)\//.exec(path)?.[1] ?? null;
const owns = (route: MountedRoute): boolean => serviceOf(route.chain.at(-1)!.file) === "orders";
const routers = readRouters(shop.files, shop.pathOf);
const root = rootApplication(routers, owns)!;

describe("an application of applications, a package each", () => {
  it("is found as the root, whatever comes first, and knows routes of routers that packages wrap", () => {
    assert.equal(root.file, "apps/local/local.ts");
    assert.deepEqual(
      routesBelow(root).map(({ method, path }) => `${method} ${path}`),
      ["GET /api/invoices", "POST /api/orders", "GET /api/orders/:id", "DELETE /api/orders/:id"],
    );
  });

  it("hands routes over once, where the package mounts them, before a function that adds a body parser", () => {
    const hosts = hostsOf(root, owns);
    assert.deepEqual(
      hosts.map((host) => host.file),
      ["apps/orders/app.ts"],
    );
    const [, use] = forwardEdits(hosts[0]!, "forwardOrders", "./ficus/orders/routes.js", "apps/orders/app.ts");
    const text = shop.file("apps/orders/app.ts").getFullText();
    assert.equal(use!.text, "app.use(forwardOrders);\n");
    assert.ok(text.slice(use!.start).startsWith("configureMiddleware({ app });"));
  });

  it("gives a service what configures the whole, its own application, and what its start imports for the effect", () => {
    const steps = new Set([root.made, ...root.steps.map((step) => step.statement)]);
    const made = shop.file("apps/local/local.ts").getVariableDeclarationOrThrow("app");
    const knowledge = {
      service: "orders",
      serviceOf: (file: Parameters<Shop["pathOf"]>[0]) => serviceOf(shop.pathOf(file)),
      startsJobs: () => false,
      isTest: () => false,
    };
    const startUp = sliceStartUp(made, "app", shop.files, knowledge, steps);
    assert.deepEqual(
      startUp?.statements.filter(({ keep }) => keep).map(({ statement }) => statement.getText()),
      [],
    );
    const source = composeSource({
      service: "orders",
      application: { slice: sliceApplication(root, owns), file: root.file },
      startUp,
      startFile: root.file,
      specifierOf: (file) => specifierOf("services/orders/src/compose.ts", shop.pathOf(file), { extension: "" }),
      unmatchedFrom: "../unmatched",
    });
    assert.match(source, /^import "dotenv\/config";\n/);
    const body = /function createApplication\(\) \{\n([^}]*\}[^}]*)\n\}/.exec(source)?.[1]?.split("\n");
    assert.deepEqual(body, [
      "const app = express();",
      "configureMiddleware({ app, cors: false });",
      "app.use(orderApp);",
      "app.use(answerUnmatched);",
      "configureErrors(app);",
      "return app;",
    ]);
    assert.doesNotMatch(source, /billing|local\/local"/);
  });
});

describe("the process of a CommonJS service", () => {
  it("awaits nothing at the top level, which CommonJS does not know", () => {
    const own = (file: string): string => `./${file}`;
    const input = { service: "orders", runtime: own, own, events: false };
    assert.doesNotMatch(mainSource(input, "commonjs"), /^try/m);
    assert.match(mainSource(input, "commonjs"), /^async function main/m);
    assert.match(mainSource(input, "esm"), /^try/m);
  });

  it("is run by ts-node with the tsconfig of the service: the root may have none", () => {
    const { command, files } = startService(["ts-node", "--transpile-only"], "services/orders", "services/orders/src/main.ts", "apps/orders");
    assert.deepEqual(command, ["node", "services/orders/start.cjs"]);
    assert.deepEqual(
      files.map(({ path }) => path),
      ["services/orders/start.cjs"],
    );
    const resolved: string[] = [];
    const registered: unknown[] = [];
    const required: string[] = [];
    const load = Object.assign(
      (name: string) => {
        if (name === "path") return { join: posix.join };
        required.push(name);
        return { register: (options: unknown) => registered.push(options) };
      },
      { resolve: (name: string, { paths }: { paths: string[] }) => (resolved.push(...paths), name) },
    );
    new Function("require", "__dirname", files[0]!.contents)(load, "/shop/services/orders");
    assert.deepEqual(resolved, ["/shop/apps/orders"]);
    assert.deepEqual(registered, [{ transpileOnly: true, project: "/shop/services/orders/tsconfig.json" }]);
    assert.deepEqual(required, ["ts-node", "./src/main"]);
  });

  it("is run as the monolith's modules are elsewhere", () => {
    const { command, files } = startService(["node", "--import", "tsx"], "services/orders", "services/orders/src/main.ts", "");
    assert.deepEqual(command, ["node", "--import", "tsx", "services/orders/src/main.ts"]);
    assert.deepEqual(files, []);
  });

  it("has specifiers without endings where the monolith writes them so", () => {
    const target = profileTarget({ paths: ["apps/orders/app.ts"], relativeSpecifiers: ["./route"], packageType: undefined, tsModule: undefined });
    assert.equal(target.modules, "commonjs");
    assert.equal(specifierOf("services/orders/src/main.ts", "apps/orders/app.ts", target), "../../../apps/orders/app");
  });
});
