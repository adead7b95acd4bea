/** Routers that classes keep in a property: `class OrderRoutes { router = Router(); … }`, mounted as `new OrderRoutes(…).router`. */
import { Node, SyntaxKind } from "ts-morph";
import type { CallExpression, ClassDeclaration, ExpressionStatement, SourceFile } from "ts-morph";

export interface ClassRouter {
  declaration: ClassDeclaration;
  /** The property that holds the router, which a base class may have made. */
  property: string;
  /** What is registered, in the order of the text: constructors fill routers, and so do methods that they call. */
  statements: ExpressionStatement[];
}

/** @param isRouter whether a call makes a router */
export function readClassRouters(files: readonly SourceFile[], isRouter: (call: CallExpression) => boolean): ClassRouter[] {
  return files.flatMap((file) =>
    file.getDescendantsOfKind(SyntaxKind.ClassDeclaration).flatMap((declaration): ClassRouter[] => {
      const property = routerProperty(declaration, isRouter);
      if (property === undefined) return [];
      return [{ declaration, property, statements: declaration.getDescendantsOfKind(SyntaxKind.ExpressionStatement) }];
    }),
  );
}

/** Base classes are few, and a class that extends itself is an error of its own. */
function routerProperty(declaration: ClassDeclaration, isRouter: (call: CallExpression) => boolean, left = 5): string | undefined {
  for (const property of declaration.getProperties()) {
    const made = property.getInitializer();
    if (Node.isCallExpression(made) && isRouter(made)) return property.getName();
  }
  for (const assignment of declaration.getDescendantsOfKind(SyntaxKind.BinaryExpression)) {
    const to = assignment.getLeft();
    const made = assignment.getRight();
    const isOwn = Node.isPropertyAccessExpression(to) && Node.isThisExpression(to.getExpression());
    if (isOwn && assignment.getOperatorToken().getKind() === SyntaxKind.EqualsToken && Node.isCallExpression(made) && isRouter(made))
      return to.getName();
  }
  const base = left === 0 ? undefined : declaration.getBaseClass();
  return base === undefined ? undefined : routerProperty(base, isRouter, left - 1);
}

/** Whether what is asked of an instance is its router: the property itself, or a getter or method that answers with it. */
export function answersRouter({ declaration, property }: Pick<ClassRouter, "declaration" | "property">, member: string): boolean {
  if (member === property) return true;
  for (let each: ClassDeclaration | undefined = declaration, left = 5; each !== undefined && left > 0; each = each.getBaseClass(), left--) {
    const found = each.getGetAccessor(member) ?? each.getMethod(member);
    if (found === undefined) continue;
    return found.getDescendantsOfKind(SyntaxKind.ReturnStatement).some((answer) => answer.getExpression()?.getText() === `this.${property}`);
  }
  return false;
}
