import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { runtimeFiles } from "../../src/generate/runtimeFiles.ts";
import type { Target } from "../../src/generate/target.ts";
import { readRuntimeSources } from "../../src/io/runtimeSources.ts";

const sources = readRuntimeSources();
const modulesFolder = fileURLToPath(new URL("../../../node_modules", import.meta.url));

const strictest: ts.CompilerOptions = {
  strict: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  noImplicitOverride: true,
  noImplicitReturns: true,
  noFallthroughCasesInSwitch: true,
  noPropertyAccessFromIndexSignature: true,
  noUnusedLocals: true,
  noUnusedParameters: true,
  allowUnreachableCode: false,
  isolatedModules: true,
  forceConsistentCasingInFileNames: true,
  skipLibCheck: true,
  types: ["node"],
};

interface Repository {
  readonly target: Omit<Target, "sources">;
  readonly type: "module" | "commonjs";
  readonly options: ts.CompilerOptions;
}

const { ModuleKind, ModuleResolutionKind, ScriptTarget } = ts;

/** Each a way in which monoliths are compiled. */
const repositories: Record<string, Repository> = {
  "TypeScript, ES modules of Node": {
    target: { language: "ts", modules: "esm", extension: ".js" },
    type: "module",
    options: { ...strictest, module: ModuleKind.NodeNext, target: ScriptTarget.ES2022, verbatimModuleSyntax: true },
  },
  "TypeScript, ES modules with .ts in imports": {
    target: { language: "ts", modules: "esm", extension: ".ts" },
    type: "module",
    options: {
      ...strictest,
      module: ModuleKind.NodeNext,
      target: ScriptTarget.ES2024,
      verbatimModuleSyntax: true,
      allowImportingTsExtensions: true,
      erasableSyntaxOnly: true,
      noEmit: true,
    },
  },
  "TypeScript for a bundler": {
    target: { language: "ts", modules: "esm", extension: "" },
    type: "module",
    options: { ...strictest, module: ModuleKind.ESNext, moduleResolution: ModuleResolutionKind.Bundler, target: ScriptTarget.ES2022 },
  },
  "TypeScript, CommonJS": {
    target: { language: "ts", modules: "commonjs", extension: "" },
    type: "commonjs",
    options: {
      ...strictest,
      module: ModuleKind.CommonJS,
      moduleResolution: ModuleResolutionKind.Bundler,
      target: ScriptTarget.ES2020,
      lib: ["lib.es2020.d.ts"],
    },
  },
  "TypeScript, CommonJS of Node, loose": {
    target: { language: "ts", modules: "commonjs", extension: "" },
    type: "commonjs",
    options: { module: ModuleKind.Node16, target: ScriptTarget.ES2021, strict: false, esModuleInterop: true, skipLibCheck: true, types: ["node"] },
  },
  "JavaScript, ES modules": {
    target: { language: "js", modules: "esm", extension: ".js" },
    type: "module",
    options: { ...strictest, allowJs: true, checkJs: true, module: ModuleKind.NodeNext, target: ScriptTarget.ES2022, noEmit: true },
  },
  "JavaScript, CommonJS": {
    target: { language: "js", modules: "commonjs", extension: "" },
    type: "commonjs",
    options: { ...strictest, allowJs: true, checkJs: true, module: ModuleKind.NodeNext, target: ScriptTarget.ES2022, noEmit: true },
  },
};

const declarations = new Map<string, ts.SourceFile | undefined>();

/** Parses the declarations of the language and of Node once for all repositories: most of the time goes there. */
function sharingHost(options: ts.CompilerOptions): ts.CompilerHost {
  const host = ts.createCompilerHost(options);
  const read = host.getSourceFile.bind(host);
  host.getSourceFile = (file, version, ...rest) => {
    if (!file.includes("/node_modules/")) return read(file, version, ...rest);
    const key = `${file} ${JSON.stringify(version)}`;
    if (!declarations.has(key)) declarations.set(key, read(file, version, ...rest));
    return declarations.get(key);
  };
  return host;
}

/** What a monolith and its service do with it, in either module system. */
const trial = (target: Repository["target"]): string => {
  const specifier = (name: string): string => JSON.stringify(`./runtime/${name}${target.extension}`);
  const need = (names: string, from: string): string =>
    target.language === "js" && target.modules === "commonjs"
      ? `const { ${names} } = require(${specifier(from)});`
      : `import { ${names} } from ${specifier(from)};`;
  return `${need("createCodec", "codec")}
${need("invoke", "invoke")}
${need("refreshSwitch", "switch")}
${need("forward", "forward")}
${need("createOperationsServer", "serve")}
class OutOfStock extends Error {}
const codec = createCodec({ classes: { OutOfStock } });
const total = { service: "ordering", name: "total", codec, reads: true };
const server = createOperationsServer({ service: "ordering", token: "secret", operations: [{ operation: total, run: ([price]) => Number(price) * 2 }] });
refreshSwitch({ FICUS_SWITCH: "ordering=local" });
forward({ service: "ordering", route: "GET /orders" });
async function main() {
  const there = JSON.parse(JSON.stringify(codec.encodeThrown(new OutOfStock("mug"))));
  const body = JSON.stringify({ args: codec.encode([4]) });
  const { status } = await server.handle({ name: "total", headers: { "x-ficus-token": "secret", "content-type": "application/json" }, body });
  console.log(await invoke(total, (/** @type {number} */ price${target.language === "ts" ? ": number" : ""}) => price + 1, [6]), codec.decodeThrown(there) instanceof OutOfStock, status);
}
void main();
`;
};

