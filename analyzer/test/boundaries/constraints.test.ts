import assert from "node:assert/strict";
import { constraintsOf } from "../../src/boundaries/constraints.ts";
import { Boundaries, type BoundariesInput } from "../../src/model/boundaries.ts";

const paths = ["src/billing/invoice.ts", "src/billing/tax.ts", "src/orders/cart.ts", "src/orders/order.ts", "src/utils/money.ts"];
const [invoice, tax, cart, order, money] = paths as [string, string, string, string, string];
const services = { billing: { name: "Billing", members: ["src/billing"] }, orders: { name: "Orders", members: ["src/orders"] } };

const read = (file: Partial<BoundariesInput>): ReturnType<typeof constraintsOf> =>
  constraintsOf(Boundaries.parse({ version: 1, services, ...file }), paths);

describe("constraints of the boundaries file", () => {
  it("are none where people only said whose modules are today", () => {
    const { fixed, roles, together, apart, contradictions } = read({ modules: { [money]: "billing" } });
    assert.deepEqual([fixed.filter(Boolean), roles.filter(Boolean), together, apart, contradictions], [[], [], [], [], []]);
  });

  it("hold pinned modules, and all modules of locked services", () => {
    const { fixed, roles, locked } = read({
      services: { ...services, orders: { ...services.orders, locked: true } },
      pins: { [tax]: "orders", [money]: "shared" },
    });
    assert.deepEqual(fixed, [undefined, "orders", "orders", "orders", undefined]);
    assert.equal(roles[4], "shared");
    assert.deepEqual([...locked], ["orders"]);
  });

  it("join links through others, with what is pinned in them", () => {
    const { fixed, together, apart } = read({
      pins: { [tax]: "billing" },
      mustLink: [
        [cart, order],
        [order, tax],
      ],
      cannotLink: [[invoice, cart]],
    });
    assert.deepEqual(together, [[1, 2, 3]]);
    assert.deepEqual(fixed, [undefined, "billing", "billing", "billing", undefined]);
    assert.deepEqual(apart, [[0, 2]]);
  });

  it("leave out what contradicts, and say so: pins before links, links before parting", () => {
    const locked = read({ services: { ...services, orders: { ...services.orders, locked: true } }, pins: { [cart]: "billing" } });
    assert.equal(locked.fixed[2], "orders");
    assert.match(locked.contradictions.join(), /cart\.ts is pinned to billing and in orders, which is locked/);
    const pinned = read({ pins: { [tax]: "billing", [cart]: "orders" }, mustLink: [[tax, cart]] });
    assert.deepEqual(pinned.together, []);
    assert.match(pinned.contradictions.join(), /have to be in billing and orders: the link is left out/);
    const linked = read({ mustLink: [[tax, cart]], cannotLink: [[cart, tax]] });
    assert.deepEqual([linked.together, linked.apart], [[[1, 2]], []]);
    assert.match(linked.contradictions.join(), /they stay together/);
    const same = read({ pins: { [tax]: "billing", [invoice]: "billing" }, cannotLink: [[invoice, tax]] });
    assert.equal(same.contradictions.length, 1);
    assert.match(read({ pins: { [money]: "platform" }, mustLink: [[money, tax]] }).contradictions.join(), /pinned to no service/);
  });

  it("pass over modules that are not there", () => {
    const { fixed, together, apart, contradictions } = read({
      pins: { "src/gone.ts": "orders" },
      mustLink: [["src/gone.ts", tax]],
      cannotLink: [[cart, "src/gone.ts"]],
    });
    assert.deepEqual([fixed.filter(Boolean), together, apart, contradictions], [[], [], [], []]);
  });
});
