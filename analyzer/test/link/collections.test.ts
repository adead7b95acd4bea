import assert from "node:assert/strict";
import { linkShop } from "./linkShop.ts";

const calls = (text: string): string[] =>
  linkShop({
    "checkout.ts": `import { Order } from "./order";\nconst list = [new Order()];\n${text}\n`,
    "order.ts": "export class Order { id = ''; total() { return 1; } }\n",
  }).from("checkout.ts", "call");

describe("collections give back what they hold", () => {
  const cases: [what: string, text: string][] = [
    ["callbacks", "list.filter((each) => each.id).map((each) => each.total());"],
    ["for-of", "for (const each of list) each.total();"],
    ["maps", "const map = new Map(list.map((each) => [each.id, each]));\nmap.get('1').total();"],
    ["maps with written types", "new Map<string, Order>().set('1', list[0]).get('1').total();"],
    ["sets", "new Set(list).forEach((each) => each.total());"],
    ["iterators", "Array.from(new Map([['1', list[0]]]).values())[0].total();"],
    ["spreads", "[...new Set(list)][0].total();"],
    ["sums", "list.reduce((sum, each) => sum + each.total(), 0);"],
    ["records", "const all: Record<string, Order> = {};\nall.first.total();"],
    ["values of objects", "Object.values({ first: list[0] })[0].total();"],
    ["groups", "Object.groupBy(list, (each) => each.id).a[0].total();"],
    ["tuples", "const pair: [Order, string] = [list[0], ''];\npair[0].total();"],
    ["promises", "Promise.all(list.map(async (each) => each)).then(([first]) => first.total());"],
    [
      "promises of different things",
      "async function pay() { const [text, order] = await Promise.all(['', Promise.resolve(list[0])]); order.total(); }",
    ],
  ];
  for (const [what, text] of cases) it(what, () => assert.deepEqual(calls(text), ["order.ts#Order.total"]));
});
