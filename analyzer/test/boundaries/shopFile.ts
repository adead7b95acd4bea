import { applyEdit, type BoundariesEdit } from "../../src/boundaries/edit.ts";
import { parseBoundaries } from "../../src/boundaries/parse.ts";
import type { Boundaries } from "../../src/model/boundaries.ts";

export const paths = [
  "src/billing/invoice.ts",
  "src/billing/tax.ts",
  "src/catalog/price.ts",
  "src/catalog/product.ts",
  "src/catalog/search.ts",
  "src/orders/cart.ts",
  "src/orders/legacy/import.ts",
  "src/orders/order.ts",
  "src/utils/money.ts",
];

/** As somebody keeps it: comments, a field of their own, lists for whole folders and modules for what is elsewhere. */
export const handWritten = `{
  // Agreed in March.
  "version": 1,
  "services": {
    "billing": {
      "name": "Billing", // money in
      "members": ["src/billing"]
    },
    "catalog": { "name": "Catalog", "team": "blue" },
    // What people buy.
    "orders": {
      "name": "Orders",
      "members": [
        "!src/orders/legacy", // nobody's
        "src/orders"
      ],
      "mayUse": ["billing", "catalog"]
    }
  },
  "modules": {
    "src/catalog/price.ts": "catalog",

    // Searches the catalog.
    "src/catalog/search.ts": "catalog", /* since May */

    "src/utils/money.ts": "shared"
  }
}
`;

export function read(text: string): Boundaries {
  const parsed = parseBoundaries(text);
  if (parsed.kind === "broken") throw new Error(JSON.stringify(parsed.problems));
  return parsed.boundaries;
}

export function edit(text: string, change: BoundariesEdit): string {
  return applyEdit({ text, boundaries: read(text) }, change, paths);
}
