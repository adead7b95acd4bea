import assert from "node:assert/strict";
import { parsePrismaSchema } from "../../src/extract/recognise/prismaSchema.ts";

const names = (text: string): string[] => parsePrismaSchema(text).map(({ name, table }) => `${name}=${table}`);

describe("parsePrismaSchema", () => {
  it("reads models with Windows line ends", () => {
    assert.deepEqual(names('model Order {\r\n  id Int @id\r\n  @@map("orders")\r\n}\r\n\r\nmodel Cart {\r\n  id Int @id\r\n}\r\n'), [
      "Order=orders",
      "Cart=Cart",
    ]);
  });

  it("keeps what stands before an unfinished model", () => {
    assert.deepEqual(names("model Order {\n  id Int @id\n}\nmodel Cart {\n  id Int"), ["Order=Order", "Cart=Cart"]);
  });

  it("takes no model out of comments, enums and composite types", () => {
    assert.deepEqual(
      names(
        "// model Ghost {\n/// model Ghost {\nenum Status {\n  model\n}\ntype Address {\n  street String\n}\nmodel Order {\n  id Int @id // model Ghost {\n}",
      ),
      ["Order=Order"],
    );
  });

  it("relates only to models, optional and listed ones too", () => {
    const [order] = parsePrismaSchema(
      "enum Status {\n A\n}\nmodel Order {\n  status Status\n  cart Cart?\n  lines Line[]\n  note String\n}\nmodel Cart {\n  id Int\n}\nmodel Line {\n  id Int\n}",
    );
    assert.deepEqual(
      order?.relations.map(({ field, target }) => `${field}:${target}`),
      ["cart:Cart", "lines:Line"],
    );
  });

  it("gives the place of the model's name", () => {
    const [order] = parsePrismaSchema("\n\n  model  Order {\n}");
    assert.deepEqual([order?.line, order?.column], [3, 10]);
  });

  it("is empty for other text", () => {
    assert.deepEqual(names(""), []);
    assert.deepEqual(names("export const model = { Order: {} }"), []);
  });
});
