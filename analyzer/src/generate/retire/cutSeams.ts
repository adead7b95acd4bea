/**
 * Takes the local side out of the seams, where they stand in the monolith: facades call the service and nothing else, routes are always forwarded and their
 * routers no longer mounted, listeners of the service no longer started.
 */
import { Node, SyntaxKind } from "ts-morph";
import type { CallExpression, ImportDeclaration, SourceFile, Statement } from "ts-morph";
import { readRouters } from "../express/readRouters.ts";
import { routesBelow } from "../express/routerTree.ts";
import { applyEdits, type Edit } from "../edits.ts";
import { remoteFacade } from "./remoteFacade.ts";
import type { Reason, RetirementInput } from "./retirement.ts";

/** New texts of the files that change, by path. */
export interface Cut {
  texts: Map<string, string>;
  notes: Reason[];
}

export function cutSeams(files: readonly SourceFile[], pathOf: (file: SourceFile) => string, input: RetirementInput): Cut {
  const isOwned = (file: SourceFile): boolean => input.owned.has(pathOf(file));
  const staying = files.filter((file) => !isOwned(file) && !pathOf(file).startsWith("services/") && !input.isTest(pathOf(file)));
  const edits: Edit[] = [];
  const notes: Reason[] = [];
  const gone: Statement[] = [];
  for (const router of readRouters(
    files.filter((file) => !pathOf(file).startsWith(`${input.package}/`) && !input.isTest(pathOf(file))),
    pathOf,
  )) {
    if (input.owned.has(router.file)) continue;
    for (const statement of new Set(router.steps.map((step) => step.statement))) {
      const steps = router.steps.filter((step) => step.statement === statement);
      const mounted = steps.flatMap((step) => (step.kind === "mount" && input.owned.has(step.router.file) ? [step] : []));
      if (mounted.length === 0) continue;
      const foreign = mounted.flatMap((step) => routesBelow(step.router)).find((route) => !input.owned.has(route.chain.at(-1)!.file));
      const why =
        foreign !== undefined
          ? `it also brings ${foreign.method} ${foreign.path} of others`
          : mounted.length < steps.length
            ? "the same statement mounts more"
            : undefined;
      if (why === undefined) gone.push(statement);
      else notes.push({ module: router.file, line: statement.getStartLineNumber(), why: `this mount of ${mounted[0]!.router.name} stays: ${why}` });
    }
  }
  for (const file of staying) {
    const path = pathOf(file);
    const facade = remoteFacade(file, staying, isOwned);
    if (facade?.kind === "kept") notes.push({ module: path, line: 1, why: facade.why });
    if (facade?.kind === "remote") {
      edits.push(...facade.edits.map((edit) => ({ path, ...edit })));
      notes.push(...facade.rest.map((why) => ({ module: path, line: 1, why })));
    }
    if (!file.getFullText().includes(input.service)) continue;
    for (const call of file.getDescendantsOfKind(SyntaxKind.CallExpression)) {
      const callee = call.getExpression().getText();
      if (callee === "forwardRoutes") edits.push(...alwaysForward(call, input.service).map((edit) => ({ path, ...edit })));
      if (callee !== "runsHere" || !isText(call.getArguments()[0], input.service)) continue;
      const cut = runsNoMore(call);
      if (cut.kind === "statement") gone.push(cut.statement);
      else edits.push({ path, ...cut.edit });
    }
  }
  for (const statement of gone) {
    const file = statement.getSourceFile();
    edits.push({ path: pathOf(file), ...wholeLines(file, statement) });
  }
  const byPath = Map.groupBy(edits, (edit) => edit.path);
  const texts = new Map<string, string>();
  for (const file of staying) {
    const own = byPath.get(pathOf(file));
    if (own === undefined) continue;
    const all = [...own, ...unusedImports(file, own).map((edit) => ({ path: pathOf(file), ...edit }))];
    texts.set(pathOf(file), applyEdits(file.getFullText(), all));
  }
  return { texts, notes };
}

type Change = Omit<Edit, "path">;

const isText = (node: Node | undefined, text: string): boolean => Node.isStringLiteral(node) && node.getLiteralValue() === text;

const switched = " where the switch says so";

