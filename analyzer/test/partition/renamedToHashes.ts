import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative, resolve } from "node:path";

const source = /\.[cm]?[jt]sx?$/;
const specifier = /(\bfrom\s*|\bimport\s*\(?\s*|\brequire\s*\(\s*|\b(?:jest|vi|mock)\.\w*[mM]ock\w*\s*\(\s*)(["'])(\.{1,2}(?:\/[^"']*)?)\2/g;
const endings = ["", ".ts", ".tsx", ".js", "/index.ts", "/index.js"];

/** A copy of the project in which every source file lies in one folder under the hash of its path, and is imported from there. */
export interface Renamed {
  readonly root: string;
  /** New path by old. */
  readonly paths: ReadonlyMap<string, string>;
}

export function renameToHashes(root: string): Renamed {
  const target = mkdtempSync(join(tmpdir(), "ficus-hashes-"));
  const files = listFiles(root);
  const sources = files.filter((path) => source.test(path));
  const paths = new Map(sources.map((path) => [path, hashOf(path)]));
  mkdirSync(join(target, "all"));
  for (const path of files.filter((each) => /(?:^|\/)(?:package|tsconfig[\w.]*)\.json$/.test(each))) {
    mkdirSync(dirname(join(target, path)), { recursive: true });
    copyFileSync(join(root, path), join(target, path));
  }
  for (const [path, renamed] of paths) {
    const text = readFileSync(join(root, path), "utf8");
    writeFileSync(
      join(target, renamed),
      text.replaceAll(specifier, (whole: string, before: string, quote: string, to: string) => {
        const found = findFile(root, resolve(root, dirname(path), to));
        const moved = found === undefined ? undefined : paths.get(relative(root, found));
        if (moved === undefined) return whole;
        const name = moved.slice("all/".length);
        // As it was written: with the ending of the source, with that of the output, or with none.
        const ending = to.endsWith(".js") ? ".js" : to.endsWith(".ts") ? ".ts" : "";
        return `${before}${quote}./${name.replace(/\.ts$/, ending)}${quote}`;
      }),
    );
  }
  return { root: target, paths };
}

function hashOf(path: string): string {
  const hash = createHash("sha256").update(path).digest("hex").slice(0, 16);
  return `all/h${hash}${source.exec(path)![0]}`;
}

function findFile(root: string, path: string): string | undefined {
  const stems = [path, path.replace(/\.js$/, ".ts"), path.replace(/\.js$/, "")];
  return stems
    .flatMap((stem) => endings.map((ending) => stem + ending))
    .find((each) => each.startsWith(root) && existsSync(each) && statSync(each).isFile());
}

function listFiles(root: string): string[] {
  return readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter((path) => !/(?:^|\/)(?:node_modules|dist|\.ficus)(?:\/|$)/.test(path) && statSync(join(root, path)).isFile())
    .sort();
}
