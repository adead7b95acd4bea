/**
 * One look-up for each call of a file instead of one question to each recogniser: a large code base has half a million calls, and hardly any of
 * them is a framework's.
 */
import type { Recogniser } from "../recogniser.ts";
import { ts } from "../typescript.ts";

const K = ts.SyntaxKind;

/** A recogniser that says which calls it wants to see: by the name that is called (`m` of `x.m(…)`, `f` of `f(…)`), whole or by its end. */
export interface NamedRecogniser extends Recogniser {
  readonly names?: Iterable<string>;
  readonly suffixes?: readonly string[];
  /** Every call of the files that it applies to. Only for recognisers that apply to few files. */
  readonly everyCall?: true;
}

/** Recognisers as one. It keeps which of them apply to the current file: files are walked one after the other. */
export function dispatch(parts: readonly NamedRecogniser[]): Recogniser {
  const byName = new Map<string, number[]>();
  const bySuffix: [suffix: string, part: number][] = [];
  parts.forEach((part, index) => {
    for (const name of part.names ?? []) {
      const known = byName.get(name);
      if (known === undefined) byName.set(name, [index]);
      else if (known.at(-1) !== index) known.push(index);
    }
    for (const suffix of part.suffixes ?? []) bySuffix.push([suffix, index]);
  });
  const lastLetters = new Set(bySuffix.map(([suffix]) => suffix.charCodeAt(suffix.length - 1)));

  const isActive = new Uint8Array(parts.length);
  let everyCall: NamedRecogniser[] = [];
  let templates: NamedRecogniser[] = [];
  let classes: NamedRecogniser[] = [];
  let variables: NamedRecogniser[] = [];
  let texts: NamedRecogniser[] = [];

  return {
    applies(context) {
      const active = parts.filter((part, index) => {
        const applies = part.applies(context);
        isActive[index] = applies ? 1 : 0;
        return applies;
      });
      everyCall = active.filter((part) => part.everyCall === true);
      templates = active.filter((part) => part.template !== undefined);
      classes = active.filter((part) => part.class !== undefined);
      variables = active.filter((part) => part.variable !== undefined);
      texts = active.filter((part) => part.text !== undefined);
      return active.length > 0;
    },
    call(node, context) {
      for (const part of everyCall) part.call?.(node, context);
      const name = calledName(node);
      if (name === undefined) return;
      const named = byName.get(name);
      if (named !== undefined) {
        for (const index of named) if (isActive[index] === 1) parts[index]?.call?.(node, context);
      } else if (lastLetters.has(name.charCodeAt(name.length - 1))) {
        for (const [suffix, index] of bySuffix) if (isActive[index] === 1 && name.endsWith(suffix)) parts[index]?.call?.(node, context);
      }
    },
    template(node, context) {
      for (const part of templates) part.template?.(node, context);
    },
    class(node, context) {
      for (const part of classes) part.class?.(node, context);
    },
    variable(node, context) {
      for (const part of variables) part.variable?.(node, context);
    },
    text(node, context) {
      for (const part of texts) part.text?.(node, context);
    },
  };
}

function calledName(node: ts.CallExpression | ts.NewExpression): string | undefined {
  const callee = node.expression;
  // Only names that begin with two underscores differ from their escaped text, and none that is asked for does.
  if (callee.kind === K.PropertyAccessExpression) return (callee as ts.PropertyAccessExpression).name.escapedText as string;
  return callee.kind === K.Identifier ? ((callee as ts.Identifier).escapedText as string) : undefined;
}

