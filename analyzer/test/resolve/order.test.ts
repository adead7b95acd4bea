import assert from "node:assert/strict";
import fc from "fast-check";
import { createResolver } from "../../src/link/resolve/resolver.ts";
import { inWords, openShop } from "./fixtureShop.ts";

const specifiers: Record<string, string[]> = {
  relative: ["./order", "../catalog", ".", "./invoice.js", "./legacy", "../views/Cart", "../Catalog/Price.mjs"],
  paths: ["@/orders/refund", "receipt", "~shared", "cart.page", "#app/screen", "admin/users"],
  references: ["@area/cart", "@double/cart", "@area/stock"],
  workspaces: ["@market/orders", "@market/stock", "billing", "till", "@market/log", "lodash", "gift-plugin", "@market/orders/areas/refund"],
};

describe("resolution", () => {
  for (const [name, wanted] of Object.entries(specifiers)) {
    it(`does not depend on the order of files: ${name}`, async () => {
      const { files, config } = await openShop(name);
      const answers = (paths: readonly string[], packages: typeof config.packages, typescript: typeof config.typescript): string[] => {
        const resolver = createResolver({ paths, others: files.others, config: { ...config, packages, typescript } });
        const lines = paths.flatMap((from, index) => [
          ...wanted.map((specifier) => `${from} ${specifier} ${inWords(resolver.resolve(index, specifier, "import"), paths)}`),
          `${from} ./* ${resolver
            .resolvePattern(index, "./*")
            .map((found) => paths[found] ?? "")
            .sort()
            .join()}`,
          `${from} ${resolver.packageOf(index)}`,
        ]);
        return lines.sort();
      };
      const expected = answers(files.paths, config.packages, config.typescript);
      const shuffled = <T>(items: T[]): fc.Arbitrary<T[]> => fc.shuffledSubarray(items, { minLength: items.length });
      fc.assert(
        fc.property(shuffled(files.paths), shuffled(config.packages), shuffled(config.typescript), (paths, packages, typescript) => {
          assert.deepEqual(answers(paths, packages, typescript), expected);
        }),
        { numRuns: 20 },
      );
    });
  }
});
