/** Moves the strangler's switch in the boundaries file, which is its ledger; the environment of the monolith is what makes it so. */
import { FicusError } from "../errors.ts";
import type { Boundaries, Extraction } from "../model/boundaries.ts";
import { setProperty } from "./entries.ts";

/** What is switched: a whole service, or one of its operations or routes. */
export interface SwitchTarget {
  service: string;
  part?: { kind: "operation" | "route"; name: string } | undefined;
}

/** `shipping`, `shipping.activeOf` or `shipping:GET /api/shipments`; whether the part exists is for the manifest to say. */
export function parseTarget(text: string): SwitchTarget {
  const [, service = "", mark, name = ""] = /^([^.:]+)(?:([.:])(.+))?$/s.exec(text) ?? [];
  if (service === "")
    throw new FicusError("bad-option", `${JSON.stringify(text)} names no service: write service, service.operation, or "service:GET /path".`);
  if (mark === undefined) return { service };
  return { service, part: { kind: mark === "." ? "operation" : "route", name } };
}

/** @throws FicusError `bad-edit` when the file has no such service, or the service is retired */
export function moveSwitch(text: string, boundaries: Boundaries, { service, part }: SwitchTarget, mode: string): string {
  const known = boundaries.services[service];
  if (known === undefined) throw new FicusError("bad-edit", `ficus.boundaries.json has no service ${service}.`);
  const before: Extraction = known.extraction ?? { state: "extracted" };
  if (before.state === "retired")
    throw new FicusError(
      "bad-edit",
      `${service} is retired: the monolith has none of its code to switch to. Take the commit back that retired it, if need be.`,
    );
  const after: Extraction = { ...before };
  if (part === undefined) {
    after.mode = mode;
    // One word for the whole service: what was said of its parts is over.
    delete after.operations;
    delete after.routes;
  } else {
    const list = part.kind === "operation" ? "operations" : "routes";
    const others = Object.entries(before[list] ?? {}).filter(([name]) => name !== part.name);
    const entries = mode === (before.mode ?? "local") ? others : [...others, [part.name, mode] as [string, string]];
    after[list] = Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
  }
  after.state = stateOf(after);
  return setProperty(text, ["services", service], "extraction", ordered(after));
}

function stateOf({ state, mode = "local", operations = {}, routes = {} }: Extraction): Extraction["state"] {
  const modes = [mode, ...Object.values(operations), ...Object.values(routes)];
  if (modes.every((each) => each === "remote")) return "remote";
  if (modes.some((each) => each === "remote" || each.startsWith("canary"))) return "canary";
  return state === "planned" || state === "extracted" ? state : "verified";
}

function ordered({ state, mode, operations, routes, decisions, ...others }: Extraction): Extraction {
  return {
    state,
    ...(mode === undefined || mode === "local" ? {} : { mode }),
    ...(operations === undefined || Object.keys(operations).length === 0 ? {} : { operations }),
    ...(routes === undefined || Object.keys(routes).length === 0 ? {} : { routes }),
    ...(decisions === undefined ? {} : { decisions }),
    ...others,
  };
}

/** `FICUS_SWITCH` of all services, as the runtime reads it; empty where everything is local. */
export function switchText(boundaries: Boundaries): string {
  const parts = Object.entries(boundaries.services)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([id, { extraction }]) => {
      if (extraction === undefined) return [];
      const { mode = "local", operations = {}, routes = {} } = extraction;
      return [
        ...(mode === "local" ? [] : [`${id}=${mode}`]),
        ...Object.entries(operations).map(([name, each]) => `${id}.${name}=${each}`),
        ...Object.entries(routes).map(([name, each]) => `${id}:${name}=${each}`),
      ];
    });
  return parts.join(",");
}
