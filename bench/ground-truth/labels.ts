import { z } from "zod";
import { isTestPath } from "./testFiles.ts";

const base = { id: z.string(), repo: z.string(), root: z.string() };

/** Which files of a monolith belong together in truth: by their folders, or by the entities that their names hold. */
export const Case = z.union([
  z.object({ ...base, label: z.string() }),
  z.object({ ...base, entities: z.string(), notEntities: z.array(z.string()).optional(), over: z.string() }),
]);
export type Case = z.infer<typeof Case>;

export const Cases = z.object({ about: z.string().optional(), infrastructure: z.array(z.string()), cases: z.array(Case) });
export type Cases = z.infer<typeof Cases>;

const leastFiles = 3;

/** The label of each path that has one. Tests have none. Infrastructure and labels of fewer than three files are left out: they are no areas. */
export function labelPaths(paths: readonly string[], each: Case, infrastructure: readonly string[]): Map<string, string> {
  const labelOf = "label" in each ? byFolder(each.label) : byEntity(paths, each);
  const labels = new Map<string, string>();
  const counts = new Map<string, number>();
  for (const path of paths) {
    const label = isTestPath(path) ? undefined : labelOf(path);
    if (label === undefined || infrastructure.includes(label)) continue;
    labels.set(path, label);
    counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  for (const [path, label] of labels) if (counts.get(label)! < leastFiles) labels.delete(path);
  return labels;
}

type LabelOf = (path: string) => string | undefined;

function byFolder(label: string): LabelOf {
  const pattern = new RegExp(label);
  return (path) => pattern.exec(path)?.[1];
}

function byEntity(paths: readonly string[], { entities, notEntities = [], over }: Extract<Case, { entities: string }>): LabelOf {
  const pattern = new RegExp(entities);
  const scope = new RegExp(over);
  const names = new Set<string>();
  for (const path of paths) {
    const name = pattern.exec(path)?.[1];
    if (name !== undefined && !notEntities.includes(name)) names.add(wordSequence(name));
  }
  // Longest first; of equal length, in alphabetical order.
  const known = [...names].sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
  const find = (text: string): string | undefined => {
    const words = ` ${wordSequence(text)} `;
    return known.find((name) => words.includes(` ${name} `));
  };
  return (path) => {
    if (!scope.test(path)) return undefined;
    const segments = path.split("/");
    return find(segments.at(-1)!.replace(/\.[^.]*$/, "")) ?? find(segments.at(-2) ?? "");
  };
}

/** `ApiKeys` → `api key` */
export function wordSequence(name: string): string {
  return name
    .replaceAll(/([a-z\d])([A-Z])/g, "$1 $2")
    .replaceAll(/([A-Z])([A-Z][a-z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .filter((word) => word !== "")
    .map(singular)
    .join(" ");
}

function singular(word: string): string {
  if (word.length < 4 || /(?:ss|us|is)$/.test(word)) return word;
  if (word.endsWith("ies")) return `${word.slice(0, -3)}y`;
  if (/(?:ss|sh|ch|x|z)es$/.test(word)) return word.slice(0, -2);
  return word.endsWith("s") ? word.slice(0, -1) : word;
}
