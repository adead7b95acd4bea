/** Formats generated files as the repository that they join is formatted. */
import { format } from "prettier/standalone";
import * as babel from "prettier/plugins/babel";
import * as estree from "prettier/plugins/estree";
import * as markdown from "prettier/plugins/markdown";
import * as typescript from "prettier/plugins/typescript";
import * as yaml from "prettier/plugins/yaml";

/** The options of prettier that matter to generated files. Read from configuration that is data; configuration that is code is never run. */
export interface FormatOptions {
  printWidth?: number;
  tabWidth?: number;
  useTabs?: boolean;
  semi?: boolean;
  singleQuote?: boolean;
  trailingComma?: "all" | "es5" | "none";
  bracketSpacing?: boolean;
  arrowParens?: "always" | "avoid";
  endOfLine?: "lf" | "crlf" | "cr" | "auto";
}

const parsers: [RegExp, string][] = [
  [/\.[mc]?tsx?$/, "typescript"],
  [/\.[mc]?jsx?$/, "babel"],
  [/\.json$/, "json"],
  [/\.ya?ml$/, "yaml"],
  [/\.md$/, "markdown"],
];

/** @throws SyntaxError when the text is no valid source: a defect of the generator */
export async function formatFile(path: string, contents: string, options: FormatOptions): Promise<string> {
  const parser = parsers.find(([ending]) => ending.test(path))?.[1];
  if (parser === undefined) return contents;
  return format(contents, { ...options, parser, plugins: [babel, estree, markdown, typescript, yaml] });
}
