import { ts } from "./typescript.ts";

/** What a name means in a scope. A class is both a value and a type. */
export interface Meaning {
  /** Term of the value, undefined where the name is only a type. */
  value?: number;
  /** What a type reference to this name is written as; with `qualifiedType` the operand is the whole term. */
  type?: { op: number; operand: number };
  /** Index of the import binding, declaration; −1 for locals of functions. */
  binding: number;
  declaration: number;
  /** The declaring node, for recognisers that look at initializers and written types. */
  node?: ts.Node;
}

export class Scope {
  readonly parent: Scope | undefined;
  /** Functions and the module hold `var`s. */
  readonly hoists: boolean;
  #names: Map<string, Meaning> | undefined;
  /** Statements of this scope, while they are walked; functions in them can use what later ones declare. */
  statements: readonly ts.Statement[] | undefined;
  #later: Map<string, number> | undefined;

  constructor(parent: Scope | undefined, hoists: boolean) {
    this.parent = parent;
    this.hoists = hoists;
  }

  declare(name: string, meaning: Meaning): void {
    this.#names ??= new Map();
    const known = this.#names.get(name);
    if (known === undefined) {
      this.#names.set(name, meaning);
      return;
    }
    // Declaration merging: an interface beside a class or a constant, overloads, a namespace beside a function.
    const isNamespace = known.node?.kind === ts.SyntaxKind.ModuleDeclaration && meaning.node?.kind !== ts.SyntaxKind.ModuleDeclaration;
    if (meaning.value !== undefined && (known.value === undefined || isNamespace)) {
      known.value = meaning.value;
      known.declaration = meaning.declaration;
      if (meaning.node !== undefined) known.node = meaning.node;
    }
    if (meaning.type !== undefined && known.type === undefined) known.type = meaning.type;
  }

  /** Shadows whatever the name meant: narrowing, parameters. */
  redeclare(name: string, meaning: Meaning): void {
    this.#names ??= new Map();
    this.#names.set(name, meaning);
  }

  own(name: string): Meaning | undefined {
    return this.#names?.get(name);
  }

  value(name: string): Meaning | undefined {
    for (let scope: Scope | undefined = this; scope !== undefined; scope = scope.parent) {
      const found = scope.#names?.get(name);
      if (found?.value !== undefined) return found;
    }
    return undefined;
  }

  type(name: string): Meaning | undefined {
    for (let scope: Scope | undefined = this; scope !== undefined; scope = scope.parent) {
      const found = scope.#names?.get(name);
      if (found?.type !== undefined) return found;
    }
    return undefined;
  }

  /**
   * Term of a name that a later statement of this or an outer scope declares; 0 if none does. `write` makes the term, which `bindLocal` fills in.
   */
  later(name: string, write: () => number): number {
    for (let scope: Scope | undefined = this; scope !== undefined; scope = scope.parent) {
      if (scope.statements === undefined) continue;
      const known = (scope.#later ??= laterNames(scope.statements)).get(name);
      if (known === undefined) continue;
      const term = known === 0 ? write() : known;
      scope.#later.set(name, term);
      return term;
    }
    return 0;
  }

  /** The term that was made for a name before its declaration; 0 if nobody asked. */
  promised(name: string): number {
    return this.#later?.get(name) ?? 0;
  }

  hoisting(): Scope {
    let scope: Scope = this;
    while (!scope.hoists && scope.parent !== undefined) scope = scope.parent;
    return scope;
  }
}

function laterNames(statements: readonly ts.Statement[]): Map<string, number> {
  const names = new Map<string, number>();
  const add = (name: ts.BindingName): void => {
    if (name.kind === ts.SyntaxKind.Identifier) names.set((name as ts.Identifier).text, 0);
    else for (const element of (name as ts.BindingPattern).elements) if (element.kind === ts.SyntaxKind.BindingElement) add(element.name);
  };
  for (const statement of statements) {
    if (statement.kind === ts.SyntaxKind.VariableStatement)
      for (const { name } of (statement as ts.VariableStatement).declarationList.declarations) add(name);
  }
  return names;
}
