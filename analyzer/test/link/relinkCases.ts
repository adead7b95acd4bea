/** Edits by hand: those that other modules see in a way that is easily missed, and those that nobody sees. */

export interface RelinkCase {
  name: string;
  before: Record<string, string>;
  after: Record<string, string>;
}

export const relinkCases: readonly RelinkCase[] = [
  {
    name: "which of two barrels comes first",
    before: {
      "index.ts": 'export * from "./orders";\nexport * from "./cart";',
      "orders.ts": "export const create = () => 1;",
      "cart.ts": "export const create = () => 2;",
      "user.ts": 'import { create } from "./index";\ncreate();',
    },
    after: { "index.ts": 'export * from "./cart";\nexport * from "./orders";' },
  },
  {
    name: "a getter and a setter change places",
    before: {
      "orders.ts": "export class Order {\n  get total() { return 1; }\n  set total(value) {}\n}",
      "user.ts": 'import { Order } from "./orders";\nnew Order().total;',
    },
    after: { "orders.ts": "export class Order {\n  set total(value) {}\n  get total() { return 1; }\n}" },
  },
  {
    name: "overloads change places",
    before: {
      "orders.ts":
        "export class A { go() {} }\nexport class B { go() {} }\nexport function load(id: string): A;\nexport function load(id: number): B;\nexport function load(id: unknown): unknown { return id; }",
      "user.ts": 'import { load } from "./orders";\nload(1).go();',
    },
    after: {
      "orders.ts":
        "export class A { go() {} }\nexport class B { go() {} }\nexport function load(id: number): B;\nexport function load(id: string): A;\nexport function load(id: unknown): unknown { return id; }",
    },
  },
  {
    name: "a private interface that merges with an exported class",
    before: { "orders.ts": "export class Order { id = 1; }", "user.ts": 'import { Order } from "./orders";\nnew Order().note.text;' },
    after: { "orders.ts": "export class Order { id = 1; }\ninterface Order { note: Note; }\nclass Note { text = 1; }" },
  },
  {
    name: "a namespace that merges with an exported function",
    before: { "orders.ts": "export function create() {}", "user.ts": 'import { create } from "./orders";\ncreate.draft();' },
    after: { "orders.ts": "export function create() {}\nnamespace create { export const draft = () => 1; }" },
  },
  {
    name: "a member that hides an inherited one",
    before: {
      "base.ts": "export class Base { save() { return this; } }",
      "orders.ts": 'import { Base } from "./base";\nexport class Order extends Base {}',
      "user.ts": 'import { Order } from "./orders";\nnew Order().save();',
    },
    after: { "orders.ts": 'import { Base } from "./base";\nexport class Order extends Base { save() { return this; } }' },
  },
  {
    name: "another inferred result, two modules away",
    before: {
      "orders.ts": "export class Order { ship() {} }\nexport class Draft { ship() {} }\nexport const create = () => new Order();",
      "service.ts": 'import { create } from "./orders";\nexport const first = () => create();',
      "user.ts": 'import { first } from "./service";\nfirst().ship();',
    },
    after: { "orders.ts": "export class Order { ship() {} }\nexport class Draft { ship() {} }\nexport const create = () => new Draft();" },
  },
  {
    name: "another default export",
    before: {
      "orders.ts": "class A { go() {} }\nclass B { go() {} }\nexport default A;",
      "user.ts": 'import Orders from "./orders";\nnew Orders().go();',
    },
    after: { "orders.ts": "class A { go() {} }\nclass B { go() {} }\nexport default B;" },
  },
  {
    name: "a first default export",
    before: { "orders.ts": "export class A {}", "user.ts": 'import Orders from "./orders";\nnew Orders();' },
    after: { "orders.ts": "export class A {}\nexport default A;" },
  },
  {
    name: "declarations inserted before others",
    before: { "orders.ts": "export class Order { ship() {} }", "user.ts": 'import { Order } from "./orders";\nnew Order().ship();' },
    after: { "orders.ts": "const limit = 1;\nfunction check() { return limit; }\nexport class Order { ship() { check(); } }" },
  },
  {
    name: "one more of several methods of one name",
    before: { "orders.ts": "export const steps = [{ run() {} }, { run() {} }];", "user.ts": 'import { steps } from "./orders";\nsteps[1].run();' },
    after: { "orders.ts": "export const steps = [{ run() {} }, { check() {} }, { run() {} }];" },
  },
  {
    name: "an export that was asked for in vain",
    before: { "orders.ts": "export const create = () => 1;", "user.ts": 'import { cancel } from "./orders";\ncancel();' },
    after: { "orders.ts": "export const create = () => 1;\nexport const cancel = () => 1;" },
  },
  {
    name: "an export that a namespace import asked for in vain",
    before: { "orders.ts": "export const create = () => 1;", "user.ts": 'import * as orders from "./orders";\norders.cancel();' },
    after: { "orders.ts": "export const create = () => 1;\nexport const cancel = () => 1;" },
  },
  {
    name: "an export behind a namespace that a barrel names",
    before: {
      "orders.ts": "export const create = () => 1;",
      "index.ts": 'export * as orders from "./orders";',
      "user.ts": 'import { orders } from "./index";\norders.cancel();',
    },
    after: { "orders.ts": "export const create = () => 1;\nexport const cancel = () => 1;" },
  },
  {
    name: "an export that hides another one behind a barrel",
    before: {
      "orders.ts": "export const create = () => 1;",
      "cart.ts": "export const cancel = () => 1;",
      "index.ts": 'export * from "./orders";\nexport * from "./cart";',
      "user.ts": 'import { cancel } from "./index";\ncancel();',
    },
    after: { "orders.ts": "export const create = () => 1;\nexport const cancel = () => 1;" },
  },
  {
    name: "an export of a module that is loaded in place",
    before: {
      "orders.ts": "export const create = () => 1;",
      "lazy.ts": 'export const load = () => import("./orders");',
      "user.ts": 'import { load } from "./lazy";\nasync function go() { (await load()).cancel(); }',
    },
    after: { "orders.ts": "export const create = () => 1;\nexport const cancel = () => 1;" },
  },
  {
    name: "an export that the module itself asked its own exports for",
    before: { "orders.js": "exports.alias = () => exports.create();", "user.js": 'const { alias } = require("./orders");\nalias().go();' },
    after: { "orders.js": "exports.alias = () => exports.create();\nexports.create = () => new Order();\nclass Order { go() {} }" },
  },
  {
    name: "a name exported beside module.exports",
    before: { "orders.js": "module.exports = { create() {} };", "user.js": 'const orders = require("./orders");\norders.cancel();' },
    after: { "orders.js": "module.exports = { create() {} };\nexports.cancel = () => 1;" },
  },
  {
    name: "a first name beside module.exports, whoever asks for it",
    before: { "orders.js": "module.exports = { create() {} };", "user.js": 'const orders = require("./orders");\norders.create();' },
    after: { "orders.js": "module.exports = { create() {} };\nexports.refund = () => 1;" },
  },
  {
    name: "the same module loaded in another way",
    before: {
      "legacy.js": "module.exports = { create() {} };\nexports.create = () => 1;",
      "index.ts": 'export const list: [typeof import("./legacy")] = [undefined!];',
      "user.ts": 'import { list } from "./index";\nlist[0].create();',
    },
    after: { "index.ts": 'export const list = [require("./legacy")];' },
  },
  {
    name: "a property that a constructor function sets",
    before: { "till.js": "function Till() {}\nexports.Till = Till;", "user.js": 'const { Till } = require("./till");\nnew Till().drawer;' },
    after: { "till.js": "function Till() { this.drawer = 1; }\nexports.Till = Till;" },
  },
  {
    name: "a method added to a prototype",
    before: { "till.js": "function Till() {}\nexports.Till = Till;", "user.js": 'const { Till } = require("./till");\nnew Till().open();' },
    after: { "till.js": "function Till() {}\nTill.prototype.open = function () {};\nexports.Till = Till;" },
  },
  {
    name: "a member of a class behind a global",
    before: {
      "orders.ts": "export class Order { id = 1; }",
      "globals.d.ts": 'declare var order: import("./orders").Order;',
      "user.ts": "order.ship();\nexport {};",
    },
    after: { "orders.ts": "export class Order { id = 1; ship() {} }" },
  },
  {
    name: "a member of a global interface",
    before: { "globals.d.ts": "interface Ledger { id: number }", "user.ts": "export const close = (ledger: Ledger) => ledger.close();" },
    after: { "globals.d.ts": "interface Ledger { id: number; close(): void }" },
  },
  {
    name: "a declaration for all in a module",
    before: { "shop.ts": "export const shop = 1;", "user.ts": "till.open();\nexport {};" },
    after: { "shop.ts": "export const shop = 1;\ndeclare global { var till: { open(): void }; }" },
  },
  {
    name: "a script that becomes a module",
    before: { "till.ts": "function open() {}", "user.ts": "open();\nexport {};" },
    after: { "till.ts": "export function open() {}" },
  },
  {
    name: "a package that gets its types in the project",
    before: { "types.d.ts": "declare const version: string;", "user.ts": 'import { pay } from "pay-kit";\npay();' },
    after: { "types.d.ts": 'declare const version: string;\ndeclare module "pay-kit" { export function pay(): void; }' },
  },
  {
    name: "a forwarded name that comes from elsewhere",
    before: {
      "orders.ts": "export const create = () => 1;",
      "cart.ts": "export const create = () => 2;",
      "index.ts": 'import { create } from "./orders";\nexport { create };',
      "user.ts": 'import { create } from "./index";\ncreate();',
    },
    after: { "index.ts": 'import { create } from "./cart";\nexport { create };' },
  },
  {
    name: "a value that is loaded whole, no more as a namespace",
    before: {
      "legacy.js": "module.exports = { create() {} };\nexports.create = () => 1;",
      "index.ts": 'import * as legacy from "./legacy";\nexport const orders = legacy;',
      "user.ts": 'import { orders } from "./index";\norders.create();',
    },
    after: { "index.ts": 'import legacy = require("./legacy");\nexport const orders = legacy;' },
  },
  {
    name: "the order of members where any of them can be meant",
    before: {
      "orders.ts": "class A { go() {} }\nclass B { go() {} }\nexport interface Orders { first: A; second: B }",
      "user.ts": 'import type { Orders } from "./orders";\nexport const any = (orders: Orders, key: keyof Orders) => orders[key].go();',
    },
    after: { "orders.ts": "class A { go() {} }\nclass B { go() {} }\nexport interface Orders { second: B; first: A }" },
  },
];

