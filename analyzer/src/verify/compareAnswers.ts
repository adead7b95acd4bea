/** Two answers to one request, told apart by status, headers and body; what two local runs do not agree about is noise. */
import type { EdgeDifference } from "../model/verdict.ts";
import type { EdgeRequest } from "./edgeRequests.ts";
import type { Answer } from "./sendRequest.ts";

/** Of the connection and the clock, not of the answer. */
const passing = new Set(["date", "connection", "keep-alive"]);

/** Counts of a rate limit: as they are in each process. That they are there is part of the answer. */
const counts = /^(x-)?rate-?limit(-|$)|^retry-after$/;

export function countsRequests(answer: Answer | undefined): boolean {
  return answer !== undefined && Object.keys(answer.headers).some((name) => counts.test(name));
}

type Facets = ReadonlyMap<string, string>;

/** `control`: a second answer in local mode. */
export function compareAnswers({ label, route }: EdgeRequest, local: Answer, control: Answer, remote: Answer): EdgeDifference[] {
  const before = facetsOf(local);
  const again = facetsOf(control);
  const after = facetsOf(remote);
  const names = [...new Set([...before.keys(), ...after.keys()])].sort();
  return names.flatMap((what) => {
    const [mine, theirs] = [before.get(what), after.get(what)];
    if (mine === theirs || again.get(what) !== mine) return [];
    // A body of other length is told once, as a body; a missing status tells all.
    if (what !== "status" && before.get("status") !== after.get("status")) return [];
    return [{ request: label, route, what, local: mine ?? "absent", remote: theirs ?? "absent" }];
  });
}

function facetsOf({ status, headers, body, failure }: Answer): Facets {
  const facets = new Map([["status", status === 0 ? (failure ?? "no answer") : String(status)]]);
  for (const [name, value] of Object.entries(headers)) if (!passing.has(name)) facets.set(name, counts.test(name) ? "present" : value);
  const parsed = /\bjson\b/.test(headers["content-type"] ?? "") ? parse(body) : undefined;
  if (parsed === undefined) facets.set("body", shortened(body));
  else for (const [path, value] of leaves(parsed, "body")) facets.set(path, shortened(value));
  return facets;
}

function* leaves(value: unknown, path: string): Generator<[string, string]> {
  if (Array.isArray(value) && value.length > 0) for (const [index, each] of value.entries()) yield* leaves(each, `${path}[${index}]`);
  else if (typeof value === "object" && value !== null && Object.keys(value).length > 0)
    for (const [key, each] of Object.entries(value)) yield* leaves(each, `${path}.${key}`);
  else yield [path, JSON.stringify(value)];
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const mostShown = 200;

function shortened(text: string): string {
  return text.length > mostShown ? `${text.slice(0, mostShown)}… (${text.length} bytes)` : text;
}
