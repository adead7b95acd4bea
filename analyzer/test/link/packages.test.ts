import assert from "node:assert/strict";
import { declarePackages } from "../../src/link/types/packages/declarePackages.ts";
import { extractFile } from "../../src/extract/extractFile.ts";
import { linkShop } from "./linkShop.ts";

const order = "export class Order { id = ''; lines = ['']; total() { return 1; } }\n";
const calls = (text: string): string[] =>
  linkShop({ "checkout.ts": `${text}\n`, "order.ts": order })
    .from("checkout.ts", "call")
    .filter((target) => target.startsWith("order.ts"));

describe("packages pass the project's own types through", () => {
  const cases: [what: string, text: string][] = [
    [
      "typeorm repositories",
      `import { Repository } from "typeorm"; import { Order } from "./order";\nexport class Orders { constructor(private orders: Repository<Order>) {} async f() { (await this.orders.findOneBy({})).total(); } }`,
    ],
    [
      "typeorm data sources",
      `import { DataSource } from "typeorm"; import { Order } from "./order";\nconst source = new DataSource({});\nsource.getRepository(Order).createQueryBuilder("o").where("1").getMany().then((all) => all[0].total());`,
    ],
    [
      "typeorm relations",
      `import { OneToMany } from "typeorm"; import { Order } from "./order";\nexport class Cart { @OneToMany(() => Order, (order) => order.total()) orders: Order[]; }`,
    ],
    [
      "mikro-orm repositories",
      `import { EntityManager } from "@mikro-orm/core"; import { Order } from "./order";\nexport async function f(em: EntityManager) { (await em.findOneOrFail(Order, 1)).total(); }`,
    ],
    [
      "mongoose models",
      `import { Model } from "mongoose"; import { Order } from "./order";\nexport async function f(model: Model<Order>) { (await model.findById("1").lean()).total(); }`,
    ],
    [
      "rxjs observables",
      `import { of, firstValueFrom } from "rxjs"; import { Order } from "./order";\nexport async function f() { (await firstValueFrom(of(new Order()))).total(); }`,
    ],
    [
      "react contexts",
      `import { createContext, useContext } from "react"; import { Order } from "./order";\nconst Current = createContext<Order>(null!);\nexport function f() { useContext(Current).total(); }`,
    ],
    [
      "react state",
      `import React from "react"; import { Order } from "./order";\nexport function f() { const [order] = React.useState<Order>(null!); order.total(); }`,
    ],
    [
      "containers",
      `import { Test } from "@nestjs/testing"; import { Order } from "./order";\nexport async function f() { (await Test.createTestingModule({}).compile()).get(Order).total(); }`,
    ],
    ["lodash", `import _ from "lodash"; import { Order } from "./order";\n_.sortBy([new Order()], (each) => each.total());`],
    [
      "axios",
      `import axios from "axios"; import { Order } from "./order";\nexport async function f() { (await axios.get<Order>("/")).data.total(); }`,
    ],
  ];
  for (const [what, text] of cases) it(what, () => assert.deepEqual(calls(text), ["order.ts#Order.total"]));

  it("zod: the members of an output are those of its schema", () => {
    const shop = linkShop({
      "checkout.ts": `import { Query } from "./schema";\nexport function f(query: Query) { query.page; query.price.minor; }\n`,
      "money.ts": "export class Money { minor = 1; static parse(text: string): Money { return new Money(); } }\n",
      "schema.ts": `import { z } from "zod";\nimport { Money } from "./money";\nexport const price = z.string().trim().transform((text) => Money.parse(text));\nexport const query = z.object({ page: z.number() }).extend({ price: price.optional() }).strict();\nexport type Query = z.infer<typeof query>;\n`,
    });
    assert.deepEqual(shop.from("checkout.ts", "property"), ["schema.ts#query.page", "schema.ts#query.price", "money.ts#Money.minor"]);
  });

  it("express: requests have what the project adds to them", () => {
    const shop = linkShop({
      "account.ts": "export class Account { isStaff() {} }\n",
      "authenticate.ts": `import { Account } from "./account";\ndeclare global { namespace Express { interface Request { account: Account } } }\n`,
      "core.ts": `declare module "express-serve-static-core" { interface Request { trace: string } }\nexport {};\n`,
      "routes.ts": `import express, { Request, Router } from "express";\nexport const show = (req: Request) => req.account.isStaff();\nRouter().get("/", (req, res) => res.status(200).json(req.trace));\nexpress().use((req: express.Request) => req.account.isStaff());\n`,
    });
    assert.deepEqual(shop.from("routes.ts", "call"), ["account.ts#Account.isStaff", "account.ts#Account.isStaff"]);
    assert.deepEqual(shop.from("routes.ts", "property"), [
      "authenticate.ts#Express.Request.account",
      "core.ts#Request.trace",
      "authenticate.ts#Express.Request.account",
    ]);
  });

  it("are nobody's where the project has a module of that name", () => {
    const shop = linkShop({ "checkout.ts": `import { z } from "./zod";\nz.object();\n`, "zod.ts": "export const z = { object() {} };\n" });
    assert.deepEqual(shop.from("checkout.ts", "call"), ["zod.ts#z.object"]);
  });

  it("are declared only where they are imported, the same for every order", () => {
    assert.equal(declarePackages(["./order", "pino"]), "");
    assert.equal(declarePackages(["rxjs", "zod", "express"]), declarePackages(["express", "express", "zod", "rxjs"]));
  });

  it("are declared without a syntax error", () => {
    const names = [
      "zod",
      "express",
      "passport",
      "typeorm",
      "mongoose",
      "@mikro-orm/core",
      "@nestjs/core",
      "@nestjs/testing",
      "@nestjs/axios",
      "@nestjs/swagger",
      "@nestjs/platform-express",
    ];
    const more = [
      "rxjs/operators",
      "react",
      "mobx-react",
      "@tanstack/react-query",
      "lodash",
      "bullmq",
      "inversify",
      "tsyringe",
      "typedi",
      "class-transformer",
      "async_hooks",
      "vitest",
    ];
    for (const name of [...names, ...more]) assert.deepEqual(extractFile("standard.d.ts", declarePackages([name])).problems, [], name);
  });
});
