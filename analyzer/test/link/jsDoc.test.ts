import assert from "node:assert/strict";
import { linkShop } from "./linkShop.ts";

const order = "class Order { total() {} }\nmodule.exports = { Order };\n";

describe("types in comments of JavaScript", () => {
  const cases: [what: string, text: string][] = [
    ["of parameters", "/** @param {import('./order').Order} order */\nfunction f(order) { order.total(); }"],
    ["of results, before assignments", "/** @returns {import('./order').Order} */\nexports.f = function () {};\nexports.f().total();"],
    ["of variables", "/** @type {import('./order').Order[]} */\nconst all = load();\nall.map((each) => each.total());"],
    ["of values", "const one = /** @type {import('./order').Order} */ (load());\none.total();"],
    ["by name", "/** @typedef {import('./order').Order} Order */\n/** @param {Order} order */\nconst f = (order) => order.total();"],
    ["by import", "/** @import { Order } from './order' */\n/** @param {Order} order */\nconst f = (order) => order.total();"],
    [
      "of members",
      "/**\n * @typedef {Object} Cart\n * @property {import('./order').Order} order\n */\n/** @param {Cart} cart */\nconst f = (cart) => cart.order.total();",
    ],
    [
      "of members of parameters",
      "/**\n * @param {Object} options\n * @param {import('./order').Order} options.order\n */\nfunction f({ order }) { order.total(); }",
    ],
    [
      "of functions",
      "/**\n * @callback Paid\n * @param {import('./order').Order} order\n */\n/** @type {Paid} */\nconst f = (order) => order.total();",
    ],
  ];
  for (const [what, text] of cases) {
    it(what, () => {
      const shop = linkShop({ "checkout.js": `${text}\n`, "order.js": order });
      assert.deepEqual(
        shop.from("checkout.js", "call").filter((target) => target.startsWith("order")),
        ["order.js#Order.total"],
      );
    });
  }

  it("are exported by the module that names them", () => {
    const shop = linkShop({
      "cart.js": "/**\n * @typedef {Object} Cart\n * @property {string} code\n */\nmodule.exports = {};\n",
      "checkout.js": "/** @param {import('./cart').Cart} cart */\nconst f = (cart) => cart.code;\n",
    });
    assert.deepEqual(shop.from("checkout.js"), ["type cart.js#Cart", "property cart.js#Cart.code"]);
  });
});
