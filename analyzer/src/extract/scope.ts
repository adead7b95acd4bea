import type { ts } from "./typescript.ts";

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
    if (meaning.value !== undefined && known.value === undefined) {
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

  hoisting(): Scope {
    let scope: Scope = this;
    while (!scope.hoists && scope.parent !== undefined) scope = scope.parent;
    return scope;
  }
}
