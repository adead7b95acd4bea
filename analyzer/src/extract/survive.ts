/** A statement that defeats the walk (nesting deeper than the stack, trees that only a broken source gives) costs its own facts, not those of the file. */
import type { FileFacts } from "../model/facts.ts";
import type { ts } from "./typescript.ts";
import type { Walk } from "./walk.ts";

export function survive(walk: Walk, node: ts.Node, work: () => void): void {
  const { scope, owner, self, parent, receiver, classNode, functionDepth, returns, returnContext } = walk;
  try {
    work();
  } catch (error) {
    Object.assign(walk, { scope, owner, self, parent, receiver, classNode, functionDepth, returns, returnContext });
    const { line, character } = walk.sourceFile.getLineAndCharacterOfPosition(Math.max(0, node.pos));
    walk.facts.problems.push({ message: problemOf(error), line: line + 1, column: character + 1 });
  }
}

const tooDeep = "nested too deeply to be followed";

/** The one error that V8 gives for a full stack is a RangeError; its text is not part of any contract. */
export const problemOf = (error: unknown): string =>
  error instanceof RangeError ? tooDeep : `could not be followed (${error instanceof Error ? error.message : String(error)})`;

export const ranOutOfStack = (facts: FileFacts): boolean => facts.problems.some(({ message }) => message === tooDeep);
