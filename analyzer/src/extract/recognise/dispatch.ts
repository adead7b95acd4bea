/**
 * One look-up for each call of a file instead of one question to each recogniser: a large code base has half a million calls, and hardly any of
 * them is a framework's.
 */
import type { FileContext, Recogniser } from "../recogniser.ts";
import { ts } from "../typescript.ts";

const K = ts.SyntaxKind;

/**
 * A recogniser that says which calls it wants to see: by the name that is called (`m` of `x.m(…)`, `f` of `f(…)`), whole or by its end. Whether it
 * applies may depend on nothing but the file's families (packages.ts): the answer is kept for all files with the same ones.
 */
export interface NamedRecogniser extends Recogniser {
  readonly names?: readonly string[] | ReadonlySet<string>;
  readonly suffixes?: readonly string[];
  /** Every call of the files that it applies to. Only for recognisers that apply to few files. */
  readonly everyCall?: true;
}

/** The recognisers of files with the same families. */
interface Active {
  readonly byName: ReadonlyMap<string, readonly NamedRecogniser[]>;
  readonly bySuffix: readonly (readonly [suffix: string, part: NamedRecogniser])[];
  readonly lastLetters: ReadonlySet<number>;
  readonly everyCall: readonly NamedRecogniser[];
  readonly template: readonly NamedRecogniser[];
  readonly class: readonly NamedRecogniser[];
  readonly variable: readonly NamedRecogniser[];
  readonly text: readonly NamedRecogniser[];
}

/** Recognisers as one. It keeps which of them apply to the current file: files are walked one after the other. */
export function dispatch(parts: readonly NamedRecogniser[], families: (context: FileContext) => number): Recogniser {
  const known = new Map<number, Active>();
  let active = activate([]);
  return {
    applies(context) {
      const key = families(context);
      const found = known.get(key);
      if (found === undefined) known.set(key, (active = activate(parts.filter((part) => part.applies(context)))));
      else active = found;
      return true;
    },
    call(node, context) {
      for (const part of active.everyCall) part.call?.(node, context);
      const name = calledName(node);
      if (name === undefined) return;
      const named = active.byName.get(name);
      if (named !== undefined) {
        for (const part of named) part.call?.(node, context);
      } else if (active.lastLetters.has(name.charCodeAt(name.length - 1))) {
        for (const [suffix, part] of active.bySuffix) if (name.endsWith(suffix)) part.call?.(node, context);
      }
    },
    template(node, context) {
      for (const part of active.template) part.template?.(node, context);
    },
    class(node, context) {
      for (const part of active.class) part.class?.(node, context);
    },
    variable(node, context) {
      for (const part of active.variable) part.variable?.(node, context);
    },
    text(node, context) {
      for (const part of active.text) part.text?.(node, context);
    },
  };
}

function activate(parts: readonly NamedRecogniser[]): Active {
  const byName = new Map<string, NamedRecogniser[]>();
  for (const part of parts) {
    for (const name of new Set(part.names)) {
      const others = byName.get(name);
      if (others === undefined) byName.set(name, [part]);
      else others.push(part);
    }
  }
  const bySuffix = parts.flatMap((part) => (part.suffixes ?? []).map((suffix) => [suffix, part] as const));
  return {
    byName,
    bySuffix,
    lastLetters: new Set(bySuffix.map(([suffix]) => suffix.charCodeAt(suffix.length - 1))),
    everyCall: parts.filter((part) => part.everyCall === true),
    template: parts.filter((part) => part.template !== undefined),
    class: parts.filter((part) => part.class !== undefined),
    variable: parts.filter((part) => part.variable !== undefined),
    text: parts.filter((part) => part.text !== undefined),
  };
}

function calledName(node: ts.CallExpression | ts.NewExpression): string | undefined {
  const callee = node.expression;
  // Only names that begin with two underscores differ from their escaped text, and none that is asked for does.
  if (callee.kind === K.PropertyAccessExpression) return (callee as ts.PropertyAccessExpression).name.escapedText as string;
  return callee.kind === K.Identifier ? ((callee as ts.Identifier).escapedText as string) : undefined;
}
