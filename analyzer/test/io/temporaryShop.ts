/** Folders on disk that a test may change, because git cannot hold what these tests need: links, odd bytes, ignored and unreadable files. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

export interface TemporaryShop {
  root: string;
  write(files: Record<string, string | Uint8Array>): void;
  remove(): void;
}

export function createShop(files: Record<string, string | Uint8Array> = {}): TemporaryShop {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "ficus-shop-")));
  const shop: TemporaryShop = {
    root,
    write(more) {
      for (const [path, content] of Object.entries(more)) {
        mkdirSync(dirname(join(root, path)), { recursive: true });
        writeFileSync(join(root, path), content);
      }
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
  shop.write(files);
  return shop;
}
