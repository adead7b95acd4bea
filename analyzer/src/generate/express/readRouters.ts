/** Finds applications and routers of Express in syntax, and follows their mounts through imports with the checker. */
import { Node, SyntaxKind } from "ts-morph";
import type { CallExpression, Expression, PropertyAccessExpression, SourceFile, Statement } from "ts-morph";
import { textOf } from "../source/constantText.ts";
import { declarationOf } from "../source/declarations.ts";
import { answersRouter, readClassRouters, type ClassRouter } from "./readClassRouters.ts";
import type { RouterNode, Step } from "./routerTree.ts";

const methods = new Set(["get", "post", "put", "patch", "delete", "head", "options", "all"]);
const settings = new Set(["set", "enable", "disable", "engine", "param"]);

/** What mounts may name. */
interface Known {
  /** By the variable or the class that holds them. */
  routers: Map<Node, RouterNode>;
  classes: Map<Node, ClassRouter>;
}

/** All applications and routers that the files make; mounts between them are linked. */
export function readRouters(files: readonly SourceFile[], pathOf: (file: SourceFile) => string): RouterNode[] {
  const byDeclaration = new Map<Node, RouterNode>();
  for (const file of files) {
    // Asking for the symbol of every call of a repository takes seconds.
    if (!file.getFullText().includes("express")) continue;
    for (const call of file.getDescendantsOfKind(SyntaxKind.CallExpression)) {
      const kind = kindOf(call);
      const declaration = kind === undefined ? undefined : call.getFirstAncestorByKind(SyntaxKind.VariableDeclaration);
      const made = declaration?.getVariableStatement();
      if (kind === undefined || declaration === undefined || made === undefined || !isValueOf(declaration.getInitializer(), call)) continue;
      byDeclaration.set(declaration, {
        kind,
        file: pathOf(file),
        name: declaration.getName(),
        exported: made.isExported(),
        container: made.getParentOrThrow(),
        made,
        steps: [],
      });
    }
  }
  const variables = [...byDeclaration];
  const classes = readClassRouters(files, (call) => kindOf(call) === "router");
  for (const { declaration } of classes) {
    const name = declaration.getName() ?? "default";
    const file = pathOf(declaration.getSourceFile());
    const exported = declaration.isExported();
    byDeclaration.set(declaration, { kind: "router", file, name, exported, container: declaration, made: declaration, steps: [] });
  }
  const known: Known = { routers: byDeclaration, classes: new Map(classes.map((each) => [each.declaration, each])) };
  for (const [declaration, router] of variables) router.steps = stepsOf(router, declaration, known);
  for (const each of classes) byDeclaration.get(each.declaration)!.steps = stepsOfClass(each, known);
  return [...byDeclaration.values()];
}

/** `const app: Express = express()`, with casts around it. */
function isValueOf(initializer: Expression | undefined, call: CallExpression): boolean {
  let node: Node | undefined = initializer;
  while (node !== undefined && node !== call) {
    if (Node.isAsExpression(node) || Node.isParenthesizedExpression(node) || Node.isSatisfiesExpression(node) || Node.isNonNullExpression(node)) {
      node = node.getExpression();
    } else return false;
  }
  return node === call;
}

/** Packages that wrap the router of Express: `express-promise-router`, `@acme/express-router`. */
const wrappers = /^(@[^/]+\/)?express-[\w-]*router$/;

/** By where the called function comes from: a router of another framework has the same name. */
function kindOf(call: CallExpression): RouterNode["kind"] | undefined {
  const callee = call.getExpression();
  const root = Node.isPropertyAccessExpression(callee) ? callee.getExpression() : callee;
  const from = Node.isIdentifier(root) ? moduleOf(root) : undefined;
  if (from !== undefined && wrappers.test(from)) return "router";
  if (from !== "express") return undefined;
  if (Node.isPropertyAccessExpression(callee)) return callee.getName() === "Router" ? "router" : undefined;
  return importedName(root) === "Router" ? "router" : "application";
}

/** The specifier through which a name is imported or required. */
function moduleOf(name: Node): string | undefined {
  for (const declaration of name.getSymbol()?.getDeclarations() ?? []) {
    const imported = declaration.getFirstAncestorByKind(SyntaxKind.ImportDeclaration);
    if (imported !== undefined) return imported.getModuleSpecifierValue();
    const required = declaration.getFirstDescendant(
      (node): node is CallExpression => Node.isCallExpression(node) && node.getExpression().getText() === "require",
    );
    const specifier = required?.getArguments()[0];
    if (Node.isStringLiteral(specifier)) return specifier.getLiteralValue();
  }
  return undefined;
}

function importedName(name: Node): string | undefined {
  for (const declaration of name.getSymbol()?.getDeclarations() ?? []) {
    if (Node.isImportSpecifier(declaration)) return declaration.getName();
    if (Node.isBindingElement(declaration)) return declaration.getPropertyNameNode()?.getText() ?? declaration.getName();
  }
  return undefined;
}

