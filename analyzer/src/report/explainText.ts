/** The result of `ficus explain` for people. */
import type { ExplainedService, Explanation, Neighbour, Site } from "../model/explanation.ts";
import { metricChange } from "./metricChange.ts";
import { reasonText } from "./reasonWording.ts";
import { siteUse } from "./siteWording.ts";
import { count, counted, decimal, gauge, harmless, percent, shorten, wrap, type TextLayout } from "./wording.ts";

const shownServices = 3;
const shownNeighbours = 4;
const shownSites = 3;
const shownTies = 4;
const barWidth = 12;

export function explainText(explanation: Explanation, layout: TextLayout): string {
  const { module, services } = explanation;
  const own = module.service === null ? undefined : services[0];
  const sections = [
    heading(explanation, layout),
    services.length > 0 ? evidence(explanation, layout) : nothing(explanation),
    ...(own === undefined ? services.slice(0, shownServices) : [own, ...services.slice(1, 2)]).map((service) => neighbours(service, own, layout)),
    tables(explanation, layout),
    move(explanation, layout),
  ];
  const lines = sections
    .filter((section) => section !== "")
    .join("\n\n")
    .split("\n");
  return `${lines.flatMap((line) => wrap(line, layout.width)).join("\n")}\n`;
}

const roleTexts = {
  domain: "in no service",
  shared: "shared: no service's own, all may use it",
  platform: "platform: what all services stand on",
  "composition-root": "composition root: it puts the program together",
  test: "a test",
  generated: "written by a tool",
} as const;

function heading({ module, services, margin, boundaries }: Explanation, { paint, width }: TextLayout): string {
  const first = `${paint("bold", shorten(module.path, Math.max(20, width - 20)))}  ${counted(module.loc, "line")}`;
  const own = services[0];
  if (module.service === null || own === undefined)
    return `${first}\n${module.service === null ? roleTexts[module.role] : `in ${harmless(module.service)}`}`;
  const next = services[1];
  const place = `in ${paint("bold", harmless(own.name))}${boundaries ? " by ficus.boundaries.json," : ""} with ${percent(own.share)} of its evidence`;
  if (next === undefined) return `${first}\n${place}; no other service has any`;
  return `${first}\n${place}; next is ${paint("bold", harmless(next.name))} with ${percent(next.share)}, margin ${decimal(margin)}`;
}

function nothing({ module, users }: Explanation): string {
  if (users.length > 0) return `Used by ${users.map(({ service, modules }) => `${harmless(service)} (${count(modules)})`).join(", ")}.`;
  return module.service === null ? "No service uses it." : "Nothing joins it to any service: it was put there by its path and its words.";
}

function evidence({ services, channels, users, module }: Explanation, { paint }: TextLayout): string {
  const shown = services.slice(0, shownServices);
  const widths = shown.map(({ name }) => Math.max(barWidth + 4, harmless(name).length));
  const nameWidth = Math.max("evidence".length, ...channels.map(({ name }) => name.length));
  const cells = (texts: readonly string[]) => texts.join("  ").trimEnd();
  const row = (title: string, weight: string, value: (service: ExplainedService) => number, style: "green" | "cyan"): string =>
    cells([
      `  ${title.padEnd(nameWidth)}`,
      weight.padStart(6),
      ...shown.map((service, s) => {
        const share = value(service);
        const room = " ".repeat(Math.max(0, widths[s]! - barWidth - 4));
        return `${paint(style, gauge(share, barWidth))} ${decimal(share)}${room}`;
      }),
    ]);
  return [
    cells([
      paint("bold", "Evidence".padEnd(nameWidth + 2)),
      paint("dim", "weight"),
      ...shown.map(({ name }, s) => paint("bold", harmless(name).padEnd(widths[s]!))),
    ]),
    ...channels.map(({ name, weight }) =>
      row(name, decimal(weight), ({ evidence: found }) => found.find(({ channel }) => channel === name)?.share ?? 0, "cyan"),
    ),
    ...(channels.length > 1 ? [row("all", "", ({ share }) => share, "green")] : []),
    ...(services.length > shownServices ? [paint("dim", `  and ${counted(services.length - shownServices, "service")} with less`)] : []),
    ...(module.service === null && users.length > 0
      ? [`  used by ${users.map(({ service, modules }) => `${harmless(service)} (${count(modules)})`).join(", ")}`]
      : []),
  ].join("\n");
}

