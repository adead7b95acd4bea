/** The end of a service's life inside the monolith, in the boundaries file: its state, and where its modules are now. */
import { FicusError } from "../errors.ts";
import type { Boundaries } from "../model/boundaries.ts";
import { putEntries, replaceString, setProperty } from "./entries.ts";
import { parseBoundaries } from "./parse.ts";

/** @throws FicusError `not-remote` unless everything of the service is answered by its own process */
export function mustBeRemote({ services }: Boundaries, service: string): void {
  const known = services[service];
  if (known === undefined) throw new FicusError("bad-edit", `ficus.boundaries.json has no service ${service}.`);
  const { state, mode = "local", operations = {}, routes = {} } = known.extraction ?? { state: "planned" };
  if (state === "retired") throw new FicusError("bad-option", `${service} is retired already: nothing of it is answered by the monolith.`);
  const behind = [
    ...Object.entries(operations).map(([name, each]) => [`${service}.${name}`, each] as const),
    ...Object.entries(routes).map(([name, each]) => [`${service}:${name}`, each] as const),
  ].filter(([, each]) => each !== "remote");
  if (mode !== "remote")
    throw new FicusError(
      "not-remote",
      `${service} is ${mode} in ficus.boundaries.json, so that the monolith still needs its code: run ficus route ${service} remote first, or use --force.`,
    );
  if (behind.length === 0) return;
  const named = behind.slice(0, 3).map(([name, each]) => `${name} is ${each}`);
  if (behind.length > 3) named.push(`and ${behind.length - 3} more`);
  throw new FicusError(
    "not-remote",
    `Not everything of ${service} is remote: ${named.join(", ")}. Run ficus route ${service} remote first, or use --force.`,
  );
}

/** New text of the file. */
export function retireService(text: string, { services, modules }: Boundaries, service: string, moved: ReadonlyMap<string, string>): string {
  const decisions = services[service]?.extraction?.decisions;
  let result = setProperty(text, ["services", service], "extraction", { state: "retired", ...(decisions === undefined ? {} : { decisions }) });
  const entries = new Map<string, string | undefined>();
  const named = new Set(Object.values(services).flatMap(({ members }) => members ?? []));
  for (const [from, to] of moved) {
    const owner = modules[from];
    if (owner !== undefined) entries.set(from, undefined);
    // Folders and globs do not cover the new place.
    if (owner !== undefined || !named.has(from)) entries.set(to, owner ?? service);
  }
  if (entries.size > 0) result = putEntries(result, "modules", entries);
  for (const id of Object.keys(services)) {
    for (const [at, member] of (services[id]?.members ?? []).entries()) {
      const to = moved.get(member);
      if (to !== undefined) result = replaceString(result, ["services", id, "members", at], to);
    }
  }
  const parsed = parseBoundaries(result);
  if (parsed.kind === "broken") throw new TypeError(`retiring would break the file: ${parsed.problems[0]?.message ?? ""}`);
  return result;
}
