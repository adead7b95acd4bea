import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { copyInput, inputOf } from "../../speed/scratchCopy.ts";

describe("speed: copying the input", () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "ficus-copy-"));
    for (const [file, text] of Object.entries({
      "shop/package.json": "{}",
      "shop/secrets.txt": "not needed",
      "shop/server/src/orders.ts": "export const orders = [];",
      "shop/server/src/node_modules/left/index.js": "",
      "shop/web/tsconfig.json": "{}",
      "shop/web/README.md": "",
      "shop/web/src/cart.tsx": "export const cart = [];",
      "shop/docs/guide.ts": "",
    })) {
      mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
      writeFileSync(path.join(folder, file), text);
    }
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  it("takes several folders for parts of the project that holds them", () => {
    const input = inputOf([path.join(folder, "shop/web/src"), path.join(folder, "shop/server/src")]);
    assert.deepEqual(input, { root: path.join(folder, "shop"), parts: ["server/src", "web/src"] });
  });

  it("copies the parts with the manifests and tsconfigs above them, and nothing else", () => {
    copyInput(inputOf([path.join(folder, "shop/web/src"), path.join(folder, "shop/server/src")]), path.join(folder, "copy"));
    const copied = (file: string): boolean => existsSync(path.join(folder, "copy", file));
    for (const file of ["package.json", "server/src/orders.ts", "web/tsconfig.json", "web/src/cart.tsx"]) assert.ok(copied(file), file);
    for (const file of ["secrets.txt", "docs", "web/README.md", "server/src/node_modules"]) assert.ok(!copied(file), file);
  });

  it("copies one folder whole", () => {
    copyInput(inputOf([path.join(folder, "shop")]), path.join(folder, "copy"));
    assert.ok(existsSync(path.join(folder, "copy/docs/guide.ts")));
    assert.ok(!existsSync(path.join(folder, "copy/server/src/node_modules")));
  });
});
