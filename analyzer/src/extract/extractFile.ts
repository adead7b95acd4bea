/** One file's text → its facts. Pure: the same path extension and text give the same facts. */
import type { FileFacts } from "../model/facts.ts";
import { Op, referenceWidth } from "../model/terms.ts";
import { closeAddedMembers } from "./addedMembers.ts";
import { addImportText, bindReferences } from "./bindImports.ts";
import { fileContext } from "./fileContext.ts";
import { declareInJsDoc } from "./jsDoc.ts";
import { locateLoops } from "./loops.ts";
import { recognisers as allRecognisers } from "./recognise/all.ts";
import { Scope } from "./scope.ts";
import { scriptOf } from "./scriptBlocks.ts";
import { problemOf } from "./survive.ts";
import { TermWriter } from "./termWriter.ts";
import { ts } from "./typescript.ts";
import { rowWidth } from "./walk.ts";
import type { Walk } from "./walk.ts";
import { classLike } from "./walkClasses.ts";
import { expression } from "./walkExpressions.ts";
import { functionLike } from "./walkFunctions.ts";
import { statement, statements } from "./walkStatements.ts";
import { typeTerm } from "./walkTypes.ts";

/**
 * @param path decides the language by its extension (.ts .tsx .mts .cts .js .jsx .mjs .cjs .vue .svelte); nothing else of it is used
 * @param text decoded source without byte-order mark
 */
export function extractFile(path: string, text: string): FileFacts {
  try {
    return extract(path, text);
  } catch (error) {
    // The parser itself gave up: the module is there, and nothing is known of it.
    const facts = extract(path.endsWith(".ts") ? "module.ts" : "module.js", "");
    return { ...facts, lines: text.split("\n").length, problems: [{ message: problemOf(error), line: 1, column: 1 }] };
  }
}

function extract(path: string, text: string): FileFacts {
  const script = scriptOf(path, text);
  const isJavaScript = script.kind === ts.ScriptKind.JS || script.kind === ts.ScriptKind.JSX;
  const sourceFile = ts.createSourceFile(
    script.name,
    script.text,
    // JSDoc costs time, and only JavaScript says types in it.
    {
      languageVersion: ts.ScriptTarget.Latest,
      jsDocParsingMode: isJavaScript && script.text.includes("@") ? ts.JSDocParsingMode.ParseAll : ts.JSDocParsingMode.ParseNone,
    },
    false,
    script.kind,
  );
  const walk = newWalk(sourceFile, script.text, isJavaScript);
  bindReferences(walk);
  for (const { specifier, offset } of script.sources) addImportText(walk, specifier, offset, "side-effect", false);
  const closeComments = isJavaScript ? declareInJsDoc(walk, [sourceFile.endOfFileToken]) : undefined;
  statements(walk, sourceFile.statements);
  closeComments?.();
  // JavaScript writes types in comments alone.
  if (isJavaScript) for (const fact of walk.facts.imports) if (fact.kind === "import-type") fact.kind = "jsdoc";
  if (script.isComponent) exportComponent(walk.facts);
  return finish(walk);
}

/** The default export of a component need not be written. */
function exportComponent(facts: FileFacts): void {
  facts.isModule = true;
  if (!facts.exports.some((fact) => fact.kind !== "all" && fact.name === "default"))
    facts.exports.push({ kind: "local", name: "default", term: 0, typeOnly: false, line: 0, column: 0 });
}

function newWalk(sourceFile: ts.SourceFile, text: string, isJavaScript: boolean): Walk {
  const writer = new TermWriter();
  const scope = new Scope(undefined, true);
  const facts: FileFacts = {
    lines: sourceFile.getLineStarts().length,
    isModule: ts.isExternalModule(sourceFile),
    generated: isGenerated(text),
    strings: writer.strings,
    uses: new Int32Array(0),
    terms: new Int32Array(0),
    references: new Int32Array(0),
    loops: new Int32Array(0),
    imports: [],
    bindings: [],
    exports: [],
    declarations: [],
    typeParameters: [],
    globals: [],
    augmentations: [],
    injections: [],
    routes: [],
    entities: [],
    accesses: [],
    transactions: [],
    state: [],
    events: [],
    jobs: [],
    problems: syntaxErrors(sourceFile),
  };
  const walk: Walk = {
    text,
    sourceFile,
    isJavaScript,
    writer,
    facts,
    scope,
    recognisers: { call: [], template: [], class: [], variable: [], text: [] },
    // Replaced below: the context needs the walk.
    context: undefined as never,
    rows: [],
    loops: [],
    declarationOf: new Map(),
    documented: new Map(),
    assignments: new Map(),
    mutations: new Map(),
    exportsAliases: new Set(),
    exportMembers: new Map(),
    addedMembers: new Map(),
    localMembers: new Map(),
    globalNames: new Map(),
    moduleScope: scope,
    owner: -1,
    self: 0,
    receiver: 0,
    literalSelf: 0,
    parent: 0,
    classNode: undefined,
    functionDepth: 0,
    returns: undefined,
    returnContext: 0,
    inDecorator: false,
    expression: (node, context) => expression(walk, node, context),
    type: (node) => typeTerm(walk, node),
    statement: (node) => statement(walk, node),
    statements: (nodes) => statements(walk, nodes),
    functionLike: (node, context, declaration) => functionLike(walk, node, context, declaration),
    classLike: (node, declaration) => classLike(walk, node, declaration),
  };
  walk.context = fileContext(walk);
  for (const recogniser of allRecognisers) {
    if (!recogniser.applies(walk.context)) continue;
    if (recogniser.call !== undefined) walk.recognisers.call.push(recogniser);
    if (recogniser.template !== undefined) walk.recognisers.template.push(recogniser);
    if (recogniser.class !== undefined) walk.recognisers.class.push(recogniser);
    if (recogniser.variable !== undefined) walk.recognisers.variable.push(recogniser);
    if (recogniser.text !== undefined) walk.recognisers.text.push(recogniser);
  }
  return walk;
}

