import assert from "node:assert/strict";
import { linkShop } from "./linkShop.ts";

const account = "export class Account { isStaff() {} }\n";

describe("declarations that others add to", () => {
  it("are windows, import.meta and global namespaces, in any number of files", () => {
    const shop = linkShop({
      "account.ts": account,
      "checkout.ts": `window.account.isStaff();\nconst own: Window = window;\nown.account.isStaff();\nimport.meta.load("x");\nexport function f(request: Shop.Request) { request.account.isStaff(); request.id; }\n`,
      "globals.d.ts": `import type { Account } from "./account";\ndeclare global {\n  interface Window { account: Account }\n  interface ImportMeta { load(path: string): void }\n  namespace Shop { interface Request { account: Account } }\n}\n`,
      "more.d.ts": "declare namespace Shop { interface Request { id: string } }\n",
    });
    assert.deepEqual(shop.from("checkout.ts", "call"), [
      "account.ts#Account.isStaff",
      "account.ts#Account.isStaff",
      "globals.d.ts#ImportMeta.load",
      "account.ts#Account.isStaff",
    ]);
    assert.deepEqual(shop.from("checkout.ts", "property").slice(-2), ["globals.d.ts#Shop.Request.account", "more.d.ts#Shop.Request.id"]);
    assert.deepEqual(shop.from("checkout.ts", "type"), [
      "globals.d.ts#Window",
      "globals.d.ts#Shop",
      "more.d.ts#Shop",
      "globals.d.ts#Shop.Request",
      "more.d.ts#Shop.Request",
    ]);
  });

  it("are packages, in full or in one line", () => {
    const shop = linkShop({
      "checkout.ts": `import till from "till";\nimport print, { Printer } from "printer";\nimport drawer from "drawer";\ntill.open();\nprint("a");\nexport const f = (printer: Printer) => printer.ink;\ndrawer();\n`,
      "typings.d.ts": `declare module "till" { namespace till { interface Till { open(): void } } const till: till.Till; export = till; }\ndeclare module "printer" { export default function print(text: string): void; export interface Printer { ink: number } }\ndeclare module "drawer";\n`,
    });
    assert.deepEqual(shop.from("checkout.ts", "call"), ["typings.d.ts#till.Till.open", "typings.d.ts#print", "typings.d.ts"]);
    assert.deepEqual(shop.from("checkout.ts", "property"), ["typings.d.ts#Printer.ink"]);
  });

  it("are not reached from TypeScript by what JavaScript assigns to windows", () => {
    const shop = linkShop({ "mocks.js": "window.matchMedia = function () {};\n", "page.ts": "window.matchMedia('print');\nexport {};\n" });
    assert.deepEqual(shop.from("page.ts"), []);
  });
});