function stepsOf(router: RouterNode, declaration: Node, known: Known): Step[] {
  const steps: Step[] = [];
  for (const statement of statementsOf(router.container)) {
    if (!Node.isExpressionStatement(statement)) continue;
    const expression = statement.getExpression();
    const calls = callsOn(expression, (root) => isNamed(root, declaration));
    for (const { name, call } of calls) steps.push(...readCall(name, call, statement, known));
    const given = calls.length === 0 && Node.isCallExpression(expression) ? argumentOf(expression, declaration) : undefined;
    if (given !== undefined && Node.isCallExpression(expression)) {
      const parameter = parameterFor(expression, given);
      const inner = parameter === undefined ? [] : callsWithin(parameter.getFirstAncestor(Node.isFunctionLikeDeclaration), parameter);
      steps.push({ kind: "configure", statement, handlers: inner.flatMap(({ call }) => call.getArguments().filter(Node.isExpression)) });
    }
  }
  return steps;
}

interface Given {
  /** Position among the arguments. */
  at: number;
  /** `{ app }`: the property that holds it. */
  property: string | undefined;
}

/** Where a call hands the application over: `configure(app)`, `configure({ app, cors: true })`. */
function argumentOf(call: CallExpression, declaration: Node): Given | undefined {
  for (const [at, argument] of call.getArguments().entries()) {
    if (Node.isIdentifier(argument) && declarationOf(argument) === declaration) return { at, property: undefined };
    if (!Node.isObjectLiteralExpression(argument)) continue;
    for (const property of argument.getProperties()) {
      const value = Node.isShorthandPropertyAssignment(property)
        ? property.getValueSymbol()?.getDeclarations()[0]
        : Node.isPropertyAssignment(property)
          ? declarationOf(property.getInitializerOrThrow())
          : undefined;
      if (value === declaration && "getName" in property) return { at, property: property.getName() };
    }
  }
  return undefined;
}

/** What the called function knows it as: a parameter, or a part of one that is taken apart. */
function parameterFor(call: CallExpression, { at, property }: Given): Node | undefined {
  const declared = declarationOf(call.getExpression());
  const made = Node.isVariableDeclaration(declared) ? declared.getInitializer() : declared;
  if (!Node.isFunctionDeclaration(made) && !Node.isArrowFunction(made) && !Node.isFunctionExpression(made)) return undefined;
  const parameter = made.getParameters()[at];
  if (property === undefined) return parameter;
  const pattern = parameter?.getNameNode();
  if (!Node.isObjectBindingPattern(pattern)) return undefined;
  return pattern.getElements().find((element) => (element.getPropertyNameNode()?.getText() ?? element.getName()) === property);
}

/** Calls on a parameter anywhere in its function: it may be filled under conditions. */
function callsWithin(body: Node | undefined, parameter: Node): { name: string; call: CallExpression }[] {
  return (body?.getDescendantsOfKind(SyntaxKind.ExpressionStatement) ?? []).flatMap((statement) =>
    callsOn(statement.getExpression(), (root) => isNamed(root, parameter)),
  );
}

function statementsOf(container: Node): Statement[] {
  return Node.isSourceFile(container) || Node.isBlock(container) || Node.isModuleBlock(container) ? container.getStatements() : [];
}

/** `app.use(a).get(b, c)` → use, get. `app.route(p).get(h)` keeps its path for the calls behind it. */
function callsOn(expression: Expression, isRoot: (root: Node) => boolean): { name: string; call: CallExpression }[] {
  const calls: { name: string; call: CallExpression }[] = [];
  let node: Node = expression;
  while (Node.isCallExpression(node)) {
    const callee = node.getExpression();
    if (!Node.isPropertyAccessExpression(callee)) return [];
    calls.unshift({ name: callee.getName(), call: node });
    node = callee.getExpression();
  }
  return isRoot(node) ? calls : [];
}

function isNamed(root: Node, declaration: Node): boolean {
  return Node.isIdentifier(root) && declarationOf(root) === declaration;
}

/** On the property that holds the router, and on the class itself where its base registers for it: `this.get("/orders", this.list)`. */
function stepsOfClass({ property, statements }: ClassRouter, known: Known): Step[] {
  return statements.flatMap((statement): Step[] => {
    const expression = statement.getExpression();
    const own = callsOn(expression, (root) => root.getText() === `this.${property}`);
    if (own.length > 0) return own.flatMap(({ name, call }) => readCall(name, call, statement, known));
    return callsOn(expression, Node.isThisExpression).flatMap(({ name, call }) => {
      const described = name === "route" ? describedRoute(call, statement) : undefined;
      const steps = described === undefined ? readCall(name, call, statement, known) : [described];
      return steps.filter((step) => step.kind === "mount" || (step.kind === "route" && /^(\/|$)/.test(step.path)));
    });
  });
}

/** `this.route({ method: "get", path: "/orders", handler: this.list })`. */
function describedRoute(call: CallExpression, statement: Statement): Step | undefined {
  const options = call.getArguments()[0];
  if (!Node.isObjectLiteralExpression(options)) return undefined;
  const value = (name: string): Expression | undefined => {
    const property = options.getProperty(name);
    return Node.isPropertyAssignment(property) ? property.getInitializer() : undefined;
  };
  const [method, path] = [value("method"), value("path")].map((each) => (each === undefined ? undefined : textOf(each)));
  const handler = value("handler");
  if (method === undefined || path === undefined || !methods.has(method.toLowerCase())) return undefined;
  return { kind: "route", statement, method: method.toUpperCase(), path, handlers: handler === undefined ? [] : [handler] };
}

