import assert from "node:assert/strict";
import { readConfig } from "../../src/io/configFile.ts";
import { FicusError } from "../../src/errors.ts";
import type { Analysis } from "../../src/model/analysis.ts";
import { openSession, type SessionOptions } from "../../src/session.ts";
import { createShop, type TemporaryShop } from "../io/temporaryShop.ts";

/** Three areas that use their own files, and one file that all use. */
function sources(): Record<string, string> {
  const files: Record<string, string> = { "src/money.ts": "export const cents = (amount: number) => Math.round(amount * 100);\n" };
  for (const area of ["order", "payment", "product"]) {
    const title = area[0]!.toUpperCase() + area.slice(1);
    files[`src/${area}/entity.ts`] = `export class ${title} { price = 1 }\n`;
    files[`src/${area}/store.ts`] = `import { ${title} } from "./entity";\nexport const load${title} = () => new ${title}();\n`;
    files[`src/${area}/service.ts`] =
      `import { load${title} } from "./store";\nimport { ${title} } from "./entity";\nimport { cents } from "../money";\n` +
      `export function price${title}(given?: ${title}) { const found = given ?? load${title}() ?? load${title}(); return cents(found.price); }\n`;
    files[`src/${area}/routes.ts`] =
      `import { price${title} } from "./service";\nexport const ${area}Routes = () => [price${title}(), price${title}()];\n`;
  }
  return files;
}