function syntaxErrors(sourceFile: ts.SourceFile): FileFacts["problems"] {
  // The parser's own list; the public type of source files leaves it out.
  const diagnostics = (sourceFile as ts.SourceFile & { parseDiagnostics?: ts.DiagnosticWithLocation[] }).parseDiagnostics ?? [];
  return diagnostics.slice(0, 3).map((diagnostic) => {
    const { line, character } = sourceFile.getLineAndCharacterOfPosition(diagnostic.start);
    return { message: ts.flattenDiagnosticMessageText(diagnostic.messageText, " "), line: line + 1, column: character + 1 };
  });
}

const isGenerated = (text: string): boolean =>
  /^\s*(\/\/|\/\*|<!--|['"]use)/.test(text) && /@generated\b|DO NOT EDIT|auto-?generated|generated by|code generated/i.test(text.slice(0, 600));

/** Turns offsets into lines and columns, closes open terms, and counts words. */
function finish(walk: Walk): FileFacts {
  const { facts, writer } = walk;
  for (const { term, terms } of walk.assignments.values()) {
    if (terms.length > 0) writer.code[term + 1] = writer.list(Op.union, [...new Set(terms)]);
  }
  closeAddedMembers(walk);
  const starts = walk.sourceFile.getLineStarts();
  const locate = locator(starts);
  for (const list of [facts.imports, facts.exports, facts.injections]) {
    for (const fact of list) {
      const offset = fact.line;
      fact.line = locate(offset);
      fact.column = offset - starts[fact.line - 1]! + 1;
    }
  }
  for (const fact of facts.declarations) {
    const offset = fact.line;
    fact.line = locate(offset);
    fact.column = offset - starts[fact.line - 1]! + 1;
    fact.endLine = locate(fact.endLine);
  }
  for (const [declaration, offsets] of walk.mutations) {
    const { name, line, column } = facts.declarations[declaration]!;
    facts.state.push({
      name,
      declaration,
      line,
      column,
      mutations: offsets.map((offset) => {
        const at = locate(offset);
        return { line: at, column: offset - starts[at - 1]! + 1 };
      }),
    });
  }
  facts.state.sort((left, right) => left.declaration - right.declaration);
  facts.references = locateRows(walk.rows, starts, locate);
  facts.loops = locateLoops(walk.loops, starts, locate);
  facts.terms = new Int32Array(writer.code);
  facts.uses = new Int32Array(writer.uses);
  return facts;
}

function locateRows(rows: readonly number[], starts: readonly number[], locate: (offset: number) => number): Int32Array {
  const count = rows.length / rowWidth;
  const order = new Uint32Array(count);
  let sorted = true;
  for (let row = 0; row < count; row++) {
    order[row] = row;
    if (row > 0 && rows[row * rowWidth + 3]! < rows[(row - 1) * rowWidth + 3]!) sorted = false;
  }
  if (!sorted) order.sort((left, right) => rows[left * rowWidth + 3]! - rows[right * rowWidth + 3]! || left - right);
  const table = new Int32Array(count * referenceWidth);
  for (let position = 0; position < count; position++) {
    const row = order[position]! * rowWidth;
    const offset = rows[row + 3]!;
    const line = locate(offset);
    const at = position * referenceWidth;
    table[at] = rows[row]!;
    table[at + 1] = rows[row + 1]!;
    table[at + 2] = rows[row + 2]!;
    table[at + 3] = line;
    table[at + 4] = offset - starts[line - 1]! + 1;
  }
  return table;
}

/** 1-based line of an offset. Neighbouring questions mostly fall on the same or the next line. */
function locator(starts: readonly number[]): (offset: number) => number {
  let last = 0;
  return (offset) => {
    if (offset >= starts[last]! && (last + 1 === starts.length || offset < starts[last + 1]!)) return last + 1;
    if (last + 1 < starts.length && offset >= starts[last + 1]! && (last + 2 === starts.length || offset < starts[last + 2]!)) return ++last + 1;
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    last = low;
    return low + 1;
  };
}