function readCall(name: string, call: CallExpression, statement: Statement, known: Known): Step[] {
  const args = call.getArguments().filter(Node.isExpression);
  if (name === "use") return readUse(args, statement, known);
  if (methods.has(name)) {
    const method = name.toUpperCase();
    const callee = call.getExpression();
    const routed = Node.isPropertyAccessExpression(callee) ? routePath(callee.getExpression()) : undefined;
    if (routed !== undefined) return [{ kind: "route", statement, method, path: routed, handlers: args }];
    const path = args[0] === undefined ? undefined : textOf(args[0]);
    if (path !== undefined && args.length > 1) return [{ kind: "route", statement, method, path, handlers: args.slice(1) }];
  }
  return settings.has(name) || (name === "get" && args.length === 1) ? [{ kind: "setting", statement }] : [];
}

/** The path of `router.route(path)`, looked for to the left in a chain of calls. */
function routePath(expression: Expression): string | undefined {
  if (!Node.isCallExpression(expression)) return undefined;
  const callee = expression.getExpression();
  if (!Node.isPropertyAccessExpression(callee)) return undefined;
  const path = expression.getArguments()[0];
  if (callee.getName() === "route" && path !== undefined && Node.isExpression(path)) return textOf(path);
  return routePath(callee.getExpression());
}

function readUse(args: Expression[], statement: Statement, known: Known): Step[] {
  const path = args[0] === undefined ? undefined : textOf(args[0]);
  const handlers = path === undefined ? args : args.slice(1);
  const steps: Step[] = [];
  const before: Expression[] = [];
  for (const handler of handlers) {
    const router = routerOf(handler, known);
    if (router === undefined) before.push(handler);
    else steps.push({ kind: "mount", statement, path: path ?? "/", before: before.slice(), router, at: handler });
  }
  if (steps.length > 0) return steps;
  return [{ kind: "middleware", statement, path, handlers, handlesErrors: handlers.some(takesError) }];
}

/** A handler with four parameters is called for errors only. */
function takesError(handler: Expression): boolean {
  return handler
    .getType()
    .getCallSignatures()
    .some((signature) => signature.getParameters().length === 4);
}

/** The router that an expression stands for: a variable, the property of an instance, or the result of a function that makes one. */
function routerOf(expression: Expression, known: Known, left = 5): RouterNode | undefined {
  if (left === 0) return undefined;
  if (Node.isIdentifier(expression) || Node.isPropertyAccessExpression(expression)) {
    const declaration = declarationOf(expression);
    const found = declaration === undefined ? undefined : known.routers.get(declaration);
    if (found !== undefined && !known.classes.has(declaration!)) return found;
  }
  if (Node.isPropertyAccessExpression(expression)) return routerOfInstance(expression, known, left);
  // `const orders = createOrderRouter(database)`
  if (Node.isIdentifier(expression)) {
    const declaration = declarationOf(expression);
    const made = Node.isVariableDeclaration(declaration) ? declaration.getInitializer() : undefined;
    return Node.isCallExpression(made) || Node.isPropertyAccessExpression(made) ? routerOf(made, known, left - 1) : undefined;
  }
  if (!Node.isCallExpression(expression)) return undefined;
  const callee = expression.getExpression();
  const ofInstance = Node.isPropertyAccessExpression(callee) ? routerOfInstance(callee, known, left) : undefined;
  if (ofInstance !== undefined) return ofInstance;
  const made = declarationOf(callee);
  const result = made === undefined ? undefined : answerOf(Node.isVariableDeclaration(made) ? made.getInitializer() : made);
  return result === undefined ? undefined : routerOf(result, known, left - 1);
}

/** What a function answers with in its last return. */
function answerOf(made: Node | undefined): Expression | undefined {
  const body = made !== undefined && (Node.isBodyable(made) || Node.isArrowFunction(made)) ? made.getBody() : undefined;
  return Node.isExpression(body) ? body : body?.getDescendantsOfKind(SyntaxKind.ReturnStatement).at(-1)?.getExpression();
}

/** `new OrderRoutes(service).router`, `orders.getRouter` of `const orders = new OrderRoutes(service)`. */
function routerOfInstance(access: PropertyAccessExpression, known: Known, left: number): RouterNode | undefined {
  const object = access.getExpression();
  const variable = Node.isIdentifier(object) ? declarationOf(object) : undefined;
  const made = Node.isVariableDeclaration(variable) ? variable.getInitializer() : object;
  if (left === 0 || !Node.isNewExpression(made)) return undefined;
  const declaration = declarationOf(made.getExpression());
  const found = declaration === undefined ? undefined : known.classes.get(declaration);
  return found !== undefined && answersRouter(found, access.getName()) ? known.routers.get(found.declaration) : undefined;
}
