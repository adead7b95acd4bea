/** How a repository formats its code, as far as configuration that is data says it. Configuration that is code is never run. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse as parseJsonc, type ParseError } from "jsonc-parser";
import { parse as parseYaml } from "yaml";
import { z } from "zod";
import type { FormatOptions } from "../generate/format.ts";

const Options = z.object({
  printWidth: z.number().optional(),
  tabWidth: z.number().optional(),
  useTabs: z.boolean().optional(),
  semi: z.boolean().optional(),
  singleQuote: z.boolean().optional(),
  trailingComma: z.enum(["all", "es5", "none"]).optional(),
  bracketSpacing: z.boolean().optional(),
  arrowParens: z.enum(["always", "avoid"]).optional(),
  endOfLine: z.enum(["lf", "crlf", "cr", "auto"]).optional(),
});

/** Names in the order in which they win; oxfmt takes prettier's options. */
const names = [".prettierrc", ".prettierrc.json", ".prettierrc.yaml", ".prettierrc.yml", ".prettierrc.json5", ".oxfmtrc.json", ".oxfmtrc.jsonc"];

/** @param sample some of the repository's own code: quotes and indentation are taken from it where no configuration says them */
export function readFormatOptions(root: string, sample: string): FormatOptions {
  const configured = names.map((name) => parse(read(join(root, name)))).find((found) => found !== undefined) ?? inManifest(root);
  const { data } = Options.safeParse(configured ?? {});
  return { ...guess(sample), ...editorConfig(read(join(root, ".editorconfig"))), ...withoutUndefined(data ?? {}) };
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

function parse(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  const errors: ParseError[] = [];
  const json: unknown = parseJsonc(text, errors, { allowTrailingComma: true });
  if (errors.length === 0) return json;
  try {
    return parseYaml(text, { maxAliasCount: 10 });
  } catch {
    return undefined;
  }
}

function inManifest(root: string): unknown {
  const manifest = parse(read(join(root, "package.json")));
  return typeof manifest === "object" && manifest !== null && "prettier" in manifest ? manifest.prettier : undefined;
}

function editorConfig(text: string | undefined): FormatOptions {
  if (text === undefined) return {};
  const value = (name: string): string | undefined => new RegExp(`^\\s*${name}\\s*=\\s*(\\w+)`, "im").exec(text)?.[1]?.toLowerCase();
  const size = Number(value("indent_size"));
  const width = Number(value("max_line_length"));
  const style = value("indent_style");
  return {
    ...(style === undefined ? {} : { useTabs: style === "tab" }),
    ...(Number.isInteger(size) && size > 0 ? { tabWidth: size } : {}),
    ...(Number.isInteger(width) && width > 0 ? { printWidth: width } : {}),
  };
}

function guess(sample: string): FormatOptions {
  const count = (pattern: RegExp): number => sample.match(pattern)?.length ?? 0;
  return {
    singleQuote: count(/from '/g) + count(/require\('/g) > count(/from "/g) + count(/require\("/g),
    semi: count(/;\r?$/gm) * 2 >= count(/^(?:import|export|const|let|return)\b.*[^{(,]\r?$/gm),
    useTabs: count(/^\t/gm) > count(/^ {2}/gm),
    tabWidth: count(/^ {2}\S/gm) > 0 ? 2 : 4,
  };
}

function withoutUndefined(options: z.infer<typeof Options>): FormatOptions {
  // Zod leaves out what is not there; the type does not know it.
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as FormatOptions;
}
