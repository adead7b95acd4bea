/** Constructor parameters and properties that a dependency-injection container fills. */
import type { InjectionFact } from "../model/facts.ts";
import { ts } from "./typescript.ts";
import type { Walk } from "./walk.ts";

const K = ts.SyntaxKind;
type Style = InjectionFact["style"];

/** Packages whose decorators tell the container's style. */
const styleOfPackage: [prefix: string, style: Style][] = [
  ["@nestjs/", "nestjs"],
  ["inversify", "inversify"],
  ["tsyringe", "tsyringe"],
  ["typed-inject", "typed-inject"],
  ["@angular/core", "angular"],
];

function decoratorCalls(node: { modifiers?: ts.NodeArray<ts.ModifierLike> | undefined }): { name: string; argument: ts.Expression | undefined }[] {
  return (node.modifiers ?? []).flatMap((modifier) => {
    if (modifier.kind !== K.Decorator) return [];
    const expression = (modifier as ts.Decorator).expression;
    const callee = expression.kind === K.CallExpression ? (expression as ts.CallExpression).expression : expression;
    if (callee.kind !== K.Identifier) return [];
    return [
      {
        name: (callee as ts.Identifier).text,
        argument: expression.kind === K.CallExpression ? (expression as ts.CallExpression).arguments[0] : undefined,
      },
    ];
  });
}

function styleOfName(walk: Walk, name: string): Style | undefined {
  const meaning = walk.scope.value(name);
  if (meaning === undefined || meaning.binding < 0) return undefined;
  const binding = walk.facts.bindings[meaning.binding];
  const specifier = binding === undefined ? undefined : walk.facts.imports[binding.import]?.specifier;
  return styleOfPackage.find(([prefix]) => specifier?.startsWith(prefix) === true)?.[1];
}

/** Notes `node` (a constructor parameter or a property of class `owner`) if a container fills it. */
export function noteInjection(
  walk: Walk,
  node: ts.ParameterDeclaration | ts.PropertyDeclaration,
  owner: number,
  name: string,
  classNode: ts.ClassLikeDeclaration | undefined = undefined,
): void {
  const own = decoratorCalls(node).find((decorator) => /^(Inject|inject|LazyInject|injectAll|multiInject|named)/.test(decorator.name));
  const isParameter = node.kind === K.Parameter;
  let style: Style | undefined = own === undefined ? undefined : (styleOfName(walk, own.name) ?? "nestjs");
  let token = own?.argument === undefined ? undefined : walk.text.slice(own.argument.pos, own.argument.end).trim();
  if (isParameter && classNode !== undefined) {
    style ??=
      decoratorCalls(classNode)
        .map((decorator) => styleOfName(walk, decorator.name))
        .find((found) => found !== undefined) ?? typedInjectStyle(classNode);
    if (style === "typed-inject") token ??= typedInjectToken(walk, classNode, node);
    if (style === undefined && node.type?.kind === K.TypeReference) style = "written";
  }
  if (style === undefined) return;
  const type = node.type;
  token ??=
    type?.kind === K.TypeReference
      ? walk.text.slice((type as ts.TypeReferenceNode).typeName.pos, (type as ts.TypeReferenceNode).typeName.end).trim()
      : undefined;
  if (token === undefined) return;
  walk.facts.injections.push({ class: owner, style, parameter: name, token: token.slice(0, 200), line: node.name.end - name.length, column: 0 });
}

function injectProperty(node: ts.ClassLikeDeclaration): ts.PropertyDeclaration | undefined {
  return node.members.find(
    (member): member is ts.PropertyDeclaration =>
      member.kind === K.PropertyDeclaration &&
      (member as ts.PropertyDeclaration).name.kind === K.Identifier &&
      ((member as ts.PropertyDeclaration).name as ts.Identifier).text === "inject" &&
      (member as ts.PropertyDeclaration).modifiers?.some((modifier) => modifier.kind === K.StaticKeyword) === true,
  );
}

const typedInjectStyle = (node: ts.ClassLikeDeclaration): Style | undefined => (injectProperty(node) === undefined ? undefined : "typed-inject");

/** `static inject = ["orders", "clock"] as const`: the token at the parameter's place. */
function typedInjectToken(
  walk: Walk,
  node: ts.ClassLikeDeclaration,
  parameter: ts.ParameterDeclaration | ts.PropertyDeclaration,
): string | undefined {
  let list = injectProperty(node)?.initializer;
  while (list?.kind === K.AsExpression) list = (list as ts.AsExpression).expression;
  const constructor = node.members.find((member): member is ts.ConstructorDeclaration => member.kind === K.Constructor);
  const position = constructor?.parameters.findIndex((candidate) => candidate === parameter) ?? -1;
  const element = list?.kind === K.ArrayLiteralExpression ? (list as ts.ArrayLiteralExpression).elements[position] : undefined;
  if (element === undefined) return undefined;
  return element.kind === K.StringLiteral ? (element as ts.StringLiteral).text : walk.text.slice(element.pos, element.end).trim();
}
