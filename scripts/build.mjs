/**
 * Bundles the analyzer: the command line, its worker, and TypeScript's parser as a file of its own, so that a run that finds all facts in the cache never
 * reads it.
 */
import { createRequire } from "node:module";
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));
const dist = `${root}analyzer/dist`;
const require = createRequire(import.meta.url);

/** ts-morph's copy of TypeScript: one file for all, and for our own sources without the parts around it. */
const parserAlone = {
  name: "parser-alone",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^\.\/typescript(\.js)?$/ }, ({ importer }) =>
      importer.includes("@ts-morph") ? { path: "./typescript.cjs", external: true } : undefined,
    );
    onResolve({ filter: /^@ts-morph\/common$/ }, ({ importer }) =>
      importer.includes("/node_modules/ts-morph/") ? undefined : { path: "typescript", namespace: "parser-alone" },
    );
    onLoad({ filter: /.*/, namespace: "parser-alone" }, () => ({
      contents: 'import { createRequire } from "node:module"; export const ts = createRequire(import.meta.url)("./typescript.cjs");',
    }));
  },
};

/** Names the code, so that products cached by other code are not taken for its own. */
function digestOfSources() {
  const folder = `${root}analyzer/src`;
  const digest = createHash("sha256").update(readFileSync(`${root}package-lock.json`));
  for (const name of readdirSync(folder, { recursive: true }).sort())
    if (name.endsWith(".ts")) digest.update(name).update(readFileSync(`${folder}/${name}`));
  return digest.digest("base64url");
}

rmSync(dist, { recursive: true, force: true });
// `module` before `main`: jsonc-parser's main is UMD, whose requires no bundler can follow.
const shared = {
  platform: "node",
  mainFields: ["module", "main"],
  target: "node22",
  bundle: true,
  minify: true,
  legalComments: "none",
  define: { FICUS_BUILD: JSON.stringify(digestOfSources()) },
  logLevel: "warning",
};
await build({
  ...shared,
  entryPoints: { cli: `${root}analyzer/src/cli/main.ts`, factsWorker: `${root}analyzer/src/io/factsWorker.ts` },
  outdir: dist,
  format: "esm",
  splitting: true,
  chunkNames: "[name]-[hash]",
  keepNames: false,
  plugins: [parserAlone],
  banner: { js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);' },
});
await build({
  ...shared,
  entryPoints: { typescript: require.resolve("@ts-morph/common").replace(/ts-morph-common\.js$/, "typescript.js") },
  outdir: dist,
  outExtension: { ".js": ".cjs" },
  format: "cjs",
  bundle: false,
});
// Loaded by the analysed repository's own processes, by path and as it is.
cpSync(`${root}analyzer/src/verify/preload`, `${dist}/preload`, { recursive: true });
// What extraction copies into monoliths, as text: io/runtimeSources.ts reads it beside the bundle.
cpSync(`${root}analyzer/src/generate/runtime`, `${dist}/runtime`, { recursive: true });
// The declarations of the language, which seams are typed with: io/sourceHost.ts reads them beside the bundle.
mkdirSync(`${dist}/lib`);
for (const { fileName, text } of require("@ts-morph/common").getLibFiles()) writeFileSync(`${dist}/lib/${fileName}`, text);
