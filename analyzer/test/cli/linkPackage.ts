import { copyFileSync, mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const analyzer = fileURLToPath(new URL("../../", import.meta.url));

/** The package as it stands, without a bundle: sources and not a build are under test. Returns the program's file. */
export function linkPackage(dir: string): string {
  mkdirSync(join(dir, "package/bin"), { recursive: true });
  copyFileSync(join(analyzer, "bin/ficus.js"), join(dir, "package/bin/ficus.js"));
  copyFileSync(join(analyzer, "package.json"), join(dir, "package/package.json"));
  symlinkSync(join(analyzer, "src"), join(dir, "package/src"));
  return join(dir, "package/bin/ficus.js");
}
