/** The operations on both sides: their names and codec in the monolith, what runs them in the service. */
import type { PlannedOperation } from "../planOperations.ts";
import { identifierOf, isIdentifier, propertyKey, quote, uniqueIdentifiers } from "../source/names.ts";

/** A class whose instances or errors cross. */
export interface WireClass {
  /** Name that both sides know it by. */
  id: string;
  /** Name of its export. */
  symbol: string;
  /** Declaring module, below the root. */
  module: string;
}

export interface OperationNamesInput {
  service: string;
  operations: readonly PlannedOperation[];
  classes: readonly WireClass[];
  /** The specifier by which the generated file imports a module of the monolith. */
  specifierOf: (module: string) => string;
  /** That of the runtime's codec. */
  codec: string;
}

/** Changes nothing that others can see: reaches no table that it writes, no state, no input or output. */
export function readsOnly({ operation }: PlannedOperation): boolean {
  const { writes, state, io } = operation.touches;
  return !writes && state.length === 0 && io.length === 0;
}

/** `operations.ts` in the monolith. */
export function operationNamesSource({ service, operations, classes, specifierOf, codec }: OperationNamesInput): string {
  const locals = uniqueIdentifiers(
    classes.map((each) => each.id),
    ["codec", "createCodec", "operations"],
  );
  const entries = classes.map(({ id }) => (locals.get(id) === id ? id : `${propertyKey(id)}: ${locals.get(id)!}`));
  return [
    `import { createCodec } from ${quote(codec)};`,
    ...importClasses(classes, locals, specifierOf),
    "",
    ...(classes.length === 0
      ? ["export const codec = createCodec();"]
      : [
          "// Asked for when the first value crosses: modules that import each other in a circle have not all run before.",
          `export const codec = createCodec({ classes: () => ({ ${entries.join(", ")} }) });`,
        ]),
    "",
    ...(operations.length === 0 ? [] : [`/** What ${service} does for the rest of the program. */`, "export const operations = {"]),
    ...operations.map(
      (each) => `${quote(each.name)}: { service: ${quote(service)}, name: ${quote(each.name)}, codec, reads: ${String(readsOnly(each))} },`,
    ),
    ...(operations.length === 0 ? [] : ["};"]),
    "",
  ].join("\n");
}

export interface ServedOperationsInput {
  operations: readonly PlannedOperation[];
  specifierOf: (module: string) => string;
  /** Specifiers of the runtime's `serve`, of the monolith's names, and of the files beside this one. */
  serve: string;
  names: string;
  contract: string;
  check: string;
  language: "ts" | "js";
}

/** `operations.ts` in the service. */
export function servedOperationsSource({ operations, specifierOf, serve, names, contract, check, language }: ServedOperationsInput): string {
  const modules = [...new Set(operations.map((each) => each.module))].sort();
  const locals = moduleNames(modules, ["operations", "names", "contract", "checkArguments", "args"]);
  const typed = language === "ts";
  return [
    ...(typed ? [`import type { ServedOperation } from ${quote(serve)};`] : []),
    `import { operations as names } from ${quote(names)};`,
    `import { checkArguments } from ${quote(check)};`,
    `import { contract } from ${quote(contract)};`,
    ...modules.map((module) => `import * as ${locals.get(module)!} from ${quote(specifierOf(module))};`),
    "",
    "/** What the rest of the program may ask of this service. */",
    `export const operations${typed ? ": ServedOperation[]" : ""} = [`,
    ...operations.map((each) => {
      const symbol = access(locals.get(each.module)!, each.symbol);
      const target = each.member === undefined ? symbol : access(symbol, each.member);
      // The codec has rebuilt what the caller passed, who was held to the same types.
      const args = typed ? `...(args as Parameters<typeof ${target}>)` : "...args";
      const name = quote(each.name);
      return `{ operation: names[${name}], check: checkArguments(${name}, contract[${name}].args), run: (args) => ${target}(${args}) },`;
    }),
    "];",
    "",
  ].join("\n");
}

/** `check.ts` in the service. */
export const checkSource = `import { z } from "zod";

const strict = process.env["FICUS_STRICT"] === "true";
const told = new Set<string>();

/** Says what the contract finds wrong with arguments. Types lie now and then, so a call is refused only in strict mode; otherwise it is told once. */
export function checkArguments(operation: string, schema: z.ZodType): (args: readonly unknown[]) => string | undefined {
  return (args) => {
    const { success, error } = schema.safeParse(args);
    if (success) return undefined;
    const problem = z.prettifyError(error);
    if (strict) return problem;
    if (!told.has(operation)) process.emitWarning(\`\${operation} was called with what its contract does not admit: \${problem}\`);
    told.add(operation);
    return undefined;
  };
}
`;

const access = (object: string, name: string): string => (isIdentifier(name) ? `${object}.${name}` : `${object}[${quote(name)}]`);

/** Names for whole modules, after their files. */
function moduleNames(modules: readonly string[], taken: readonly string[]): Map<string, string> {
  const used = new Set(taken);
  const names = new Map<string, string>();
  for (const module of modules) {
    const base = identifierOf(module.slice(module.lastIndexOf("/") + 1).replace(/\.[mc]?[jt]sx?$/, ""));
    let name = base;
    for (let count = 2; used.has(name); count++) name = `${base}${count}`;
    used.add(name);
    names.set(module, name);
  }
  return names;
}

function importClasses(classes: readonly WireClass[], locals: ReadonlyMap<string, string>, specifierOf: (module: string) => string): string[] {
  const byModule = new Map<string, string[]>();
  for (const { id, module, symbol } of classes) {
    const local = locals.get(id)!;
    byModule.set(module, [...(byModule.get(module) ?? []), symbol === local ? local : `${symbol} as ${local}`]);
  }
  return [...byModule]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([module, names]) => `import { ${names.join(", ")} } from ${quote(specifierOf(module))};`);
}
