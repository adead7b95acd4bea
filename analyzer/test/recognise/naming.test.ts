import assert from "node:assert/strict";
import { mikroOrmTable, mongooseCollection, sequelizeTable, typeOrmTable } from "../../src/extract/recognise/naming.ts";

// Expected names are what the ORMs themselves give.
describe("table names by convention", () => {
  it("TypeORM: snake case, abbreviations kept together", () => {
    assert.deepEqual(["Order", "OrderLine", "APIKey", "Oauth2Token", "orderLine"].map(typeOrmTable), [
      "order",
      "order_line",
      "api_key",
      "oauth2_token",
      "order_line",
    ]);
  });

  it("MikroORM: every capital begins a word", () => {
    assert.deepEqual(["Order", "OrderLine", "APIKey"].map(mikroOrmTable), ["order", "order_line", "a_p_i_key"]);
  });

  it("Sequelize: plural of the last word", () => {
    assert.deepEqual(["Order", "OrderLine", "Category", "Box", "Address", "Person", "Status", "News", "Key", "Branch", "Index"].map(sequelizeTable), [
      "Orders",
      "OrderLines",
      "Categories",
      "Boxes",
      "Addresses",
      "People",
      "Statuses",
      "News",
      "Keys",
      "Branches",
      "Indices",
    ]);
  });

  it("Mongoose: plural in small letters", () => {
    assert.deepEqual(["Order", "OrderLine", "Category", "Person", "Status", "Media", "Child", "Log2"].map(mongooseCollection), [
      "orders",
      "orderlines",
      "categories",
      "people",
      "status",
      "media",
      "children",
      "log2",
    ]);
  });
});
