/**
 * The runtime's files as a repository needs them: TypeScript as it stands here, or JavaScript with declarations beside it; ECMAScript modules or CommonJS.
 * They come from real sources, `generate/runtime/`, which are tested as they are; only imports, exports and types are rewritten.
 */
import { ts } from "ts-morph";
import type { GeneratedFile } from "./extraction.ts";
import { specifierOf, type Target } from "./target.ts";

/** Text of `generate/runtime/*.ts` by name without ending, as `io/runtimeSources.ts` reads it. */
export type RuntimeSources = ReadonlyMap<string, string>;

/** What runs in the service's process alone, and needs its packages. */
const serviceOnly: ReadonlySet<string> = new Set(["fastifyOperations"]);
/** Each for monoliths of one framework. */
const adapters = { fastify: "forwardFastify", hono: "forwardHono", koa: "forwardKoa" } as const;

export interface RuntimeRequest {
  sources: RuntimeSources;
  target: Target;
  /** `monolith`: the whole of it but what follows. `service`: what needs the service's packages; it imports the rest from the monolith's folder. */
  place: "monolith" | "service";
  /** Folder of the monolith's runtime, below its root. */
  folder: string;
  /** Folder for what `place: "service"` asks for. */
  serviceFolder?: string;
  /** Adapters to add; Express, Connect and Nest on Express need none. */
  frameworks?: readonly (keyof typeof adapters)[];
}

/** Sorted by path. */
export function runtimeFiles({ sources, target, place, folder, serviceFolder = folder, frameworks = [] }: RuntimeRequest): GeneratedFile[] {
  const unwanted = new Set<string>(Object.values(adapters).filter((name) => !frameworks.some((framework) => adapters[framework] === name)));
  const isHere = (name: string): boolean => (place === "service") === serviceOnly.has(name) && !unwanted.has(name);
  const pathOf = (name: string): string => `${serviceOnly.has(name) ? serviceFolder : folder}/${name}.${target.language}`;
  return [...sources]
    .filter(([name]) => isHere(name))
    .flatMap(([name, source]) => {
      const path = pathOf(name);
      const specifier = (other: string): string => specifierOf(path, pathOf(other), target);
      return target.language === "ts" ? [{ path, contents: retarget(source, specifier) }] : asJavaScript(path, source, specifier, target.modules);
    })
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

function retarget(source: string, specifier: (name: string) => string): string {
  return source.replace(
    /(\bfrom |\bimport\()"\.\/(\w+)\.ts"/g,
    (_all, before: string, name: string) => `${before}${JSON.stringify(specifier(name))}`,
  );
}

/** The declarations keep what editors and `checkJs` know of it; TypeScript reads them in place of the file beside them. */
function asJavaScript(path: string, source: string, specifier: (name: string) => string, modules: Target["modules"]): GeneratedFile[] {
  const here = retarget(source, specifier);
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    verbatimModuleSyntax: true,
    isolatedDeclarations: true,
  };
  const { outputText: declarations, diagnostics = [] } = ts.transpileDeclaration(here, {
    compilerOptions: options,
    fileName: path.replace(/js$/, "ts"),
  });
  const [problem] = diagnostics;
  if (problem !== undefined) throw new TypeError(`${path}: ${ts.flattenDiagnosticMessageText(problem.messageText, " ")}`);
  const stripped = stripTypes(here, options);
  return [
    { path, contents: modules === "esm" ? stripped : asCommonJs(stripped) },
    { path: path.replace(/\.js$/, ".d.ts"), contents: declarations },
  ];
}

const blank = "//:blank";

/** TypeScript's printer drops blank lines, which are half of what makes code readable; as comments they survive. */
function stripTypes(source: string, compilerOptions: ts.CompilerOptions): string {
  const marked = source.replace(/^[ \t]*$/gm, blank);
  const { outputText } = ts.transpileModule(marked, { compilerOptions });
  return `${outputText
    .replace(/^[ \t]*\/\/:blank[ \t]*$/gm, "")
    .replace(/\n{3,}/g, "\n\n")
    .replace(/^export \{\};$/gm, "")
    .trim()}\n`;
}

/** As people write it: `const { invoke } = require("./invoke")`. No module of the runtime imports in a circle, so that all exports can stand at the end. */
function asCommonJs(source: string): string {
  const names: string[] = [];
  const body = source
    .replace(/^import \* as (\w+) from (".*?");$/gm, "const $1 = require($2);")
    .replace(
      /^import \{([^}]*)\} from (".*?");$/gm,
      (_all, list: string, from: string) => `const {${list.replace(/ as /g, ": ")}} = require(${from});`,
    )
    .replace(/^export (async function|function\*?|class|const|let) (\w+)/gm, (_all, kind: string, name: string) => {
      names.push(name);
      return `${kind} ${name}`;
    });
  return names.length === 0 ? body : `${body}\nmodule.exports = { ${names.join(", ")} };\n`;
}
