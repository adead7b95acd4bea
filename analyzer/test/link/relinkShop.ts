/** Random small shops for tests of relinking: files of few names, so that whatever is written soon means something of another file. */
import fc from "fast-check";

/** A file is a list of top-level snippets, so that an edit can insert, drop, replace and exchange them. */
export type ShopFiles = readonly (readonly string[])[];

export const shopPaths = [
  "src/billing.ts",
  "src/cart.ts",
  "src/catalog.ts",
  "src/events.js",
  "src/globals.d.ts",
  "src/index.ts",
  "src/legacy.js",
  "src/orders.ts",
  "src/script.ts",
  "src/stock.ts",
] as const;

const oneOf = (...texts: string[]): fc.Arbitrary<string> => fc.constantFrom(...texts);
const values = oneOf("create", "charge", "total", "ship", "stock");
const classes = oneOf("Order", "Cart", "Base");
const types = oneOf("Line", "Price", "Order", "Cart");
const members = oneOf("save", "total", "next", "lines", "owner");
const globals = oneOf("till", "Ledger");
const modules = oneOf("./billing", "./cart", "./catalog", "./events", "./index", "./legacy", "./orders", "./stock", "pay-kit");

/** Text with the generated parts in place of `%`. */
function text(template: string, ...parts: fc.Arbitrary<string>[]): fc.Arbitrary<string> {
  return fc.tuple(...parts).map((written) =>
    template
      .split("%")
      .map((piece, position) => (position === 0 ? piece : `${written[position - 1] ?? ""}${piece}`))
      .join(""),
  );
}

const any = fc.oneof({ weight: 3, arbitrary: values }, { weight: 2, arbitrary: classes }, { weight: 1, arbitrary: globals });

const { expression, type } = fc.letrec<{ expression: string; type: string }>((tie) => {
  const inner = tie("expression");
  const written = tie("type");
  return {
    expression: fc.oneof(
      { maxDepth: 3, depthSize: "small", withCrossShrink: true },
      any,
      text("%()", values),
      text("new %()", classes),
      text("%.%", inner, members),
      text("%.%()", inner, members),
      text("%(%)", values, inner),
      text("(% as %)", inner, written),
      text("ns.%", any),
      text("ns.%()", values),
      text("[%].map((each) => each.%)", inner, members),
      text("({ %: %, %() { return %; } })", members, inner, members, inner),
      text("[{ %() {} }, { %() {} }][0]", members, members),
      text("(() => %)()", inner),
      text("(await %)", inner),
      text("(flag ? % : %)", inner, inner),
      text("%<%>(%)", values, written, inner),
      text('require("%").%', modules, any),
      text('(await import("%")).%', modules, any),
      text("identity(%)", inner),
      text("%[key]", inner),
      text("Object.values(%)[0].%()", inner, members),
      text("%.make()", classes),
    ),
    type: fc.oneof(
      { maxDepth: 2, depthSize: "small", withCrossShrink: true },
      types,
      types,
      text("%[]", written),
      text("Promise<%>", written),
      text("ReturnType<typeof %>", values),
      text("typeof %", any),
      text('%["%"]', types, members),
      text("Partial<%>", written),
      text("% & %", types, written),
      text("{ %: % }", members, written),
      text("() => %", written),
      text('import("%").%', modules, types),
      text("ns.%", types),
      text("Ledger"),
    ),
  };
});

const member = fc.oneof(
  text("%() { return %; }", members, expression),
  text("%() { return this.%; }", members, members),
  text("%(): % { return %; }", members, type, expression),
  text("% = %;", members, expression),
  text("%!: %;", members, type),
  text("get %() { return %; }", members, expression),
  text("set %(value: %) {}", members, type),
  text("static %() { return %; }", members, expression),
  text("static make() { return new this(); }"),
  text("constructor(private %: %) { super(); }", members, type),
  text("constructor() { this.%(); }", members),
  text("private % = 1;", members),
);
const body = text(
  "{ % }",
  fc.array(member, { maxLength: 3 }).map((list) => list.join(" ")),
);
const signatures = text(
  "{ % }",
  fc.array(fc.oneof(text("%: %;", members, type), text("%(): %;", members, type)), { maxLength: 2 }).map((list) => list.join(" ")),
);
const exported = oneOf("export ", "export ", "");
const inBody = fc.oneof(
  text("const inner = %; return inner.%;", expression, members),
  text("function helper() { return %; } return helper();", expression),
  text("class Local { % } return new Local().%();", member, members),
  text("%; return %;", expression, expression),
  text("return { %() { return %; } };", members, expression),
  text("for (const each of [%]) each.%(); return undefined;", expression, members),
  text("if (% instanceof %) return %; return %;", values, classes, values, expression),
);