describe("ficus.config.json", () => {
  let shop: TemporaryShop;
  beforeEach(() => void (shop = createShop(sources())));
  afterEach(() => shop.remove());

  const analyze = async (options: Partial<SessionOptions> = {}, choices: { services?: number; blind?: "paths" } = {}): Promise<Analysis> =>
    (await openSession({ root: shop.root, cache: false, ...options })).analyze(choices);
  const roleOf = (analysis: Analysis, path: string): string | undefined => analysis.modules.find((module) => module.path === path)?.role;
  const problem = async (name: string, text: string): Promise<string> => {
    shop.write({ [name]: text });
    try {
      await analyze();
    } catch (error) {
      assert.ok(error instanceof FicusError, String(error));
      assert.equal(error.reason, "broken-config");
      return error.message;
    }
    throw new Error("nothing was found");
  };

  it("chooses files; what the command line says goes before it", async () => {
    shop.write({ "ficus.config.json": '{ "include": ["src/order", "src/payment"], "exclude": ["**/routes.ts"] }' });
    assert.equal((await analyze()).modules.length, 6);
    assert.equal((await analyze({ include: ["src/order"] })).modules.length, 3);
    assert.equal((await analyze({ exclude: [] })).modules.length, 8);
  });

  it("says how many services there are; what the command line says goes before it", async () => {
    shop.write({ "ficus.config.json": '{ "services": 2 }' });
    assert.equal((await analyze()).services.length, 2);
    assert.equal((await analyze({}, { services: 4 })).services.length, 4);
  });

  it("says what modules are, the last pattern that matches first, unless paths are withheld", async () => {
    const before = await analyze();
    assert.equal(roleOf(before, "src/product/store.ts"), "domain");
    shop.write({ "ficus.config.json": '{ "roles": { "src/product": "platform", "src/product/store.ts": "shared", "src/money.ts": "domain" } }' });
    const after = await analyze();
    assert.equal(roleOf(after, "src/product/entity.ts"), "platform");
    assert.equal(roleOf(after, "src/product/store.ts"), "shared");
    assert.equal(roleOf(after, "src/money.ts"), "domain");
    assert.ok(after.services.every(({ modules }) => !modules.some((path) => path.startsWith("src/product/"))));
    assert.equal(roleOf(await analyze({}, { blind: "paths" }), "src/product/entity.ts"), "domain");
  });

  it("warns of patterns that match nothing", async () => {
    shop.write({
      "ficus.config.json": '{ "roles": { "src/product": "platform", "src/prodcut": "shared" }, "entryPoints": ["src/order", "lambdas/*"] }',
    });
    assert.deepEqual(
      (await analyze()).warnings.map(({ message }) => message),
      ['entryPoints[1] ("lambdas/*") of the configuration matches no module', 'roles["src/prodcut"] of the configuration matches no module'],
    );
  });

  it("names places where programs start", async () => {
    const lambdas = {
      "src/jobs/nightly.ts":
        'import { priceOrder } from "../order/service";\nimport { pricePayment } from "../payment/service";\npriceOrder(); pricePayment();\n',
    };
    shop.write(lambdas);
    assert.equal(roleOf(await analyze(), "src/jobs/nightly.ts"), "domain");
    shop.write({ "ficus.config.json": '{ "entryPoints": ["src/jobs/*"] }' });
    assert.equal(roleOf(await analyze(), "src/jobs/nightly.ts"), "composition-root");
  });

  it("names layers of the project, which then are no names of services", async () => {
    const layered = Object.fromEntries(
      ["order", "payment", "product"].flatMap((area) => [
        [`src/blueprints/${area}.blueprint.ts`, `export class ${area}Blueprint { price = 1 }\n`],
        [
          `src/almanacs/${area}.almanac.ts`,
          `import { ${area}Blueprint } from "../blueprints/${area}.blueprint";\nexport const ${area}Almanac = () => new ${area}Blueprint();\n`,
        ],
      ]),
    );
    shop.remove();
    shop = createShop(layered);
    const names = async (): Promise<string[]> => (await analyze({}, { services: 1 })).services.map(({ name }) => name);
    assert.match((await names()).join(), /blueprint|almanac/);
    shop.write({ "ficus.config.json": '{ "layerWords": ["Blueprints", "almanac"] }' });
    assert.doesNotMatch((await names()).join(), /blueprint|almanac/);
  });

  it("says how much each kind of evidence counts", async () => {
    shop.write({ "ficus.config.json": '{ "weights": { "structural": 0, "aggregate": 0, "data": 0, "semantic": 0, "folder": 1 } }' });
    const { services } = await analyze();
    for (const { modules } of services) assert.equal(new Set(modules.map((path) => path.split("/").at(-2))).size, 1);
  });

  it("is part of what a cached result was made from, as far as the analysis goes", async () => {
    const cached = (): Promise<Analysis> => analyze({ cache: true });
    await cached();
    await cached();
    shop.write({ "ficus.config.json": '{ "roles": { "src/product": "platform" } }' });
    assert.equal(roleOf(await cached(), "src/product/entity.ts"), "platform");
    shop.write({ "ficus.config.json": '{ "services": 2, "verify": { "test": "npm test" } }' });
    assert.equal((await cached()).services.length, 2);
    shop.write({ "ficus.config.json": "{}" });
    assert.equal(roleOf(await cached(), "src/product/entity.ts"), "domain");
    const session = await openSession({ root: shop.root, cache: true });
    await session.analyze();
    assert.equal(session.timings["analyze"], undefined, "found in the cache");
  });

  it("is read with comments, or from package.json, but not from two places", async () => {
    shop.write({ "ficus.config.jsonc": '{\n  // Two teams.\n  "services": 2,\n}' });
    assert.equal((await analyze()).services.length, 2);
    assert.match(
      await problem("package.json", '{ "name": "shop", "ficus": {} }'),
      /^ficus\.config\.jsonc and package\.json both configure Ficus: keep one/,
    );
    shop.remove();
    shop = createShop(sources());
    shop.write({ "package.json": '{ "name": "shop", "ficus": { "services": 2 } }' });
    assert.equal((await analyze()).services.length, 2);
    assert.equal(readConfig(shop.root).services, 2);
  });

  it("says where it is wrong and what was probably meant", async () => {
    assert.equal(
      await problem("ficus.config.json", '{\n  "exlude": [],\n  "weights": { "symantic": 1, "data": -1 },\n  "roles": { "src/**": "plattform" }\n}'),
      [
        'ficus.config.json:2:3: unknown setting "exlude" (did you mean "exclude"?)',
        'ficus.config.json:3:16: unknown setting "symantic" in weights (did you mean "semantic"?)',
        "ficus.config.json:3:39: weights.data is -1: at least 0 is expected",
        'ficus.config.json:4:24: roles["src/**"] is "plattform" (did you mean "platform"?): one of domain, shared, platform, composition-root, test, generated is expected',
      ].join("\n"),
    );
    assert.match(
      await problem("ficus.config.json", '{\n  "include": "src"\n}'),
      /^ficus\.config\.json:2:14: include is a string: a list is expected$/,
    );
    assert.match(await problem("ficus.config.json", '{\n  "include": [\n}'), /^ficus\.config\.json:3:1: not valid JSON: /);
    assert.match(
      await problem("ficus.config.json", '{ "verify": { "tset": "x" } }'),
      /:1:15: unknown setting "tset" in verify \(did you mean "test"\?\)$/,
    );
    shop.write({ "ficus.config.json": "{}" });
    shop.remove();
    shop = createShop(sources());
    assert.match(
      await problem("package.json", '{\n  "name": "shop",\n  "ficus": { "service": 2 }\n}'),
      /^package\.json:3:14: unknown setting "service" in ficus \(did you mean "services"\?\)$/,
    );
  });

  it("leaves a broken package.json to those whose it is", async () => {
    shop.write({ "package.json": '{ "ficus": ' });
    assert.equal((await analyze()).modules.length, 13);
  });
});
