import assert from "node:assert/strict";
import { foldPlural, isDomainWord } from "../../src/evidence/vocabulary.ts";

describe("vocabulary", () => {
  it("fold regular plurals and nothing else", () => {
    const folded = {
      orders: "order",
      categories: "category",
      addresses: "address",
      taxes: "tax",
      branches: "branch",
      warehouses: "warehouse",
      statuses: "status",
      invoices: "invoice",
      address: "address",
      status: "status",
      basis: "basis",
      analytics: "analytics",
      news: "news",
      bus: "bus",
      pies: "pie",
    };
    for (const [word, singular] of Object.entries(folded)) assert.equal(foldPlural(word), singular, word);
  });

  it("of layers and of code in general name no area", () => {
    for (const word of ["controllers", "service", "dtos", "repository", "get", "create", "index", "utils", "handler"])
      assert.equal(isDomainWord(word), false, word);
    for (const word of ["orders", "billing", "email", "user", "toggle", "inventory"]) assert.equal(isDomainWord(word), true, word);
  });
});