const shop = {
  "orders.ts": [
    "export class Order { lines = [1]; total(): number { return sum(this.lines); } }",
    "function sum(lines: number[]): number { let all = 0; for (const line of lines) all += line; return all; }",
    "export function create(): Order { return new Order(); }",
  ].join("\n"),
  "index.ts": 'export * from "./orders";\nexport * as all from "./orders";',
  "user.ts": 'import { create, all } from "./index";\ncreate().total();\nall.create();\nexport const load = () => import("./orders");',
};

export const unseenEdits: readonly RelinkCase[] = [
  {
    name: "an edit inside a function",
    before: shop,
    after: {
      "orders.ts": shop["orders.ts"].replace("let all = 0;", "let all = 0; const checked = lines.filter((line) => line > 0); all = checked.length;"),
    },
  },
  { name: "a comment before everything", before: shop, after: { "orders.ts": `// Orders and their lines.\n\n${shop["orders.ts"]}` } },
  {
    name: "a new private function",
    before: shop,
    after: {
      "orders.ts": `function round(value: number) { return value; }\n${shop["orders.ts"].replace("sum(this", "round(sum(this").replace("lines); }", "lines)); }")}`,
    },
  },
  {
    name: "a new exported function that nobody asks for",
    before: shop,
    after: { "orders.ts": `${shop["orders.ts"]}\nexport function refund(order: Order) { return order.total(); }` },
  },
  {
    name: "a new exported class with members",
    before: shop,
    after: { "orders.ts": `export class Draft extends Array { submit() { return create(); } }\n${shop["orders.ts"]}` },
  },
  {
    name: "a function inside a function",
    before: shop,
    after: {
      "orders.ts": shop["orders.ts"].replace(
        "let all = 0;",
        "let all = 0; function check() { return { valid() { return lines; } }; } check().valid();",
      ),
    },
  },
  {
    name: "a new import",
    before: { ...shop, "money.ts": "export const zero = 0;" },
    after: { "orders.ts": `import { zero } from "./money";\n${shop["orders.ts"].replace("let all = 0", "let all = zero")}` },
  },
  {
    name: "an export of what was private, if nobody asks for it",
    before: shop,
    after: { "orders.ts": shop["orders.ts"].replace("function sum", "export function sum") },
  },
  {
    name: "any edit of a module that nobody imports",
    before: shop,
    after: { "user.ts": 'import { create } from "./index";\nexport const next = () => create();' },
  },
];
