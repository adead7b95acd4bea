/**
 * The term language: how facts say what an expression or a written type is, before anything is known of other files. A term is a position in
 * `FileFacts.terms`; the integer there is its operation, the ones behind it are operands (other terms, indexes of strings, declarations, bindings).
 * Values and types share the language: the term of an expression denotes its type, and `typeof x` is the term of `x`.
 *
 * Terms are shared: all uses of a local variable are one term, so evaluating it once serves all.
 */
export const Op = {
  /** Nothing is known. Always term 0. */
  unknown: 0,
  /** [primitive] one of `primitives` */
  primitive: 1,
  /** [string] a string literal, as value or type */
  literal: 2,
  /** [declaration] the value that a declaration of this file names; a class is its static side */
  declared: 3,
  /** [declaration, n, …arguments] a type that a declaration of this file names; a class is its instance side */
  declaredType: 4,
  /** [binding] the value that an import brings in */
  imported: 5,
  /** [binding, n, …arguments] the type that an import brings in */
  importedType: 6,
  /** [string] a name that no scope of the file declares */
  global: 7,
  /** [string, n, …arguments] */
  globalType: 8,
  /** [object, string] `object.name` */
  property: 9,
  /** [object, key term] `object[key]` where key is not a literal */
  element: 10,
  /** [callee, n, m, …n type arguments, …m arguments] */
  call: 11,
  /** [callee, n, m, …n type arguments, …m arguments] */
  construct: 12,
  /** [term] */
  awaited: 13,
  /** [n, …(string, term, declaration or −1)] members of an object literal or type literal; string −1: spread; −2: index signature; −3: call signature; −4: construct signature */
  object: 14,
  /** [flags, declaration or −1, line, written return term, returned term, predicate parameter or −1, predicate term, n, …type parameters, m, …(string, term, flags)] */
  function: 15,
  /** [n, …terms] */
  union: 16,
  intersection: 17,
  /** [term] what iterating over the term yields */
  iterated: 18,
  /** [element term] */
  array: 19,
  /** [n, …elements] */
  tuple: 20,
  /** [type parameter] */
  typeParameter: 21,
  /** [declaration] `this` in a class (instance side) */
  self: 22,
  /** [declaration] `super`: what the class extends; in a static member its static side: [declaration, 1] */
  parent: 23,
  /** [term] */
  keyOf: 24,
  /** [object, key] `T["key"]`, key a term */
  indexed: 25,
  /** [type parameter, constraint, value] `{ [K in constraint]: value }`; homomorphic when the constraint is a keyOf */
  mapped: 26,
  /** [check, extends, then, otherwise] */
  conditional: 27,
  /**
   * [function-like term, place] the type that a context gives to a parameter of the function written there. The place is its index, and 256 times the
   * number of parameters where these are more than three.
   */
  contextParameter: 28,
  /** [call term, index] the type that a call expects of its argument */
  expectedArgument: 29,
  /** [function-like term] what a context expects a function to return */
  expectedReturn: 30,
  /** [class term] what `new` of the term gives: instanceof narrowing, `InstanceType` */
  instance: 31,
  /** [namespace term, string, n, …arguments] qualified type name `ns.Name<…>` */
  qualifiedType: 32,
  /** [import index] the namespace of `import("x")`, `require("x")`, as a value */
  module: 33,
  /** [union term] what a `let` without a type was assigned; filled in at the end of the file */
  assigned: 34,
  /** [call term, argument index, original term] the argument, where the call (a type predicate) was true */
  guarded: 35,
  /** [object, string] object destructuring rest and default: same as property, but undefined is left out */
  present: 36,
  /** [term, n, …strings] `const { a, ...rest } = term`: rest has everything but the strings */
  rest: 37,
  /** What this file exports, as a value: `module.exports` */
  exports: 38,
} as const;
export type Op = (typeof Op)[keyof typeof Op];

export const primitives = ["string", "number", "boolean", "bigint", "symbol", "object", "void", "null", "undefined", "never", "regexp"] as const;

export const ObjectSlot = { spread: -1, index: -2, call: -3, construct: -4 } as const;

/** `type`: a function type, which has neither name nor body. */
export const FunctionFlag = { async: 1, generator: 2, rest: 4, arrow: 8, constructor: 16, type: 32 } as const;
/** `receiver`: the written type of `this`, which stands behind all parameters. */
export const ParameterFlag = { optional: 1, rest: 2, receiver: 4 } as const;

/**
 * A row of `FileFacts.references`: kind (index into `referenceKinds`), term (what is referred to: imported, global, declared, property, call …), owner
 * (declaration or −1), line, column. Rows are in source order.
 */
export const referenceWidth = 5;
