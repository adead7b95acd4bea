import type { FileFacts } from "../model/facts.ts";
import type { SymbolGraph } from "../model/graph.ts";

/** So alike are a file and what it was renamed to: git's own bar is half, on lines; names change less than lines. */
const leastLikeness = 0.7;
/** More pairs than this are not compared one by one: a whole tree was moved, and most of it unchanged. */
const mostPairs = 20_000;

/** Paths before → paths now of files that are gone here and new there and say the same, or nearly so. Both lists sorted. */
export function findRenames(before: SymbolGraph, after: SymbolGraph): Map<string, string> {
  const was = new Set(before.modules.map(({ path }) => path));
  const is = new Set(after.modules.map(({ path }) => path));
  const gone = before.modules.filter(({ path }) => !is.has(path));
  const added = after.modules.filter(({ path }) => !was.has(path));
  const renames = new Map<string, string>();
  const taken = new Set<string>();
  const take = (from: string, to: string): void => {
    renames.set(from, to);
    taken.add(to);
  };

  const byNames = new Map<string, string[]>();
  for (const { path, facts } of added) {
    const names = declaredNames(facts);
    if (names !== "") byNames.set(names, [...(byNames.get(names) ?? []), path]);
  }
  for (const { path, facts } of gone) {
    const free = (byNames.get(declaredNames(facts)) ?? []).filter((each) => !taken.has(each));
    // Of several equal ones that with the same name, else none: there is no telling which is which.
    const same = free.filter((each) => fileName(each) === fileName(path));
    const to = free.length === 1 ? free[0] : same.length === 1 ? same[0] : undefined;
    if (to !== undefined) take(path, to);
  }

  const left = { gone: gone.filter(({ path }) => !renames.has(path)), added: added.filter(({ path }) => !taken.has(path)) };
  if (left.gone.length * left.added.length > mostPairs) return renames;
  const words = new Map([...left.gone, ...left.added].map(({ path, facts }) => [path, new Set(facts.strings)]));
  const pairs = left.gone
    .flatMap(({ path: from }) => left.added.map(({ path: to }) => ({ from, to, likeness: likeness(words.get(from)!, words.get(to)!) })))
    .filter((pair) => pair.likeness >= leastLikeness)
    .sort((a, b) => b.likeness - a.likeness || Number(fileName(b.from) === fileName(b.to)) - Number(fileName(a.from) === fileName(a.to)));
  for (const { from, to } of pairs) if (!renames.has(from) && !taken.has(to)) take(from, to);
  return renames;
}

function declaredNames({ declarations }: FileFacts): string {
  return declarations.map(({ name, kind }) => `${kind} ${name}`).join("\n");
}

function fileName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

function likeness(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  if (a.size === 0 || b.size === 0) return 0;
  let common = 0;
  for (const word of a) if (b.has(word)) common++;
  return common / (a.size + b.size - common);
}