const common = [
  text("%function %() { % }", exported, values, inBody),
  text("%async function %(given: %) { return given.%; }", exported, values, type, members),
  text("%function %<T>(given: T): T { return given; }", exported, values),
  text("%const % = %;", exported, values, expression),
  text("%const %: % = %;", exported, values, type, expression),
  text("%const % = { %() { return %; }, %: % };", exported, values, members, expression, members, expression),
  text("%class % %", exported, classes, body),
  text("%class % extends % %", exported, classes, classes, body),
  text("%interface % %", exported, types, signatures),
  text("%interface % extends % %", exported, types, types, signatures),
  text("%type % = %;", exported, types, type),
  text("%.%.%();", classes, members, members),
  text("%;", expression),
  text("function identity<T>(given: T) { return given; }"),
  text("%enum % { save, total }", exported, oneOf("Price", "State")),
  text("%namespace % { export const % = %; }", exported, fc.oneof(values, classes), members, expression),
  text("%.% = function () { return %; };", fc.oneof(values, classes), members, expression),
  text("let % = %; % = %;", values, expression, values, expression),
  text("export { % };", any),
  text("export { % as % };", any, any),
  text("export default %;", expression),
  text("export default class extends % %", classes, body),
  text("export default function () { return %; }", expression),
  text('import { % } from "%";', any, modules),
  text('import { % } from "%";', any, modules),
  text('import { % } from "%";', types, modules),
  text('import { % as % } from "%";', any, any, modules),
  text('import % from "%";', any, modules),
  text('import * as ns from "%";', modules),
  text('import type { % } from "%";', types, modules),
  text('export { % } from "%";', any, modules),
  text('export { % as % } from "%";', any, any, modules),
  text('export { default } from "%";', modules),
  text('export { default as % } from "%";', any, modules),
  text('export * from "%";', modules),
  text('export * as ns from "%";', modules),
  text("declare global { interface Ledger % var till: %; }", signatures, type),
  text('declare module "%" { interface % % }', modules, types, signatures),
  text('import % = require("%");', any, modules),
];
const script = [
  text("exports.% = %;", any, expression),
  text("exports.% = function () { % };", values, inBody),
  text("module.exports = %;", expression),
  text("module.exports = { %, %() { return %; } };", values, members, expression),
  text('const { % } = require("%");', any, modules),
  text('const % = require("%");', any, modules),
  text('module.exports = require("%");', modules),
  text("function %() { this.% = %; }", fc.oneof(values, classes), members, expression),
  text("%.prototype.% = function () { return this.%; };", fc.oneof(values, classes), members, members),
  text("%.% = %;", any, members, expression),
];
const ambient = [
  text("declare var till: %;", type),
  text("declare function %(): %;", values, type),
  text("interface Ledger %", signatures),
  text("interface % %", types, signatures),
  text('declare module "pay-kit" { export function %(): %; export interface % % }', values, type, types, signatures),
  text('import type { % } from "%";', types, modules),
];

const snippets: Record<string, fc.Arbitrary<string>> = {
  ".ts": fc.oneof(...common),
  ".js": fc.oneof({ weight: 2, arbitrary: fc.oneof(...script) }, { weight: 1, arbitrary: fc.oneof(...common.slice(0, 4), ...common.slice(7, 8)) }),
  ".d.ts": fc.oneof(...ambient),
};

function snippetOf(file: number): fc.Arbitrary<string> {
  const path = shopPaths[file % shopPaths.length]!;
  if (path === "src/script.ts")
    return fc.oneof(
      text("var till = %;", expression),
      ...common.slice(3, 12).map((each) => each.map((written) => written.replace(/^export /, ""))),
      text('import { % } from "%";', any, modules),
    );
  return snippets[/\.d\.ts$|\.\w+$/.exec(path)![0]]!;
}

const randomShop: fc.Arbitrary<ShopFiles> = fc.tuple(...shopPaths.map((_, file) => fc.array(snippetOf(file), { maxLength: 7 })));

