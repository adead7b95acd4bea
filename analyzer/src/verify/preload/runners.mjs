/**
 * Has test runners report by name and run only what is asked for, by the arguments that they take for that. The arguments are added where the runner starts,
 * so that it does not matter through how many scripts it was called.
 */
import { basename, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { settings } from "./settings.mjs";

const here = (/** @type {string} */ name) => fileURLToPath(new URL(name, import.meta.url));

const runners = [
  { name: "mocha", program: /[\\/]mocha[\\/](bin[\\/]_?mocha(\.c?js)?|lib[\\/]cli[\\/]cli\.c?js)$/, change: mocha },
  { name: "jest", program: /[\\/](jest|jest-cli)[\\/]bin[\\/]jest\.js$/, change: jest },
  { name: "vitest", program: /[\\/]vitest[\\/](vitest\.mjs|dist[\\/]cli\.m?js)$/, change: vitest },
  { name: "newman", program: /[\\/]newman[\\/]bin[\\/]newman\.js$/, change: newman },
];

/** @param {string[]} argv of the process; changed in place @param {string} program its real path */
export function askRunner(argv, program) {
  if (!settings) return;
  const found = runners.find((runner) => runner.program.test(program));
  if (found) argv.splice(2, argv.length, ...found.change(argv.slice(2)));
}

/** @param {string[]} args */
function mocha(args) {
  const reporter = here("./mochaReporter.cjs");
  // Mocha starts itself again when it needs other options of Node.
  if (args.includes(reporter)) return args;
  // Workers hide which test is running, and share the database.
  // Mocha takes names of files for patterns; as it found them, with or without a dot in front.
  const plain = (settings?.unneeded ?? []).map(fromHere).filter((file) => !/[*?[\]{}()!\\]/.test(file));
  const ignored = plain.flatMap((file) => ["--ignore", file, "--ignore", `./${file}`]);
  return [...without(args, ["--reporter", "-R"], ["--parallel", "-p"]), "--no-parallel", "--reporter", reporter, ...ignored];
}

/** @param {string[]} args */
function jest(args) {
  const pattern = titlesPattern();
  return [
    ...without(args, ["--reporters", ...(pattern ? ["--testNamePattern", "-t"] : [])], []),
    "--reporters",
    here("./jestReporter.cjs"),
    ...(pattern ? ["--testNamePattern", pattern] : []),
    // Behind the options of lists, which would swallow them: what is asked for adds to what stands there.
    ...neededFiles().map((file) => `/${file.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")}$`),
  ];
}

/** @param {string[]} args */
function vitest(args) {
  const pattern = titlesPattern();
  const leads = settings?.redirect && settings.redirect.length > 0;
  const kept = without(
    args,
    ["--reporter", "--outputFile", ...(leads ? ["--config", "-c"] : []), ...(pattern ? ["--testNamePattern", "-t"] : [])],
    [],
  );
  if (leads) process.env.VITEST_CONFIG_OF_PROJECT = valueOf(args, ["--config", "-c"]) ?? "";
  return [
    ...kept,
    ...(leads ? ["--config", here("./vitestConfig.mjs")] : []),
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${settings?.results}.vitest.json`,
    ...(pattern ? [`--testNamePattern=${pattern}`] : []),
    ...neededFiles(),
  ];
}

/** @param {string[]} args */
function newman(args) {
  if (args[0] !== "run") return args;
  return [
    ...without(args, ["--reporters", "-r", "--reporter-json-export"], []),
    "--reporters",
    "cli,json",
    "--reporter-json-export",
    `${settings?.results}.newman.json`,
  ];
}

/** Files of the tests that are asked for, if each says its own. */
function neededFiles() {
  if (!settings?.only || !settings.unneeded) return [];
  const files = settings.only.map((name) => (name.includes(" › ") ? name.slice(0, name.indexOf(" › ")) : ""));
  return files.includes("") ? [] : [...new Set(files)].map(fromHere);
}

/** @param {string} file relative to the root */
function fromHere(file) {
  return relative(process.cwd(), join(settings?.root ?? "", file))
    .split(sep)
    .join("/");
}

/** All titles that are asked for as one pattern: runners take no list. */
function titlesPattern() {
  if (!settings?.only) return undefined;
  const titles = settings.only.map((name) => (name.includes(" › ") ? name.slice(name.indexOf(" › ") + 3) : name).replace(/ \(\d+\)$/, ""));
  return `^(${[...new Set(titles)].map((title) => title.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&")).join("|")})$`;
}

/** @param {string[]} args @param {string[]} names */
function valueOf(args, names) {
  const at = args.findIndex((argument) => names.includes(argument));
  if (at !== -1) return args[at + 1];
  return args
    .find((argument) => names.some((name) => argument.startsWith(`${name}=`)))
    ?.split("=")
    .slice(1)
    .join("=");
}

/**
 * @param {string[]} args
 * @param {string[]} valued options that take a value
 * @param {string[]} plain options that take none
 */
function without(args, valued, plain) {
  const kept = [];
  for (let index = 0; index < args.length; index += 1) {
    const argument = args[index] ?? "";
    if (valued.includes(argument)) index += 1;
    else if (!plain.includes(argument) && !valued.some((name) => name.startsWith("--") && argument.startsWith(`${name}=`))) kept.push(argument);
  }
  return kept;
}

/** @param {string | undefined} program @returns {boolean} whether Node's own runner runs this process's file as one of its tests */
export function isNodeTest(program) {
  return process.env.NODE_TEST_CONTEXT !== undefined && program !== undefined && !/^npm|^npx/.test(basename(program));
}
