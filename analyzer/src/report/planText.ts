/** The result of `ficus plan` for people. */
import Table from "cli-table3";
import type { Plan, PlannedService } from "../model/plan.ts";
import { count, counted, decimal, gauge, harmless, shorten, wrap, type TextLayout } from "./wording.ts";

/** Services whose reasons are told; the table has all. */
const explained = 5;
const bar = 10;

const borders = ["top", "bottom", "left", "right", "mid"].flatMap((side) => [side, `${side}-mid`, `${side}-left`, `${side}-right`]);
const noLines = Object.fromEntries([...borders, "middle"].map((part) => [part, ""]));

export function planText(plan: Plan, layout: TextLayout, { all }: { all: boolean }): string {
  const sections = [table(plan, layout), pilot(plan, layout), reasons(plan, layout, all ? Infinity : explained), footer(plan, layout)];
  const [first = "", ...rest] = sections.filter((section) => section !== "");
  const lines = rest.join("\n\n").split("\n");
  return `${first}\n\n${lines.flatMap((line) => wrap(line, layout.width)).join("\n")}\n`;
}

function table({ services }: Plan, { width, paint }: TextLayout): string {
  const nameWidth = Math.max(12, Math.min(Math.max(7, ...services.map(({ name }) => name.length)), width - 66));
  const rows = new Table({
    chars: noLines,
    style: { head: [], border: [], compact: true, "padding-left": 0, "padding-right": 2 },
    head: ["", "service", "readiness", "value", "routes", "ops", "back", "blocked by"].map((title) => paint("dim", title)),
    colAligns: ["right", "left", "left", "left", "right", "right", "right", "left"],
  });
  for (const service of services) {
    const { score } = service.readiness;
    rows.push([
      count(service.order),
      paint("bold", shorten(service.name, nameWidth)),
      `${paint(score >= 0.75 ? "green" : score >= 0.5 ? "yellow" : "red", gauge(score, bar))} ${decimal(score)}`,
      service.value === null ? paint("dim", "–") : decimal(service.value.score),
      count(service.counts.routes),
      count(service.counts.operations),
      count(service.counts.callBacks),
      gates(service, { width, paint }),
    ]);
  }
  return rows.toString().replaceAll(/ +$/gm, "");
}

function gates({ gates: found, state }: PlannedService, { paint }: TextLayout): string {
  if (state === "remote" || state === "retired") return paint("dim", `${state} already`);
  const [first] = found;
  if (first === undefined) return paint("green", "nothing");
  const what = `${count(first.count)} ${first.reason}`;
  return `${first.stops === "service" ? paint("red", what) : paint("yellow", what)}${found.length > 1 ? paint("dim", ` +${found.length - 1}`) : ""}`;
}

function pilot({ pilot: first, services }: Plan, { paint }: TextLayout): string {
  if (first === null)
    return `${paint("yellow", "No service can leave as it is:")} each is stopped by something that belongs to two of them. Move boundaries (ficus boundaries move), or see ficus seams <service> for what to do.`;
  const name = services.find(({ id }) => id === first.id)?.name ?? first.id;
  return [`${paint("bold", "Begin with")} ${paint("green", harmless(name))}`, ...first.reasons.map((reason) => `  ${harmless(reason)}`)].join("\n");
}

function reasons({ services, pilot: first }: Plan, { paint }: TextLayout, limit: number): string {
  const others = services.filter(({ id }) => id !== first?.id).slice(0, limit);
  return others
    .map(({ order, name, reasons: all }) =>
      [`${order}. ${paint("bold", harmless(name))}`, ...all.slice(0, 4).map((reason) => paint("dim", `   ${harmless(reason)}`))].join("\n"),
    )
    .join("\n");
}

const absences: Readonly<Record<string, string>> = {
  "no-repository": "the folder is in no git repository",
  "no-git": "git is not installed",
  shallow: "the clone is shallow (git fetch --unshallow)",
  unreadable: "git could not read the repository",
};

function footer({ history, services }: Plan, { paint }: TextLayout): string {
  const said =
    history.absent !== null
      ? `Value is left out: ${absences[history.absent]}.`
      : services.every(({ value }) => value === null)
        ? `Value is left out: ${counted(history.commits, "commit")} say too little.`
        : `Value is from ${counted(history.commits, "commit")}.`;
  return paint("dim", `${said} ficus seams <service> says what each number is made of.`);
}
