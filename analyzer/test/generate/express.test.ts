import assert from "node:assert/strict";
import { readRouters } from "../../src/generate/express/readRouters.ts";
import { routesBelow, type RouterNode } from "../../src/generate/express/routerTree.ts";
import { sliceApplication } from "../../src/generate/express/sliceApplication.ts";
import { formatFile } from "../../src/generate/format.ts";
import { composeSource } from "../../src/generate/service/composeSource.ts";
import { sliceStartUp, type StartUp } from "../../src/generate/startUp/sliceStartUp.ts";
import { specifierOf } from "../../src/generate/target.ts";
import { matchGolden } from "../golden.ts";
import { expressShop, serviceOf } from "./expressShop.ts";
import { shopOf } from "./shop.ts";

const shop = expressShop();
const application = readRouters(shop.files, shop.pathOf).find((router) => router.kind === "application")!;

function startUpOf(service: string): StartUp {
  const made = application.container.getParentOrThrow();
  const startUp = sliceStartUp(made, "createApp", shop.files, {
    service,
    serviceOf: (file) => serviceOf(shop.pathOf(file)),
    startsJobs: (file) => shop.pathOf(file) === "src/jobs.ts",
    isTest: (file) => shop.pathOf(file).startsWith("test/"),
  });
  assert.ok(startUp !== undefined);
  return startUp;
}

describe("routers of Express", () => {
  it("gives every route its whole path, through mounts in other modules", () => {
    assert.deepEqual(
      routesBelow(application).map(({ method, path, chain }) => `${method} ${path} ${chain.at(-1)!.file}`),
      [
        "GET /api/orders src/routes/orderRoutes.ts",
        "POST /api/orders src/routes/orderRoutes.ts",
        "GET /api/orders/:id src/routes/orderRoutes.ts",
        "GET /api/invoices/:number src/routes/invoiceRoutes.ts",
      ],
    );
  });

  it("takes no router of another package for one of Express, and ends when routers mount each other", () => {
    const odd = shopOf({
      "a.ts": `import { Router } from "find-my-way"; export const other = Router(); other.get("/x", () => {});`,
      "b.ts": `import { Router } from "express"; import { c } from "./c.js"; export const b = Router(); b.use("/c", c); b.get("/b", () => {});`,
      "c.ts": `import { Router } from "express"; import { b } from "./b.js"; export const c = Router(); c.use("/b", b);`,
    });
    const routers = readRouters(odd.files, odd.pathOf);
    assert.deepEqual(
      routers.map((router: RouterNode) => router.name),
      ["b", "c"],
    );
    assert.deepEqual(
      routesBelow(routers[0]!).map((route) => route.path),
      ["/b"],
    );
  });
});

describe("the slice of a composition root", () => {
  it("keeps the statements that a service needs, and says why others are left out", () => {
    const { statements, close } = startUpOf("billing");
    assert.deepEqual(
      [...statements, ...close].map(({ keep, reason, statement }) => `${keep ? "+" : "-"} ${reason}: ${statement.getText().split("\n")[0]}`),
      [
        "+ needed: await openDatabase(options.file);",
        "- migration: await migrate();",
        "- of-other-service: listenAsOrders();",
        "+ of-service: listenAsBilling();",
        "- serves: const server = createServer(createApp());",
        "- serves: server.listen(options.port);",
        "- starts-jobs: const jobs = startJobs();",
        "- answers: return {",
        "- needs-what-is-left-out: clearInterval(jobs);",
        "- needs-what-is-left-out: server.close();",
        "+ needed: bus.close();",
        "+ needed: await closeDatabase();",
      ],
    );
  });

  it("becomes a module of its own", async () => {
    const slice = sliceApplication(application, (route) => serviceOf(route.chain.at(-1)!.file) === "billing");
    const path = "services/billing/src/compose.ts";
    const startUp = startUpOf("billing");
    const text = composeSource({
      service: "billing",
      application: { slice, file: application.file },
      startUp,
      startFile: shop.pathOf(startUp.file),
      specifierOf: (file) => specifierOf(path, shop.pathOf(file), { extension: ".js" }),
      unmatchedFrom: "../../../src/ficus/runtime/servedRoutes.js",
    });
    matchGolden(new URL("goldens/compose.ts.txt", import.meta.url), await formatFile("compose.ts", text, {}));
  });
});
