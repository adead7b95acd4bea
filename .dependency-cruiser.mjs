/** The directions in which our own code may depend. Each rule says why, and what to do instead. */
const pipeline = ["link", "evidence", "partition", "metrics", "boundaries", "explain", "diff", "plan", "check", "report", "generate"];
const pure = ["model", ...pipeline, "seams"].join("|");

export default {
  forbidden: [
    {
      name: "no-cycles",
      comment: "A circle has no first file to read. Pass a function or a record of functions instead (extract/walk.ts, link/types/engine.ts).",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "no-unreachable",
      comment: "Code that no entry point, test or script reaches is dead. Delete it, or use it.",
      severity: "error",
      from: {
        path: "^analyzer/(src/cli/main|src/session|src/io/factsWorker|test/.*\\.test)\\.ts$|^bench/.*(run|\\.test)\\.ts$|^scripts/|^test/.*\\.test\\.ts$|^analyzer/src/verify/preload/(main\\.mjs|vitestConfig\\.mjs|\\w+Reporter\\.[cm]js)$",
      },
      // What verify has foreign processes load is named in their options, not imported.
      to: {
        path: "^analyzer/src/",
        pathNot: "^analyzer/src/((cli/main|session|io/factsWorker)\\.ts|verify/preload/(main\\.mjs|vitestConfig\\.mjs|\\w+Reporter\\.[cm]js))$",
        reachable: false,
      },
    },
    {
      name: "analyzer-stands-alone",
      comment: "The analyzer runs headless. What an editor or a page needs, it asks for through session.ts.",
      severity: "error",
      from: { path: "^analyzer/" },
      to: { path: "^(extension|webview-ui)/|^vscode$" },
    },
    {
      name: "model-imports-zod-only",
      comment: "The model is the vocabulary that all parts share; it cannot lean on any of them. Move the function to the part that uses it.",
      severity: "error",
      from: { path: "^analyzer/src/model/" },
      to: { pathNot: "^analyzer/src/model/|(^|/)node_modules/zod/" },
    },
    {
      name: "pure-core",
      comment:
        "Disk, clock, processes and threads stay in io/, cli/ and the session. Take what you need as an argument. (generate/runtime is not run by Ficus: it is the text that extraction copies into the monolith and the service.)",
      severity: "error",
      from: { path: `^analyzer/src/(${pure}|extract)/`, pathNot: "^analyzer/src/generate/runtime/" },
      to: { dependencyTypes: ["core"], pathNot: "^(node:)?(util|path)(/|$)" },
    },
    {
      name: "pure-core-no-io",
      comment: "As above: io/ hands plain data to the core, never the other way round.",
      severity: "error",
      from: { path: `^analyzer/src/(${pure}|extract)/` },
      to: { path: "^analyzer/src/(io|cli|session|verify)" },
    },
    {
      name: "extract-comes-first",
      comment: "One file's facts know nothing of other files. What joins files belongs in link/.",
      severity: "error",
      from: { path: "^analyzer/src/extract/" },
      to: { path: `^analyzer/src/(${pipeline.join("|")})/` },
    },
    {
      name: "link-before-evidence",
      comment: "The graph is built before anything is concluded from it.",
      severity: "error",
      from: { path: "^analyzer/src/link/" },
      to: { path: "^analyzer/src/(extract|evidence|partition|metrics|plan|check|report|generate|seams)/" },
    },
    {
      name: "evidence-before-partition",
      comment: "A channel weighs pairs of modules; what services come of it is decided behind it.",
      severity: "error",
      from: { path: "^analyzer/src/evidence/" },
      to: { path: "^analyzer/src/(extract|partition|metrics|plan|check|report|generate|seams)/" },
    },
    {
      name: "runtime-stands-alone",
      comment: "What is copied into other people's monoliths brings no packages and nothing of ours; only the service's side may use Fastify.",
      severity: "error",
      from: { path: "^analyzer/src/generate/runtime/" },
      to: { pathNot: "^analyzer/src/generate/runtime/|^(http|https|crypto|util|perf_hooks|stream|fs|path)$|(^|/)node_modules/(fastify|@types)/" },
    },
    {
      name: "report-sees-results-only",
      comment:
        "A format turns a graph or a result into text; how either came about is none of its business. If it needs more, the result lacks a field.",
      severity: "error",
      from: { path: "^analyzer/src/report/" },
      to: { path: "^analyzer/src/(extract|link|partition|io|cli|session)" },
    },
    {
      name: "parser-in-extract-only",
      comment: "TypeScript's syntax trees stay where facts are made; its checker where seams are typed. Extend the facts instead.",
      severity: "error",
      from: { path: "^analyzer/src/", pathNot: "^analyzer/src/(extract|seams|generate)/" },
      to: { path: "(^|/)node_modules/(@ts-morph|ts-morph|typescript)/" },
    },
    {
      name: "nothing-imports-tests",
      comment: "Tests, fixtures, benchmarks and samples are read by nobody else.",
      severity: "error",
      from: { path: "^analyzer/src/|^scripts/" },
      to: { path: "^(analyzer/(test|fixtures)|bench|samples|test)/" },
    },
    {
      name: "resolvable",
      comment: "An import that leads nowhere fails at run time.",
      severity: "error",
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "(^|/)(fixtures|dist|golden)/|^bench/peers/" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.base.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
      extensions: [".ts", ".mjs", ".js", ".json", ".d.ts"],
    },
  },
};
