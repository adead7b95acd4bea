/** The module that callers import instead of a module of the service: the same names and types, each call going where the switch says. */
import { isIdentifier, propertyKey, quote } from "../source/names.ts";

/** One exported symbol of the module, with the operations that it stands for. */
export interface FacadeSymbol {
  /** Name of the export. */
  name: string;
  kind: "function" | "instance";
  /** Names of operations, by method; a function has its one under "". */
  operations: ReadonlyMap<string, string>;
  /** Overloads and open type parameters: the checker cannot see that the wrapper has the same type. */
  cast: boolean;
}

export interface FacadeInput {
  symbols: readonly FacadeSymbol[];
  /** Specifiers, as the facade's module writes them. */
  local: string;
  operations: string;
  runtime: (file: "invoke" | "standIn") => string;
  language: "ts" | "js";
}

export function facadeSource({ symbols, local, operations, runtime, language }: FacadeInput): string {
  const uses = (kind: FacadeSymbol["kind"]): boolean => symbols.some((symbol) => symbol.kind === kind);
  const typed = language === "ts";
  return [
    `import * as local from ${quote(local)};`,
    `import { operations } from ${quote(operations)};`,
    ...(uses("function") ? [`import { invoke } from ${quote(runtime("invoke"))};`] : []),
    ...(uses("instance") ? [`import { standIn } from ${quote(runtime("standIn"))};`] : []),
    "",
    ...symbols.flatMap((symbol) => [symbol.kind === "function" ? functionText(symbol, typed) : instanceText(symbol, typed), ""]),
  ].join("\n");
}

const member = (object: string, name: string): string => (isIdentifier(name) ? `${object}.${name}` : `${object}[${quote(name)}]`);

function functionText(symbol: FacadeSymbol, typed: boolean): string {
  const target = member("local", symbol.name);
  const operation = `operations[${quote(symbol.operations.get("")!)}]`;
  if (!typed) {
    return `/** @type {typeof ${target}} */\nexport const ${symbol.name} = (...args) => invoke(${operation}, ${target}, args);`;
  }
  if (!symbol.cast) {
    return `export const ${symbol.name}: typeof ${target} = (...args) => invoke(${operation}, ${target}, args);`;
  }
  return [
    "// Overloads and type parameters are lost on the way through; the wire carries whatever the local function takes and gives.",
    `export const ${symbol.name} = ((...args: Parameters<typeof ${target}>) => invoke(${operation}, ${target}, args)) as typeof ${target};`,
  ].join("\n");
}

function instanceText(symbol: FacadeSymbol, typed: boolean): string {
  const target = member("local", symbol.name);
  const methods = [...symbol.operations].map(([method, name]) => `${propertyKey(method)}: { operation: operations[${quote(name)}] },`);
  const type = typed ? `: typeof ${target}` : "";
  return `${typed ? "" : `/** @type {typeof ${target}} */\n`}export const ${symbol.name}${type} = standIn(() => ${target}, { ${methods.join(" ")} });`;
}
