/** The text of a boundaries file → what it says, or everything that is wrong with it. */
import type { JSONPath } from "jsonc-parser";
import { Boundaries, boundariesVersion, commonRoles } from "../model/boundaries.ts";
import { type JsonDocument, type Problem } from "./document.ts";
import { didYouMean, nearest } from "./spelling.ts";
import { byPlace, knownKeys, nameOf, validateText, type Validated } from "./validate.ts";

export type ParsedBoundaries =
  | {
      kind: "valid";
      boundaries: Boundaries;
      document: JsonDocument;
      /** Names that are not known, are kept, and look like slips. */
      warnings: Problem[];
    }
  | { kind: "broken"; problems: Problem[] };

export function parseBoundaries(text: string): ParsedBoundaries {
  const validated: Validated<Boundaries> = validateText(text, Boundaries);
  if (validated.kind === "broken") return { kind: "broken", problems: validated.problems.map(explainVersion) };
  const { value: boundaries, document } = validated;
  const problems = byPlace(findUnknownServices(boundaries, document));
  if (problems.length > 0) return { kind: "broken", problems };
  return { kind: "valid", boundaries, document, warnings: byPlace(findSlips(boundaries, document)) };
}

function explainVersion(problem: Problem): Problem {
  return problem.message.startsWith("version is ") && !problem.message.startsWith("version is missing")
    ? { ...problem, message: `${problem.message}; this Ficus reads version ${boundariesVersion} only` }
    : problem;
}

function findUnknownServices({ services, modules, pins }: Boundaries, document: JsonDocument): Problem[] {
  const ids = Object.keys(services);
  const known = new Set(ids);
  const problems: Problem[] = [];
  const check = (id: string, at: JSONPath, others: readonly string[]): void => {
    if (known.has(id) || others.includes(id)) return;
    problems.push({
      message: `${nameOf(at)}: there is no service ${JSON.stringify(id)}${didYouMean(id, [...ids, ...others])}`,
      ...document.placeOf(at),
    });
  };
  for (const [path, id] of Object.entries(modules)) check(id, ["modules", path], commonRoles);
  for (const [path, id] of Object.entries(pins)) check(id, ["pins", path], commonRoles);
  for (const [id, service] of Object.entries(services))
    service.mayUse?.forEach((other, index) => check(other, ["services", id, "mayUse", index], []));
  return problems;
}

/** Objects of the file whose names are fixed. */
function findSlips(boundaries: Boundaries, document: JsonDocument): Problem[] {
  const objects: JSONPath[] = [[]];
  for (const [id, service] of Object.entries(boundaries.services)) {
    objects.push(["services", id]);
    if (service.approved !== undefined) objects.push(["services", id, "approved"]);
    if (service.extraction !== undefined) objects.push(["services", id, "extraction"]);
  }
  return objects.flatMap((path) => {
    const known = knownKeys(Boundaries, path);
    return namesAt(boundaries, path).flatMap((name) => {
      const meant = known.includes(name) ? undefined : nearest(name, known);
      return meant === undefined
        ? []
        : [
            {
              message: `unknown name ${JSON.stringify(name)} is kept and means nothing (did you mean ${JSON.stringify(meant)}?)`,
              ...document.placeOfName([...path, name]),
            },
          ];
    });
  });
}

function namesAt(value: object, path: JSONPath): string[] {
  let object: object = value;
  // The caller's paths lead to objects.
  for (const part of path) object = (object as Record<string | number, object>)[part]!;
  return Object.keys(object);
}