describe("runtimeFiles", () => {
  const folders: string[] = [];
  after(() => {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  });

  function layOut({ target, type }: Repository): { folder: string; paths: string[] } {
    const folder = mkdtempSync(path.join(os.tmpdir(), "ficus-runtime-"));
    folders.push(folder);
    symlinkSync(modulesFolder, path.join(folder, "node_modules"));
    const files = runtimeFiles({
      sources,
      target: { ...target, sources: "src" },
      place: "monolith",
      folder: "src/runtime",
      frameworks: ["koa", "hono", "fastify"],
    });
    files.push({ path: `src/trial.${target.language}`, contents: trial(target) }, { path: "package.json", contents: JSON.stringify({ type }) });
    mkdirSync(path.join(folder, "src/runtime"), { recursive: true });
    for (const file of files) writeFileSync(path.join(folder, file.path), file.contents);
    return { folder, paths: files.map((file) => path.join(folder, file.path)).filter((file) => !file.endsWith(".json")) };
  }

  for (const [name, repository] of Object.entries(repositories)) {
    it(`compiles and runs: ${name}`, function () {
      this.timeout(60_000);
      const { folder, paths } = layOut(repository);
      const out = path.join(folder, "dist");
      const options: ts.CompilerOptions = {
        ...repository.options,
        ...(repository.options.noEmit === true ? {} : { outDir: out, rootDir: path.join(folder, "src") }),
      };
      const program = ts.createProgram(
        paths.filter((file) => !(repository.target.language === "js" && /runtime\/\w+\.js$/.test(file))),
        options,
        sharingHost(options),
      );
      const problems = ts
        .getPreEmitDiagnostics(program)
        .map((each) => `${path.basename(each.file?.fileName ?? "")}: ${ts.flattenDiagnosticMessageText(each.messageText, "\n")}`);
      assert.deepEqual(problems, []);
      if (repository.target.extension === "" && repository.type === "module") return; // Only a bundler runs these.
      program.emit();
      const main = options.noEmit === true ? path.join(folder, `src/trial.${repository.target.language}`) : path.join(out, "trial.js");
      const { stdout, stderr, status } = spawnSync(process.execPath, [main], { encoding: "utf8" });
      assert.equal(stdout.trim(), "7 true 200", stderr);
      assert.equal(status, 0);
    });
  }

  it("hands the service what needs its packages, on the monolith's runtime", () => {
    const target: Target = { language: "ts", modules: "esm", extension: ".js", sources: "src" };
    const files = runtimeFiles({ sources, target, place: "service", folder: "src/ficus/runtime", serviceFolder: "services/ordering/src" });
    assert.deepEqual(
      files.map((file) => file.path),
      ["services/ordering/src/fastifyOperations.ts"],
    );
    assert.match(files[0]?.contents ?? "", /from "\.\.\/\.\.\/\.\.\/src\/ficus\/runtime\/serve\.js"/);
  });

  it("brings nothing that the monolith does not have, and no adapter that it did not ask for", () => {
    for (const [name, repository] of Object.entries(repositories)) {
      const files = runtimeFiles({ sources, target: { ...repository.target, sources: "src" }, place: "monolith", folder: "src/runtime" });
      assert.ok(files.length > 20, name);
      for (const { path: file, contents } of files) {
        const specifiers = [...contents.matchAll(/(?:from |require\()"([^"]+)"/g)].map(([, specifier]) => specifier ?? "");
        for (const specifier of specifiers) assert.match(specifier, /^(\.\/\w+(\.[jt]s)?|http|https|crypto|util|perf_hooks|stream)$/, file);
        assert.doesNotMatch(file, /Koa|Hono|Fastify|fastify/);
      }
    }
  });

  it("writes CommonJS as people do, and keeps comments and blank lines", () => {
    const target: Target = { language: "js", modules: "commonjs", extension: "", sources: "src" };
    const files = runtimeFiles({ sources, target, place: "monolith", folder: "src/runtime" });
    const compare = files.find((file) => file.path === "src/runtime/compare.js")?.contents ?? "";
    assert.match(compare, /^\/\*\* Deep comparison/);
    assert.match(compare, /\nconst \{ types \} = require\("util"\);\nconst \{ writePath \} = require\(".\/wireError"\);\n/);
    assert.match(compare, /\n\nfunction differ\(state, left, right\) \{\n/);
    assert.match(compare, /\nmodule\.exports = \{ compare, generalise, learnNoise, absent \};\n$/);
    assert.doesNotMatch(compare, /:blank|^export|^import/m);
    assert.match(files.find((file) => file.path === "src/runtime/compare.d.ts")?.contents ?? "", /export declare function compare\(left: unknown/);
  });
});
