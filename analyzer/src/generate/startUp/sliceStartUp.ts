/**
 * What must happen before and after a service serves, taken from the statements with which the monolith starts: databases are opened, listeners
 * registered; migrations, seeds, schedulers and what other services start are left out. Each statement's fate is told with its reason.
 */
import { Node, SyntaxKind } from "ts-morph";
import type { SourceFile, Statement } from "ts-morph";
import { declarationOf } from "../source/declarations.ts";
import { excerpt, type Excerpt } from "../source/excerpt.ts";
import { judgeStatement, type Fate, type Knowledge } from "./judgeStatement.ts";

export interface StartUp {
  /** Path of the function that starts the monolith. */
  file: SourceFile;
  statements: Fate[];
  /** How it is ended, in order. */
  close: Fate[];
  needs: Excerpt;
}

/**
 * @param made the function that makes the application, or the variable that holds it
 * @param steps statements that fill the application: where it is started beside them, they are no part of the start
 * @returns undefined when nothing outside of tests uses it
 */
export function sliceStartUp(
  made: Node,
  name: string,
  files: readonly SourceFile[],
  knowledge: Knowledge,
  steps: ReadonlySet<Statement> = new Set(),
): StartUp | undefined {
  const use = findUse(made, name, files, knowledge);
  if (use === undefined) return undefined;
  const body = bodyAround(use).filter((statement) => !steps.has(statement));
  const fates: Fate[] = [];
  const gone = new Set<string>();
  for (const statement of body) fates.push(...judge(statement, use, gone, knowledge));
  const close = closingStatements(body).flatMap((statement) => judge(statement, use, gone, knowledge));
  const kept = [...fates, ...close].filter((fate) => fate.keep);
  return { file: use.getSourceFile(), statements: fates, close, needs: excerpt(kept.map((fate) => fate.statement)) };
}

function judge(statement: Statement, use: Node, gone: Set<string>, knowledge: Knowledge): Fate[] {
  const fates = judgeStatement(statement, use, gone, knowledge);
  if (fates.every((fate) => !fate.keep)) {
    for (const declared of statement.getDescendantsOfKind(SyntaxKind.VariableDeclaration)) gone.add(declared.getName());
  }
  return fates;
}

/** The first place outside of tests that uses the application, other than where it is made and exported. */
function findUse(made: Node, name: string, files: readonly SourceFile[], knowledge: Knowledge): Node | undefined {
  for (const file of files) {
    if (knowledge.isTest(file) || !file.getFullText().includes(name)) continue;
    for (const identifier of file.getDescendantsOfKind(SyntaxKind.Identifier)) {
      if (identifier.getText() !== name || declarationOf(identifier) !== made) continue;
      const parent = identifier.getParent();
      const isUse = Node.isCallExpression(parent) || (Node.isPropertyAccessExpression(parent) && parent.getName() === "listen");
      if (isUse && !made.getDescendants().includes(identifier)) return identifier;
    }
  }
  return undefined;
}

function bodyAround(use: Node): Statement[] {
  const around = use.getFirstAncestor((node) => Node.isFunctionLikeDeclaration(node) || Node.isSourceFile(node));
  if (around === undefined) return [];
  if (Node.isSourceFile(around))
    return around.getStatements().filter((statement) => !Node.isImportDeclaration(statement) && !Node.isExportable(statement));
  const body = Node.isBodyable(around) ? around.getBody() : undefined;
  return Node.isBlock(body) ? body.getStatements() : [];
}

const closing = /^(close|stop|shutdown|shutDown|end|destroy|dispose)$/;

/** The statements of `close()` in the object that the start answers with. */
function closingStatements(body: readonly Statement[]): Statement[] {
  const answer = body.findLast((statement) => Node.isReturnStatement(statement));
  const value = Node.isReturnStatement(answer) ? answer.getExpression() : undefined;
  if (!Node.isObjectLiteralExpression(value)) return [];
  for (const property of value.getProperties()) {
    if (!Node.isMethodDeclaration(property) && !Node.isPropertyAssignment(property)) continue;
    if (!closing.test(property.getName())) continue;
    const method = Node.isMethodDeclaration(property) ? property : property.getInitializer();
    const inner =
      Node.isMethodDeclaration(method) || Node.isArrowFunction(method) || Node.isFunctionExpression(method) ? method.getBody() : undefined;
    if (Node.isBlock(inner)) return inner.getStatements();
  }
  return [];
}
