import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Blind } from "../../src/partition/redact.ts";
import { openSession } from "../../src/session.ts";
import { renameToHashes } from "./renamedToHashes.ts";

const sample = fileURLToPath(new URL("../../../samples/monolith/", import.meta.url)).replace(/\/$/, "");
const fixture = fileURLToPath(new URL("../../fixtures/partition/layeredShop/", import.meta.url)).replace(/\/$/, "");

/** Services as sets of modules, and the role of each module, under the names that `pathOf` gives. */
async function divisionOf(
  root: string,
  blind: Blind,
  pathOf: (path: string) => string,
): Promise<{ services: string[]; roles: string[]; names: string[] }> {
  const session = await openSession({ root, cache: false });
  const { services, modules } = await session.analyze({ blind });
  return {
    services: services.map((service) => service.modules.map(pathOf).sort().join(" ")).sort(),
    roles: modules.map(({ path, role, confidence }) => `${pathOf(path)} ${role} ${confidence}`).sort(),
    names: services.map(({ id }) => id).sort(),
  };
}

describe("blind to paths", () => {
  for (const [name, root] of [
    ["a layered shop", fixture],
    ["the sample", sample],
  ] as const) {
    for (const blind of ["paths", "names"] as const) {
      it(`divides ${name} in the same way when every file is called by a hash, blind to ${blind}`, async () => {
        const renamed = renameToHashes(root);
        try {
          const before = await divisionOf(root, blind, (path) => renamed.paths.get(path) ?? path);
          const after = await divisionOf(renamed.root, blind, (path) => path);
          assert.deepEqual(after.services, before.services);
          assert.deepEqual(after.roles, before.roles);
          assert.deepEqual(after.names, before.names);
          assert.ok(before.services.length > 2);
        } finally {
          rmSync(renamed.root, { recursive: true });
        }
      }).timeout(60_000);
    }
  }
});
