import { resolve } from "node:path";
import type { Command } from "commander";
import { FicusError } from "../errors.ts";
import type { Verdict } from "../model/verdict.ts";
import type { SwitchTarget } from "../boundaries/moveSwitch.ts";
import type { Surroundings } from "./inputOptions.ts";

interface RouteOptions {
  force?: boolean;
  dryRun?: boolean;
}

export function addRouteCommands(program: Command, surroundings: Surroundings): void {
  program
    .command("route")
    .description("Move the switch: where a service, one operation or one route of it is answered")
    .argument("<target>", 'service, service.operation, or "service:GET /path"')
    .argument("<mode>", "local, shadow, canary=N (per cent), or remote")
    .argument("[dir]", "folder of the monolith", ".")
    .option("--force", "let calls go remote without a verdict that proves them")
    .option("--dry-run", "say what would change, and write nothing")
    .addHelpText(
      "after",
      "\nExamples:\n  ficus route shipping shadow\n  ficus route shipping.activeOf canary=10\n  ficus route 'shipping:GET /api/shipments' remote",
    )
    .action((target: string, mode: string, dir: string, options: RouteOptions) => route(target, mode, dir, options, surroundings));
  program
    .command("rollback")
    .description("Answer everything of a service in the monolith again")
    .argument("<service>", "id of the service")
    .argument("[dir]", "folder of the monolith", ".")
    .option("--dry-run", "say what would change, and write nothing")
    .addHelpText("after", "\nExample:\n  ficus rollback shipping")
    .action((service: string, dir: string, options: RouteOptions) => route(service, "local", dir, options, surroundings));
}

async function route(written: string, mode: string, dir: string, options: RouteOptions, { terminal }: Surroundings): Promise<void> {
  const { moveSwitch, parseTarget, switchText } = await import("../boundaries/moveSwitch.ts");
  const { readBoundariesFile, writeBoundariesFile } = await import("../io/boundariesFile.ts");
  const { findService } = await import("../verify/findService.ts");
  const { Switch } = await import("../model/boundaries.ts");
  if (!Switch.safeParse(mode).success)
    throw new FicusError("bad-option", `${JSON.stringify(mode)} is no mode: write local, shadow, remote, or canary=N with N from 0 to 100.`);
  const root = resolve(dir);
  const target = parseTarget(written);
  const file = readBoundariesFile(root);
  if (file === undefined)
    throw new FicusError("no-boundaries", `There is no ficus.boundaries.json in ${root} to keep the switch in: make one with ficus boundaries init.`);
  const { manifest } = findService(root, target.service);
  const names = { operation: manifest.operations.map(({ name }) => name), route: manifest.routes.map(({ method, path }) => `${method} ${path}`) };
  const { part } = target;
  if (part !== undefined && !names[part.kind].includes(part.name))
    throw new FicusError(
      "bad-option",
      `${target.service} serves no ${part.kind} ${JSON.stringify(part.name)}: see services/${target.service}/README.md for what it serves.`,
    );
  if (!options.force && (mode === "remote" || mode.startsWith("canary"))) await mustBeProven(root, target);
  const text = moveSwitch(file.text, file.boundaries, target, mode);
  const { parseBoundaries } = await import("../boundaries/parse.ts");
  const parsed = parseBoundaries(text);
  if (parsed.kind === "broken") throw new TypeError(`the switch would break the file: ${parsed.problems[0]?.message ?? ""}`);
  if (!options.dryRun && text !== file.text) writeBoundariesFile(root, text, file.text);
  const outcome = text === file.text ? "is answered as before" : options.dryRun ? `would be answered ${mode}` : `is now to be answered ${mode}`;
  const value = switchText(parsed.boundaries);
  await terminal.print([
    `${written} ${outcome}.\n`,
    value === ""
      ? "Everything is local: start the monolith without FICUS_SWITCH.\n"
      : `Start the monolith with\n  FICUS_SWITCH=${shellQuoted(value)}\n`,
  ]);
}

const shellQuoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

async function mustBeProven(root: string, { service, part }: SwitchTarget): Promise<void> {
  const verdict = await readVerdict(root, service);
  const advice = `Run ficus verify ${service} first, or use --force.`;
  if (verdict === undefined) throw new FicusError("not-proven", `${service} has no verdict. ${advice}`);
  const subjects = part === undefined ? verdict.subjects : verdict.subjects.filter(({ kind, name }) => kind === part.kind && name === part.name);
  const open = subjects.filter(({ state }) => state !== "proven");
  if (open.length === 0 && subjects.length > 0 && verdict.state !== "failed") return;
  const named = open.slice(0, 3).map(({ name, state }) => `${name} is ${state}`);
  if (open.length > 3) named.push(`and ${open.length - 3} more are not proven`);
  throw new FicusError("not-proven", `${named.length === 0 ? `the verdict on ${service} is ${verdict.state}` : named.join(", ")}. ${advice}`);
}

async function readVerdict(root: string, service: string): Promise<Verdict | undefined> {
  const { readFileSync } = await import("node:fs");
  const { Verdict } = await import("../model/verdict.ts");
  try {
    return Verdict.parse(JSON.parse(readFileSync(`${root}/.ficus/verdict/${service}.json`, "utf8")));
  } catch {
    return undefined;
  }
}
