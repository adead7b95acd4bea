import assert from "node:assert/strict";
import fc from "fast-check";
import { extractFile } from "../../src/extract/extractFile.ts";
import { linkProject } from "../../src/link/linkProject.ts";
import { decodeLinks, encodeLinks, type StoredLinks } from "../../src/link/linksBlob.ts";
import { createResolver } from "../../src/link/resolve/resolver.ts";
import { standardLibrary } from "../../src/link/types/standardLibrary.ts";
import type { FileFacts } from "../../src/model/facts.ts";
import type { SymbolGraph } from "../../src/model/graph.ts";

/** Parts of a shop's files; every version of a file is a choice of them. */
const parts: Record<string, string[]> = {
  "billing.ts": [
    `import { Order } from "./orders";`,
    `import { money } from "./money";`,
    `export function invoice(order: Order) { return order.total(); }`,
    `export function remind(order: Order) { return invoice(order).toFixed(2); }`,
    `export const rates = { normal: 20, low: 7 };`,
    `function hidden() { return money(1); }`,
    `export function fee() { return hidden().amount; }`,
  ],
  "index.ts": [
    `export * from "./orders";`,
    `export * from "./money";`,
    `export { invoice as bill } from "./billing";`,
    `export * as billing from "./billing";`,
  ],
  "money.ts": [
    `export interface Money { amount: number; currency: string }`,
    `export function money(amount: number) { return { amount, currency: "EUR" } as Money; }`,
    `export default class Purse { coins: Money[] = []; total() { return this.coins.map((coin) => coin.amount); } }`,
    `export function cart() { return new Purse(); }`,
    `declare global { interface Till { open(): Money } var till: Till }`,
  ],
  "orders.ts": [
    `import { money, type Money } from "./money";`,
    `export class Base { id = 1; total() { return money(2).amount; } label() { return "base"; } }`,
    `export class Order extends Base { lines: Line[] = []; first() { return this.lines[0]; } }`,
    `export class Line { price!: Money; order!: Order; owner() { return this.order.first(); } }`,
    `export const cart = () => new Order();`,
    `Order.prototype.label;`,
  ],
  "shop.ts": [
    `import { Order, cart, invoice, bill, billing, money, Base } from "./index";`,
    `import Purse, * as everything from "./money";`,
    `const order = cart(); order.total(); order.first().price.amount; order.label();`,
    `export const sum = new Purse().total().map((amount) => amount + 1);`,
    `bill(new Order()); billing.invoice(order); everything.money(3).amount; billing.rates.normal;`,
    `export async function later() { return (await import("./billing")).rates.normal; }`,
    `export class Special extends Order { label() { return super.label(); } }`,
    `new Special().total(); till.open().amount; new Base().id;`,
  ],
};
const paths = Object.keys(parts);
const standard = extractFile("standard.d.ts", standardLibrary);

type Shop = Record<string, string>;

function link(
  shop: Shop,
  before: { links: StoredLinks; facts: Map<string, FileFacts> } | undefined,
): { graph: SymbolGraph; links: StoredLinks; facts: Map<string, FileFacts> } {
  const modules = paths.map((path) => ({ path, facts: extractFile(path, shop[path] ?? "") }));
  const keys = paths.map((path) => `${path}\n${shop[path]}`);
  const config = { packages: [], workspaces: [], typescript: [], warnings: [], prefix: "" };
  const linked = linkProject({
    modules,
    keys,
    schemas: [],
    standard,
    resolver: () => createResolver({ paths, config }),
    before: before === undefined ? undefined : { links: before.links, factsOf: (key) => before.facts.get(key) },
  });
  return { ...linked, facts: new Map(modules.map(({ facts }, index) => [keys[index] ?? "", facts])) };
}

/** Without the facts, which are the same by construction. */
const comparable = ({ modules, ...rest }: SymbolGraph): unknown => ({ ...rest, paths: modules.map(({ path }) => path) });

const version = (path: string): fc.Arbitrary<string> => fc.shuffledSubarray(parts[path] ?? []).map((lines) => lines.join("\n"));
const shops = fc.record(Object.fromEntries(paths.map((path) => [path, version(path)])));
const edits = fc.array(
  fc.constantFrom(...paths).chain((path) => version(path).map((text) => ({ path, text }))),
  { minLength: 1, maxLength: 3 },
);

describe("linking again", () => {
  it("gives what linking from scratch gives, whatever changed", () => {
    fc.assert(
      fc.property(shops, edits, (shop, changes) => {
        const before = link(shop, undefined);
        const changed = { ...shop, ...Object.fromEntries(changes.map(({ path, text }) => [path, text])) };
        assert.deepEqual(comparable(link(changed, before).graph), comparable(link(changed, undefined).graph));
      }),
      { numRuns: 400 },
    );
  });

  it("keeps links through bytes", () => {
    fc.assert(
      fc.property(shops, (shop) => {
        const { links } = link(shop, undefined);
        assert.deepEqual(decodeLinks(encodeLinks(links)), links);
      }),
      { numRuns: 30 },
    );
  });

  it("links one module when one function changed inside", () => {
    const all = Object.fromEntries(paths.map((path) => [path, (parts[path] ?? []).join("\n")]));
    const before = link(all, undefined);
    const asked: string[] = [];
    const facts = { get: (key: string) => (asked.push(key.split("\n")[0] ?? ""), before.facts.get(key)) };
    const after = link(
      { ...all, "billing.ts": `${all["billing.ts"]}\nfunction extra() { return money(4).currency; }` },
      { links: before.links, facts: facts as Map<string, FileFacts> },
    );
    assert.deepEqual(asked, ["billing.ts"]);
    assert.equal(after.links.references.length > before.links.references.length, true);
  });
});
