/** SQL in strings and templates: queries, statements, and tables that migrations create. */
import type { FileContext } from "../recogniser.ts";
import { ts } from "../typescript.ts";
import type { NamedRecogniser } from "./dispatch.ts";
import { isCommonTable } from "./knex.ts";
import type { SqlFacts } from "./sqlReader.ts";
import { mayBeSql, readSql, startsLikeSql } from "./sqlTables.ts";
import { hole } from "./sqlTokens.ts";
import { bare, callee, isIdentifier, isString, literal, method } from "./syntax.ts";

const K = ts.SyntaxKind;

/** Calls whose first argument is SQL and nothing else. */
const queryCalls = new Set([
  "query",
  "execute",
  "raw",
  "exec",
  "prepare",
  "$queryRawUnsafe",
  "$executeRawUnsafe",
  "queryOne",
  "queryMany",
  "queryRaw",
  "executeSql",
  "executeQuery",
  "runSql",
  "fromRaw",
  "whereRaw",
  "joinRaw",
  "any",
  "many",
  "one",
  "none",
  "oneOrNone",
  "manyOrNone",
  "run",
  "all",
  "each",
  "sql",
]);
const sqlName = /sql|query|statement|cte/i;

export const rawSql: NamedRecogniser = {
  names: queryCalls,
  applies: () => true,
  text(node, context) {
    if (node.kind === K.TemplateExpression && !startsLikeSql((node as ts.TemplateExpression).head.text)) return;
    const text = textOf(node, context);
    const facts = mayBeSql(text) ? readSql(text, false) : undefined;
    if (facts === undefined) return;
    lastMet = node;
    add(facts, node, context);
  },
  template(node, context) {
    const text = textOf(node.template, context);
    if (mayBeSql(text)) add(readSql(text, sqlName.test(tagName(node.tag)) || tagName(node.tag) === "raw"), node.template, context);
  },
  call(node, context) {
    if (node.arguments === undefined || node.arguments.length === 0) return;
    const name = method(node) || callee(node);
    if (queryCalls.has(name) && node.arguments[0] !== undefined) whole(node.arguments[0], true, context);
  },
  variable(node, context) {
    if (node.initializer !== undefined && isIdentifier(node.name)) whole(node.initializer, sqlName.test(node.name.text), context);
  },
};

/** The literal that was last met by itself: the call or variable around it need not read it again. */
let lastMet: ts.Node | undefined;

function tagName(tag: ts.Expression): string {
  const inner = bare(tag);
  return isIdentifier(inner) ? inner.text : inner.kind === K.PropertyAccessExpression ? (inner as ts.PropertyAccessExpression).name.text : "";
}

function textOf(node: ts.Node, context: FileContext): string {
  if (node.kind !== K.TemplateExpression) return (node as ts.StringLiteralLike).text;
  const template = node as ts.TemplateExpression;
  let text = template.head.text;
  for (const span of template.templateSpans) text += (known(span.expression, context) ?? hole) + span.literal.text;
  return text;
}

/** A constant's text, where nothing in it is unknown. */
function known(expression: ts.Expression, context: FileContext): string | undefined {
  const text = literal(expression, context);
  return text === undefined || text.includes("*") ? undefined : text;
}

/**
 * A whole argument or initializer. Literals that are evidently SQL were met by themselves; what remains are literals that only their place makes SQL,
 * and concatenations, whose parts do not tell alone.
 */
function whole(expression: ts.Expression, trusted: boolean, context: FileContext): void {
  const inner = bare(expression);
  if (isString(inner) || inner.kind === K.TemplateExpression) {
    if (!trusted || inner === lastMet) return;
    const text = textOf(inner, context);
    if (mayBeSql(text)) add(readSql(text, true), inner, context);
    return;
  }
  if (inner.kind !== K.BinaryExpression) return;
  const text = context.constant(inner);
  if (text === undefined || !mayBeSql(text)) return;
  const facts = readSql(text, trusted);
  if (facts === undefined) return;
  const met = new Set(
    parts(inner)
      .flatMap((part) => (mayBeSql(part) ? (readSql(part, false)?.accesses ?? []) : []))
      .map(({ access, table }) => `${access} ${table}`),
  );
  add({ ...facts, accesses: facts.accesses.filter(({ access, table }) => !met.has(`${access} ${table}`)) }, inner, context);
}

/** The literals of a concatenation. */
function parts(expression: ts.Expression): string[] {
  const inner = bare(expression);
  if (isString(inner)) return [inner.text];
  if (inner.kind !== K.BinaryExpression) return [];
  return [...parts((inner as ts.BinaryExpression).left), ...parts((inner as ts.BinaryExpression).right)];
}

function add(facts: SqlFacts | undefined, node: ts.Node, context: FileContext): void {
  if (facts === undefined) return;
  const where = context.position(node);
  for (const { access, operation, table } of facts.accesses) {
    if (isCommonTable(table, context)) continue;
    context.facts.accesses.push({ orm: "sql", access, operation, table, owner: context.owner, ...where });
  }
  for (const { table, relations } of facts.created) {
    context.facts.entities.push({ orm: "sql", name: table, table, declaration: -1, relations, ...where });
  }
  for (const { table, relations } of facts.altered) context.facts.entities.find((entity) => entity.table === table)?.relations.push(...relations);
}
