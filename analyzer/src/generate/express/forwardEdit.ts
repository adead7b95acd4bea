/** Where the monolith's application hands the service's routes over: behind its own global middleware, before anything reads a body. */
import { Node } from "ts-morph";
import type { SourceFile } from "ts-morph";
import type { Edit } from "../edits.ts";
import type { RouterNode, Step } from "./routerTree.ts";

const bodyParser = /\b(json|urlencoded|raw|text|bodyParser|multer|formidable|fileUpload|busboy)\b/;

/**
 * @param name the forwarding middleware, as it is imported
 * @param specifier of the module that exports it
 */
export function forwardEdits(application: RouterNode, name: string, specifier: string, path: string): Edit[] {
  const before = application.steps.find(readsBody) ?? application.steps.find((step) => step.kind === "mount" || step.kind === "route");
  if (before === undefined) return [];
  const { statement } = before;
  const file = statement.getSourceFile();
  const indent = " ".repeat(statement.getStart() - statement.getStartLinePos());
  return [
    { path, ...importEdit(file, `{ ${name} }`, specifier) },
    { path, start: statement.getStart(), end: statement.getStart(), text: `${application.name}.use(${name});\n${indent}` },
  ];
}

function readsBody(step: Step): boolean {
  return (step.kind === "middleware" || step.kind === "configure") && step.handlers.some((handler) => bodyParser.test(calleeOf(handler)));
}

/** `express.json({…})` → `express.json`: what stands in the options is no name of a parser. */
function calleeOf(handler: Node): string {
  return Node.isCallExpression(handler) ? handler.getExpression().getText() : handler.getText();
}

/** Behind the last import, in the quotes of the file. */
export function importEdit(file: SourceFile, names: string, specifier: string): Omit<Edit, "path"> {
  const last = file.getImportDeclarations().at(-1);
  const quote = last?.getModuleSpecifier().getText().charAt(0) ?? '"';
  if (last === undefined) {
    const first = file.getStatements()[0];
    const at = first?.getStart() ?? 0;
    return { start: at, end: at, text: `const ${names} = require(${quote}${specifier}${quote});\n` };
  }
  const end = last.getText().endsWith(";") ? ";" : "";
  return { start: last.getEnd(), end: last.getEnd(), text: `\nimport ${names} from ${quote}${specifier}${quote}${end}` };
}

/** As above, for a module that is imported for what it does. */
export function sideEffectImport(file: SourceFile, specifier: string): Omit<Edit, "path"> {
  const last = file.getImportDeclarations().at(-1);
  const quote = last?.getModuleSpecifier().getText().charAt(0) ?? '"';
  if (last === undefined) return { start: 0, end: 0, text: `require(${quote}${specifier}${quote});\n` };
  return { start: last.getEnd(), end: last.getEnd(), text: `\nimport ${quote}${specifier}${quote}${last.getText().endsWith(";") ? ";" : ""}` };
}
