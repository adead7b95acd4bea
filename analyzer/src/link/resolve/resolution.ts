/** What an import can mean. */

/** `case-mismatch`: found only when case is ignored. `guess`: no configuration says so, but this reading leads to a file. */
export type Resolution =
  | { kind: "module"; index: number; note?: "case-mismatch" | "guess" }
  /** `name`: of the package, without what is asked of it; `node:…` for a built-in module; a path that starts with `../` for what lies outside the root. */
  | { kind: "external"; name: string }
  /** A file that holds no program text; without path when it is not there (yet). */
  | { kind: "asset"; path?: string }
  | { kind: "unresolved" };

export const unresolved: Resolution = { kind: "unresolved" };

/** One object for each answer: half a million imports share a few thousand answers. */
export interface Answers {
  module(index: number): Resolution;
  external(name: string): Resolution;
}

export function createAnswers(): Answers {
  const modules: Resolution[] = [];
  const externals = new Map<string, Resolution>();
  return {
    module: (index) => (modules[index] ??= { kind: "module", index }),
    external(name) {
      let known = externals.get(name);
      if (known === undefined) externals.set(name, (known = { kind: "external", name }));
      return known;
    },
  };
}