function neighbours(service: ExplainedService, own: ExplainedService | undefined, layout: TextLayout): string {
  if (service.neighbours.length === 0) return "";
  const { paint } = layout;
  const title = own === undefined ? "Joined to" : service === own ? "Held in" : "Drawn to";
  const shown = service.neighbours.slice(0, shownNeighbours);
  return [
    paint("bold", `${title} ${harmless(service.name)} by`),
    ...shown.flatMap((neighbour) => neighbourLines(neighbour, layout)),
    ...(service.neighbours.length > shownNeighbours
      ? [paint("dim", `  and ${counted(service.neighbours.length - shownNeighbours, "weaker tie")}`)]
      : []),
  ].join("\n");
}

function neighbourLines({ path, weight, evidence: channels, reasons: seen, sites, references }: Neighbour, { paint, width }: TextLayout): string[] {
  const room = Math.max(24, width - 10);
  const told = sites.slice(0, shownSites).map((site) => `      ${paint("dim", siteText(site, width))}`);
  const more =
    references > told.length && told.length > 0 ? [`      ${paint("dim", `and ${counted(references - told.length, "more reference")}`)}`] : [];
  // What rounds to nothing says nothing.
  const telling = channels.filter(({ share }) => share >= 0.005);
  const by = telling.map(({ channel, share }) => `${channel} ${decimal(share)}`).join(", ");
  // With a single channel there is nothing to tell apart.
  const reasons = channels.length > 1 || sites.length === 0 ? [`      ${paint("dim", by)}`].filter(() => by !== "") : [];
  const because = seen
    .filter(({ channel }) => telling.some((each) => each.channel === channel))
    .map((reason) => `      ${paint("dim", reasonText(reason))}`);
  return [`  ${decimal(weight).padStart(4)}  ${shorten(path, room)}`, ...reasons, ...because, ...told, ...more];
}

/** `src/orders/orderService.ts:12:5  calls create` */
function siteText({ path, line, column, kind, symbol }: Site, width: number): string {
  return `${shorten(path, Math.max(24, width - 40))}:${line}:${column}  ${siteUse({ kind, symbol })}`;
}

function tables({ tables: found, module }: Explanation, { paint }: TextLayout): string {
  if (found.length === 0) return "";
  const lines = found.map(({ name, owner, declared, sites }) => {
    const at = (access: "read" | "write") => sites.filter((site) => site.access === access).map(({ line }) => line);
    const places = (["read", "write"] as const)
      .map((access) => ({ access, lines: [...new Set(at(access))] }))
      .filter(({ lines: all }) => all.length > 0)
      .map(
        ({ access, lines: all }) =>
          `${access === "read" ? "reads" : paint("yellow", "writes")} in ${all.length === 1 ? "line" : "lines"} ${all.slice(0, 6).join(", ")}${all.length > 6 ? " …" : ""}`,
      );
    const whose = owner === null ? "no service's" : owner === module.service ? "its service's own" : `of ${harmless(owner)}`;
    return `  ${harmless(name)} ${paint("dim", `(${whose})`)}: ${[...(declared ? ["declares the entity"] : []), ...places].join(", ")}`;
  });
  return [paint("bold", "Tables"), ...lines].join("\n");
}

function move({ move: found, services, margin, boundaries }: Explanation, { paint }: TextLayout): string {
  if (found === null) return "";
  const name = harmless(services.find(({ id }) => id === found.to)?.name ?? found.to);
  const own = harmless(services[0]!.name);
  const changes = metricChange(found.before, found.after, { paint });
  const reason =
    margin < 0 || found.ties.length === 0
      ? `  ${name} has no less of its evidence than ${own}: ${boundaries ? "people keep it there." : "what keeps it is that its neighbours belong together."}`
      : `  It would have to come loose from ${found.ties.length === 1 ? "this module" : `these ${count(found.ties.length)} modules`}, ${percent(found.tiesShare)} of what holds it in ${own}:`;
  const shown = margin < 0 ? [] : found.ties.slice(0, shownTies);
  return [
    paint("bold", `For it to move to ${name}`),
    reason,
    ...shown.map((path) => `      ${harmless(path)}`),
    ...(margin >= 0 && found.ties.length > shownTies ? [paint("dim", `      and ${count(found.ties.length - shownTies)} more`)] : []),
    "",
    paint("bold", `If it moved to ${name} as the code stands`),
    ...(changes.length > 0 ? changes : ["  no metric would change"]),
  ].join("\n");
}
