import { cpSync, existsSync, mkdirSync, readdirSync } from "node:fs";
import path from "node:path";

/** What is analysed: `parts` are folders below `root`, relative; `['.']` is all of it. */
export type Input = { root: string; parts: string[] };

const notCopied = new Set(["node_modules", ".git", ".ficus", "dist", "build", "coverage", ".next", ".turbo", ".cache"]);
const configuration = /^(?:package\.json|(?:ts|js)config.*\.json|pnpm-workspace\.yaml|lerna\.json|nx\.json|\.gitignore)$/;

/** One folder is an input of its own; several are parts of the project that is their nearest common parent. */
export function inputOf(directories: readonly string[]): Input {
  const absolute = directories.map((directory) => path.resolve(directory));
  const [first = process.cwd()] = absolute;
  if (absolute.length === 1) return { root: first, parts: ["."] };
  let root = path.dirname(first);
  while (!absolute.every((directory) => directory.startsWith(`${root}${path.sep}`))) root = path.dirname(root);
  return { root, parts: absolute.map((directory) => path.relative(root, directory)).sort() };
}

/**
 * Copies the parts, and the manifests and tsconfigs on the way to them, to `target`: every contestant sees exactly these
 * files, none sees node_modules, and nothing is written into the folder that was given.
 */
export function copyInput({ root, parts }: Input, target: string): void {
  mkdirSync(target, { recursive: true });
  for (const part of parts) {
    cpSync(path.join(root, part), path.join(target, part), {
      recursive: true,
      verbatimSymlinks: true,
      filter: (source) => !notCopied.has(path.basename(source)) || source === path.join(root, part),
    });
    for (let directory = path.dirname(part); ; directory = path.dirname(directory)) {
      copyConfiguration(path.join(root, directory), path.join(target, directory));
      if (directory === "." || directory === path.dirname(directory)) break;
    }
  }
}

function copyConfiguration(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const name of readdirSync(from)) {
    if (configuration.test(name) && !existsSync(path.join(to, name))) cpSync(path.join(from, name), path.join(to, name));
  }
}