/** `forwardRoutes({ service: "orders", … })` → with `remoteOnly: true`. */
function alwaysForward(call: CallExpression, service: string): Change[] {
  const options = call.getArguments()[0];
  if (!Node.isObjectLiteralExpression(options) || options.getProperty("remoteOnly") !== undefined) return [];
  const named = options.getProperty("service");
  if (!Node.isPropertyAssignment(named) || !isText(named.getInitializer(), service)) return [];
  const multiline = options.getStartLineNumber() !== named.getStartLineNumber();
  const separator = multiline ? `,\n${" ".repeat(named.getStart() - named.getStartLinePos())}` : ", ";
  const changes = [{ start: named.getEnd(), end: named.getEnd(), text: `${separator}remoteOnly: true` }];
  // The extraction's own comment.
  const said = call.getSourceFile().getFullText().indexOf(switched);
  return said < 0 ? changes : [...changes, { start: said, end: said + switched.length, text: "" }];
}

/** The listeners run in the service: what asks whether they run here is answered once and for all. */
function runsNoMore(call: CallExpression): { kind: "statement"; statement: Statement } | { kind: "edit"; edit: Change } {
  const parent = call.getParentOrThrow();
  if (Node.isIfStatement(parent) && parent.getExpression() === call) {
    const otherwise = parent.getElseStatement();
    if (otherwise === undefined) return { kind: "statement", statement: parent };
    return { kind: "edit", edit: { start: parent.getStart(), end: parent.getEnd(), text: otherwise.getText() } };
  }
  const negated = Node.isPrefixUnaryExpression(parent) && parent.getOperatorToken() === SyntaxKind.ExclamationToken;
  const replaced = negated ? parent : call;
  return { kind: "edit", edit: { start: replaced.getStart(), end: replaced.getEnd(), text: String(negated) } };
}

/** A statement with its line, when it has the line for itself. */
export function wholeLines(file: SourceFile, node: Node): Change {
  const text = file.getFullText();
  const lineStart = node.getStartLinePos();
  const alone = text.slice(lineStart, node.getStart()).trim() === "";
  const rest = /^[ \t;]*(\r?\n|$)/.exec(text.slice(node.getEnd()));
  if (!alone || rest === null) return { start: node.getStart(), end: node.getEnd(), text: "" };
  return { start: lineStart, end: node.getEnd() + rest[0].length, text: "" };
}

/** Names that only what goes away has used. */
function unusedImports(file: SourceFile, edits: readonly Change[]): Change[] {
  const isGone = (node: Node): boolean => edits.some(({ start, end }) => node.getStart() >= start && node.getEnd() <= end && end > start);
  const used = new Set<string>();
  const lost = new Set<string>();
  for (const name of file.getDescendantsOfKind(SyntaxKind.Identifier)) {
    if (name.getFirstAncestorByKind(SyntaxKind.ImportDeclaration) !== undefined) continue;
    (isGone(name) ? lost : used).add(name.getText());
  }
  // What takes the place of something may use the same names.
  for (const { text } of edits) for (const [word] of text.matchAll(/[\w$]+/g)) used.add(word);
  const isLost = (name: string): boolean => lost.has(name) && !used.has(name);
  return file.getImportDeclarations().flatMap((declaration) => (isGone(declaration) ? [] : withoutNames(file, declaration, isLost)));
}

function withoutNames(file: SourceFile, declaration: ImportDeclaration, isLost: (name: string) => boolean): Change[] {
  const named = declaration.getNamedImports();
  const whole = declaration.getDefaultImport() ?? declaration.getNamespaceImport();
  const stay = named.filter((each) => !isLost((each.getAliasNode() ?? each.getNameNode()).getText()));
  const keepsWhole = whole !== undefined && !isLost(whole.getText());
  if (stay.length === named.length && (whole === undefined || keepsWhole)) return [];
  if (stay.length === 0 && !keepsWhole) return [wholeLines(file, declaration)];
  const head = [...(keepsWhole ? [whole.getText()] : []), ...(stay.length > 0 ? [`{ ${stay.map((each) => each.getText()).join(", ")} }`] : [])];
  const clause = declaration.getImportClauseOrThrow();
  const type = declaration.isTypeOnly() ? "type " : "";
  return [{ start: clause.getStart(), end: clause.getEnd(), text: `${type}${head.join(", ")}` }];
}
