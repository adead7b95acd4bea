import type { ShopSketch } from "./makeGraph.ts";

/** Areas of the shop: which others its service calls. */
const areas: Readonly<Record<string, readonly string[]>> = {
  order: ["payment", "product"],
  payment: [],
  product: [],
  customer: [],
  shipment: ["order"],
};

const title = (name: string) => name[0]!.toUpperCase() + name.slice(1);

/** An Express shop in layered folders: controllers, services, repositories, entities. */
export function layeredShop(): Record<string, ShopSketch[string]> {
  const shop: Record<string, ShopSketch[string]> = {
    "src/main.ts": { call: ["src/app.ts"], packages: ["dotenv"] },
    "src/app.ts": {
      packages: ["express"],
      call: Object.keys(areas).map((area) => `src/routes/${area}Routes.ts`),
      value: ["src/middleware/errorHandler.ts"],
      exports: ["createApp"],
    },
    "src/middleware/errorHandler.ts": { exports: ["errorHandler"], packages: ["express"], call: ["src/utils/logger.ts"], value: ["src/errors.ts"] },
    "src/utils/logger.ts": { exports: ["logger"], packages: ["pino"] },
    "src/utils/money.ts": { exports: ["addMoney"] },
    "src/errors.ts": { exports: ["NotFoundError"], declares: "class" },
    "src/db.ts": { exports: ["dataSource"], packages: ["typeorm"], value: Object.keys(areas).map((area) => `src/entities/${area}.ts`) },
    "src/entities/index.ts": { passesOn: Object.keys(areas).map((area) => `src/entities/${area}.ts`) },
    "jest.config.ts": {},
    "test/order.test.ts": { globals: ["describe", "expect"], call: ["src/services/orderService.ts *40", "src/services/paymentService.ts *40"] },
  };
  for (const [area, needs] of Object.entries(areas)) {
    shop[`src/routes/${area}Routes.ts`] = {
      exports: [`${area}Routes`],
      packages: ["express"],
      routes: [`GET /${area}s`],
      call: [`src/controllers/${area}Controller.ts *3`],
    };
    shop[`src/controllers/${area}Controller.ts`] = {
      exports: [`${title(area)}Controller`],
      declares: "class",
      call: [`src/services/${area}Service.ts *3`],
      new: ["src/errors.ts"],
    };
    shop[`src/services/${area}Service.ts`] = {
      exports: [`${title(area)}Service`],
      declares: "class",
      call: [
        `src/repositories/${area}Repository.ts *3`,
        ...needs.map((other) => `src/services/${other}Service.ts`),
        "src/utils/logger.ts",
        "src/utils/money.ts",
      ],
      type: [`src/entities/${area}.ts *2`],
      lines: 60,
    };
    shop[`src/repositories/${area}Repository.ts`] = {
      exports: [`${title(area)}Repository`],
      declares: "class",
      call: ["src/db.ts", "src/utils/logger.ts"],
      value: [`src/entities/${area}.ts *2`],
      reads: [`${area}s`],
      writes: [`${area}s`],
    };
    shop[`src/entities/${area}.ts`] = { exports: [title(area)], declares: "class", entity: `${area}s`, packages: ["typeorm"] };
  }
  // Everybody joins the customer, and reporting would read the orders' table.
  shop["src/repositories/shipmentRepository.ts"]!.reads = ["shipments", "orders"];
  return shop;
}
