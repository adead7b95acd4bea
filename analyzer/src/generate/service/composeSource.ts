/** `compose.ts` of a service on Express: the slice of the monolith's application and of its start that the service needs. */
import type { SourceFile } from "ts-morph";
import type { ApplicationSlice } from "../express/sliceApplication.ts";
import { writeImports, type ImportNeed } from "../source/imports.ts";
import { commentText } from "../source/names.ts";
import type { StartUp } from "../startUp/sliceStartUp.ts";
import { whyLeftOut } from "../startUp/whyLeftOut.ts";

export interface ComposeInput {
  service: string;
  application: { slice: ApplicationSlice; file: string };
  startUp: StartUp | undefined;
  /** Path of the file that starts the monolith, below its root. */
  startFile: string | undefined;
  specifierOf: (file: SourceFile) => string;
  /** Specifier of the runtime's file that says that the service does not know a route. */
  unmatchedFrom: string;
}

export function composeSource({ service, application, startUp, startFile, specifierOf, unmatchedFrom }: ComposeInput): string {
  const { slice } = application;
  const needs: ImportNeed[] = [...slice.needs.imports, ...(startUp?.needs.imports ?? [])];
  needs.push({ from: "node:http", name: "RequestListener", as: "RequestListener", typeOnly: true });
  needs.push({ from: unmatchedFrom, name: "answerUnmatched", as: "answerUnmatched", typeOnly: false });
  const declarations = [...new Set([...slice.needs.declarations, ...(startUp?.needs.declarations ?? [])])];
  const main = slice.parts.find((part) => part.isApplication);
  return [
    ...effectsOf(startUp, specifierOf),
    ...writeImports(dedupe(needs), specifierOf),
    "",
    "export interface Composition {",
    "  /** Answers the routes of the service; what it does not know is marked as unmatched. */",
    "  handle: RequestListener;",
    "  close(): Promise<void>;",
    "}",
    "",
    ...declarations.flatMap((text) => [text, ""]),
    ...slice.parts.flatMap((part) => (part.isApplication ? [] : [`const ${part.name} = ${part.made};`, ...part.lines, ""])),
    `/** The part of ${commentText(application.file)} that serves ${service}: the same middleware in the same order, and only its own routes. */`,
    "function createApplication() {",
    ...slice.needs.locals,
    `const ${main!.name} = ${main!.made};`,
    ...main!.lines,
    `return ${main!.name};`,
    "}",
    "",
    ...composeFunction(startUp, startFile),
  ].join("\n");
}

/** What the file that starts the monolith imports for its effect alone: settings are read from files, globals put in place. */
function effectsOf(startUp: StartUp | undefined, specifierOf: (file: SourceFile) => string): string[] {
  const effects = startUp?.file.getImportDeclarations().filter((each) => each.getImportClause() === undefined) ?? [];
  return effects.map((each) => {
    const written = each.getModuleSpecifierValue();
    const file = written.startsWith(".") ? each.getModuleSpecifierSourceFile() : undefined;
    return `import ${JSON.stringify(file === undefined ? written : specifierOf(file))};`;
  });
}

function composeFunction(startUp: StartUp | undefined, startFile: string | undefined): string[] {
  const kept = startUp?.statements.filter((fate) => fate.keep).map((fate) => fate.statement.getText()) ?? [];
  const close = startUp?.close.filter((fate) => fate.keep).map((fate) => fate.statement.getText()) ?? [];
  const left = [...(startUp?.statements ?? []), ...(startUp?.close ?? [])].flatMap((fate) => {
    const why = whyLeftOut(fate);
    return why === undefined ? [] : [` * - \`${commentText(firstLine(fate.statement.getText()))}\`: ${why}`];
  });
  return [
    "/**",
    ` * Brings up what the service needs${startFile === undefined ? "" : `, as ${commentText(startFile)} does for the whole`}. Called once by main.ts, and by tests as often as they like.`,
    ...(left.length > 0 ? [" *", " * Left out of the monolith's start:", ...left] : []),
    " */",
    "export async function compose(): Promise<Composition> {",
    ...(startUp?.needs.locals ?? []),
    ...kept,
    "return {",
    "handle: createApplication(),",
    `async close() { ${close.length === 0 ? "" : `\n${close.join("\n")}\n`} },`,
    "};",
    "}",
    "",
  ];
}

function firstLine(text: string): string {
  const [line = "", ...rest] = text.split("\n");
  return rest.length === 0 ? line : `${line} …`;
}

function dedupe(needs: readonly ImportNeed[]): ImportNeed[] {
  const seen = new Map<string, ImportNeed>();
  for (const need of needs) {
    const key = `${typeof need.from === "string" ? need.from : need.from.getFilePath()} ${need.name} ${need.as}`;
    const before = seen.get(key);
    // A name that is needed as a value brings its type along.
    if (before === undefined || (before.typeOnly && !need.typeOnly)) seen.set(key, need);
  }
  return [...seen.values()];
}