/** A shop in which everything means something: barrels, inherited members, inferred results, CommonJS, and no globals, which would concern everybody. */
const soundShop: Record<(typeof shopPaths)[number], string[]> = {
  "src/billing.ts": [
    'import { Order, total } from "./index";',
    'import * as ns from "./catalog";',
    "export function charge(order: Order) { return { total: total(order), owner: order.owner, save() { return order.save(); } }; }",
    "export const create = (order: Order) => charge(order).save();",
    "export default class Invoice { lines = ns.stock().lines; next() { return charge(this.lines[0].owner).save(); } }",
  ],
  "src/cart.ts": [
    'import { Base, Order } from "./index";',
    'import Invoice, { charge as pay } from "./billing";',
    "export class Cart extends Base { lines: Order[] = []; total() { return this.lines.map((each) => each.total()); } save() { return this.next(); } }",
    "export interface Line { owner: Cart; total(): ReturnType<typeof pay>; }",
    "function helper(cart: Cart) { return cart.next().owner; }",
    "export const ship = (cart: Cart) => [helper(cart), pay(cart.lines[0]).save(), new Invoice().next()];",
  ],
  "src/catalog.ts": [
    'import type { Line } from "./cart";',
    'import { Cart } from "./cart";',
    "export interface Price { lines: Line[]; next(): Price; }",
    "export function stock(): Price { return undefined!; }",
    "export async function load() { return (await import('./orders')).create(); }",
    "export namespace State { export const total = new Cart().total(); }",
  ],
  "src/events.js": [
    'const { create } = require("./legacy");',
    'const orders = require("./orders");',
    "exports.ship = () => create().save();",
    "exports.total = (order) => orders.total(order).lines;",
    "exports.stock = create;",
  ],
  "src/globals.d.ts": [],
  "src/index.ts": [
    'export * from "./orders";',
    'export * from "./cart";',
    'export * as ns from "./catalog";',
    'export { default as Invoice } from "./billing";',
    'export { stock as supply } from "./catalog";',
  ],
  "src/legacy.js": [
    'const events = require("./events");',
    'const { Order } = require("./orders");',
    "function Till(owner) { this.owner = owner; this.lines = [new Order()]; }",
    "Till.prototype.save = function () { return this.lines[0].save(); };",
    "Till.prototype.total = function () { return events.ship().total(); };",
    "module.exports = { create: () => new Till(), Till, next() { return this.create().save(); } };",
  ],
  "src/orders.ts": [
    'import { Cart } from "./cart";',
    "export class Base { owner = new Cart(); next() { return this; } save() { return new Order(); } get total2() { return this.owner.total(); } }",
    "export class Order extends Base { static make() { return new this(); } total() { return this.owner.lines; } save(): Order; save(given?: number) { return this; } }",
    "export function total(order: Order) { return order.total().map((each) => each.next().save()); }",
    "export const create = () => Order.make().save();",
    "export type Stock = Partial<Order> & { lines: Cart['lines'] };",
  ],
  "src/script.ts": [],
  "src/stock.ts": [
    'import { ns, Order, Invoice, supply, ship } from "./index";',
    'import { Till } from "./legacy";',
    'import { create } from "./events";',
    "export const stock = supply().next().lines.map((line) => line.owner.save());",
    "export class Shelf extends Order { next() { return super.next(); } lines = ns.stock().lines; }",
    "ship(new Shelf().owner); new Invoice().next().total(); new Till().total(); create;",
    "const keyed = (shelf: Shelf, key: keyof Shelf) => shelf[key];",
  ],
};

export const shopFiles: fc.Arbitrary<ShopFiles> = fc.oneof(
  fc.constant(shopPaths.map((path) => soundShop[path])),
  fc.tuple(
    ...shopPaths.map((path, file) =>
      fc.array(snippetOf(file), { maxLength: 2 }).map((more) => [...soundShop[path], ...(soundShop[path].length === 0 ? [] : more)]),
    ),
  ),
  randomShop,
);

export interface Edit {
  file: number;
  kind: "insert" | "drop" | "replace" | "exchange";
  at: number;
  snippet: string;
}

export const edits: fc.Arbitrary<Edit[]> = fc.array(
  fc.nat(shopPaths.length - 1).chain((file) =>
    fc.record({
      file: fc.constant(file),
      kind: fc.constantFrom<Edit["kind"][]>("insert", "drop", "replace", "exchange") as fc.Arbitrary<Edit["kind"]>,
      at: fc.nat(7),
      snippet: snippetOf(file),
    }),
  ),
  { minLength: 1, maxLength: 3 },
);

export function edited(files: ShopFiles, changes: readonly Edit[]): ShopFiles {
  const result = files.map((file) => [...file]);
  for (const { file, kind, at, snippet } of changes) {
    const list = result[file]!;
    const place = Math.min(at, list.length);
    if (kind === "insert") list.splice(place, 0, snippet);
    else if (kind === "drop") list.splice(place, 1);
    else if (kind === "replace") list.splice(place, 1, snippet);
    else list.splice(place, 2, ...list.slice(place, place + 2).reverse());
  }
  return result;
}
