/** What recognisers see of a walk. */
import { locateOffset } from "./positions.ts";
import type { FileFacts } from "../model/facts.ts";
import type { FileContext, ImportedName } from "./recogniser.ts";
import { ts } from "./typescript.ts";
import { termOf } from "./walk.ts";
import type { Walk } from "./walk.ts";

const K = ts.SyntaxKind;
type Named = ts.VariableDeclaration | ts.ParameterDeclaration | ts.PropertyDeclaration | ts.BindingElement;

/**
 * A class, because each object literal with a getter leaves a shape of its own behind, and that shape kept the whole walk with its syntax tree alive
 * until the next full collection: a quarter of all time.
 */
class WalkContext implements FileContext {
  readonly sourceFile: ts.SourceFile;
  readonly facts: FileFacts;
  readonly #walk: Walk;

  constructor(walk: Walk) {
    this.sourceFile = walk.sourceFile;
    this.facts = walk.facts;
    this.#walk = walk;
  }

  get owner(): number {
    return this.#walk.owner;
  }

  get classNode(): ts.ClassLikeDeclaration | undefined {
    return this.#walk.classNode;
  }

  position(node: ts.Node): { line: number; column: number } {
    return locateOffset(this.sourceFile.getLineStarts(), node.getStart(this.sourceFile));
  }

  endLine(node: ts.Node): number {
    return locateOffset(this.sourceFile.getLineStarts(), node.end).line;
  }

  imported(name: string): ImportedName | undefined {
    const { scope, facts } = this.#walk;
    const meaning = scope.value(name) ?? scope.type(name);
    const binding = meaning === undefined || meaning.binding < 0 ? undefined : facts.bindings[meaning.binding];
    const specifier = binding === undefined ? undefined : facts.imports[binding.import]?.specifier;
    return binding === undefined || specifier === undefined ? undefined : { specifier, name: binding.name };
  }

  initializer(expression: ts.Expression): ts.Expression | undefined {
    return (namedBy(this.#walk, expression) as ts.VariableDeclaration | undefined)?.initializer;
  }

  writtenType(expression: ts.Expression): ts.TypeNode | undefined {
    return (namedBy(this.#walk, expression) as ts.VariableDeclaration | undefined)?.type;
  }

  decoratorsOf(expression: ts.Expression): readonly ts.Decorator[] {
    const node = namedBy(this.#walk, expression);
    const modifiers: readonly ts.ModifierLike[] = (node as ts.PropertyDeclaration | undefined)?.modifiers ?? [];
    return modifiers.filter((modifier): modifier is ts.Decorator => modifier.kind === K.Decorator);
  }

  constant(expression: ts.Expression): string | undefined {
    return constantText(this.#walk, expression, 0);
  }

  term(expression: ts.Expression): number {
    return termOf(this.#walk, expression);
  }

  declaration(node: ts.Node): number {
    return this.#walk.declarationOf.get(node) ?? -1;
  }
}

export const fileContext = (walk: Walk): FileContext => new WalkContext(walk);

/** The node that declares what an identifier or `this.name` names. */
function namedBy(walk: Walk, expression: ts.Expression): Named | undefined {
  let node = expression;
  while (node.kind === K.ParenthesizedExpression || node.kind === K.NonNullExpression || node.kind === K.AsExpression)
    node = (node as ts.AsExpression).expression;
  if (node.kind === K.Identifier) {
    const found = walk.scope.value((node as ts.Identifier).text)?.node;
    const kind = found?.kind;
    // These four kinds are the ones that have an initializer and a type.
    return kind === K.VariableDeclaration || kind === K.Parameter || kind === K.PropertyDeclaration || kind === K.BindingElement
      ? (found as Named)
      : undefined;
  }
  if (node.kind !== K.PropertyAccessExpression) return undefined;
  const access = node as ts.PropertyAccessExpression;
  return access.expression.kind === K.ThisKeyword && walk.classNode !== undefined ? memberOf(walk.classNode, access.name.text) : undefined;
}

function memberOf(node: ts.ClassLikeDeclaration, name: string): Named | undefined {
  for (const member of node.members) {
    if (member.kind === K.PropertyDeclaration && (member.name as ts.Identifier | undefined)?.text === name) return member as ts.PropertyDeclaration;
    if (member.kind !== K.Constructor) continue;
    const constructor = member as ts.ConstructorDeclaration;
    const parameter = constructor.parameters.find(
      (candidate) => candidate.name.kind === K.Identifier && (candidate.name as ts.Identifier).text === name,
    );
    if (parameter !== undefined) return parameter;
  }
  return undefined;
}

function constantText(walk: Walk, node: ts.Expression, depth: number): string | undefined {
  if (depth > 4) return undefined;
  switch (node.kind) {
    case K.StringLiteral:
    case K.NoSubstitutionTemplateLiteral:
      return (node as ts.StringLiteral).text;
    case K.TemplateExpression: {
      const template = node as ts.TemplateExpression;
      return (
        template.head.text +
        template.templateSpans.map((span) => (constantText(walk, span.expression, depth + 1) ?? "*") + span.literal.text).join("")
      );
    }
    case K.BinaryExpression: {
      const binary = node as ts.BinaryExpression;
      if (binary.operatorToken.kind !== K.PlusToken) return undefined;
      const left = constantText(walk, binary.left, depth + 1);
      const right = constantText(walk, binary.right, depth + 1);
      return left === undefined && right === undefined ? undefined : `${left ?? "*"}${right ?? "*"}`;
    }
    case K.ParenthesizedExpression:
    case K.AsExpression:
    case K.SatisfiesExpression:
      return constantText(walk, (node as ts.ParenthesizedExpression).expression, depth);
    case K.Identifier:
    case K.PropertyAccessExpression: {
      const declared = namedBy(walk, node) as ts.VariableDeclaration | undefined;
      if (declared?.kind !== K.VariableDeclaration && declared?.kind !== (K.PropertyDeclaration as number)) return undefined;
      return declared?.initializer === undefined ? undefined : constantText(walk, declared.initializer, depth + 1);
    }
    default:
      return undefined;
  }
}
