import assert from "node:assert/strict";
import { linkShop } from "./linkShop.ts";

describe("CommonJS", () => {
  it("adds members to exports under any of their names", () => {
    const shop = linkShop({
      "checkout.js": `const orders = require('./orders');\norders.create();\norders.refunds.list();\norders['404'].show();\n`,
      "orders.js": `const Orders = module.exports;\nOrders.create = function () { this.log(); };\nexports.log = () => {};\nOrders.refunds = {};\nOrders.refunds.list = () => {};\nOrders['404'] = require('./missing');\n`,
      "missing.js": "exports.show = () => {};\n",
    });
    assert.deepEqual(shop.from("checkout.js", "call"), ["orders.js#create", "orders.js#refunds.list", "missing.js#show"]);
    assert.deepEqual(shop.from("orders.js", "call"), ["orders.js#log"]);
  });

  it("hands on what another module is", () => {
    const shop = linkShop({
      "alias.js": "const db = require('./db');\nmodule.exports = db;\n",
      "checkout.js": "const db = require('./alias');\nconst all = require('./all');\ndb.find();\nall.connect();\nall.more();\n",
      "all.js": "module.exports = { ...require('./db') };\nmodule.exports.more = () => {};\n",
      "db.js": "const primary = {};\nprimary.find = () => {};\nprimary.connect = () => {};\nmodule.exports = primary;\n",
    });
    assert.deepEqual(shop.from("checkout.js", "call"), ["db.js#primary.find", "db.js#primary.connect", "all.js#more"]);
  });

  it("builds objects inside functions", () => {
    const shop = linkShop({
      "cache.js":
        "module.exports = function (options) {\n  const cache = {};\n  cache.get = (key) => cache.peek(key);\n  cache.peek = (key) => key;\n  return cache;\n};\n",
      "checkout.js": "const cache = require('./cache')({ name: 'carts' });\ncache.get('1');\n",
    });
    assert.deepEqual(shop.from("checkout.js", "call"), ["cache.js#module.exports", "cache.js#module.exports.get"]);
    assert.deepEqual(shop.from("cache.js", "call"), ["cache.js#module.exports.peek"]);
  });

  it("has classes that are functions with prototypes", () => {
    const shop = linkShop({
      "checkout.js": "const { Order } = require('./order');\nconst order = Order.of(1);\norder.total();\norder.save();\norder.lines;\n",
      "order.js": `const { inherits } = require('util');\nconst Entity = require('./entity');\nfunction Order(lines) { this.lines = lines; }\ninherits(Order, Entity);\nOrder.prototype.total = function () { return this.sum(this.lines); };\nOrder.prototype.sum = function () {};\nOrder.of = function (lines) { return new Order(lines); };\nmodule.exports = { Order };\n`,
      "entity.js": "function Entity() {}\nEntity.prototype = { save() { this.check(); }, check: function () {} };\nmodule.exports = Entity;\n",
    });
    assert.deepEqual(shop.from("checkout.js", "call"), ["order.js#Order.of", "order.js#Order.total", "entity.js#save"]);
    assert.deepEqual(shop.from("checkout.js", "property"), ["order.js#Order.lines"]);
    assert.deepEqual(shop.from("order.js", "call"), ["order.js#Order.sum"]);
    assert.deepEqual(shop.from("entity.js", "call"), ["entity.js#check"]);
  });

  it("shares names through the window, and says nothing of who only adds to them", () => {
    const shop = linkShop({
      "app.js": "window.shop = window.shop || {};\nshop.open = function () {};\n",
      "page.js": "shop.open();\nshop.cart = {};\n$.fn.till = function () {};\n",
      "till.js": "$('#till').till();\nwindow.shop.open();\n",
    });
    assert.deepEqual(shop.from("till.js", "call"), ["app.js#shop.open"]);
    assert.deepEqual(shop.from("page.js", "call"), ["app.js#shop.open"]);
    assert.ok(!shop.from("till.js").some((target) => target.includes("page.js")));
  });

  it("walks callbacks of loaders", () => {
    const shop = linkShop({
      "page.js": "const { pay } = require('./pay');\nrequire(['cart'], () => pay());\n",
      "pay.js": "exports.pay = () => {};\n",
    });
    assert.deepEqual(shop.from("page.js", "call"), ["pay.js#pay"]);
  });
});
