/** The result of `ficus diff` for people. */
import type { ComparedCrossing, Difference } from "../model/difference.ts";
import { crossingUse, isUnchanged, movedEnds, serviceChange, sideName } from "./diffWording.ts";
import { metricChange } from "./metricChange.ts";
import { count, counted, harmless, shorten, wrap, type TextLayout } from "./wording.ts";

const mostModules = 10;
const mostCrossings = 12;

export function diffText(difference: Difference, layout: TextLayout): string {
  const { modules, crossings } = difference;
  const sections = [
    heading(difference, layout),
    ...(isUnchanged(difference) ? ["No module moved, and nothing crosses that did not cross before."] : []),
    services(difference, layout),
    list("Moved modules", modules.moved, layout, (module) => {
      const [from, to] = movedEnds(module);
      return `${shorten(module.path, layout.width - 30)}  ${layout.paint("dim", `${harmless(from)} → `)}${harmless(to)}`;
    }),
    list("New modules", modules.added, layout, ({ path, service }) => `${shorten(path, layout.width - 24)}${inService(service, layout)}`),
    list(
      "Renamed modules",
      modules.renamed,
      layout,
      ({ from, to }) => `${shorten(from, layout.width / 2 - 4)}  ${layout.paint("dim", "→")} ${shorten(to, layout.width / 2 - 4)}`,
    ),
    list("Removed modules", modules.removed, layout, ({ path, service }) => `${shorten(path, layout.width - 24)}${inService(service, layout)}`),
    crossingList("New crossings", "red", crossings.new, layout),
    crossingList("Gone crossings", "green", crossings.gone, layout),
    metrics(difference, layout),
  ];
  const lines = sections
    .filter((section) => section !== "")
    .join("\n\n")
    .split("\n");
  return `${lines.flatMap((line) => wrap(line, layout.width)).join("\n")}\n`;
}

function heading({ root, before, after }: Difference, { paint }: TextLayout): string {
  const change = (a: number, b: number, singular: string) => (a === b ? counted(b, singular) : `${count(a)} → ${counted(b, singular)}`);
  return [
    `${paint("bold", harmless(root))}  ${harmless(sideName(before))} → ${harmless(sideName(after))}`,
    `${change(before.modules, after.modules, "module")}, ${change(before.services, after.services, "service")}`,
  ].join("\n");
}

function services(difference: Difference, { paint }: TextLayout): string {
  const changed = difference.services.flatMap((service) => {
    const change = serviceChange(service, difference);
    return change === undefined ? [] : [{ id: harmless(service.after ?? service.before!), change }];
  });
  if (changed.length === 0) return "";
  const width = Math.max(...changed.map(({ id }) => id.length));
  return [paint("bold", "Services"), ...changed.map(({ id, change }) => `  ${id.padEnd(width)}  ${harmless(change)}`)].join("\n");
}

function inService(service: string | null, { paint }: TextLayout): string {
  return service === null ? "" : `  ${paint("dim", "in ")}${harmless(service)}`;
}

function list<T>(title: string, items: readonly T[], { paint }: TextLayout, line: (item: T) => string): string {
  if (items.length === 0) return "";
  const rest = items.length > mostModules ? [paint("dim", `  and ${count(items.length - mostModules)} more`)] : [];
  return [`${paint("bold", title)}  ${count(items.length)}`, ...items.slice(0, mostModules).map((item) => `  ${line(item)}`), ...rest].join("\n");
}

/** What came by itself before what came by moving modules. */
function crossingList(title: string, colour: "red" | "green", all: readonly ComparedCrossing[], { paint, width }: TextLayout): string {
  if (all.length === 0) return "";
  const sorted = [...all.filter(({ because }) => because === "dependency"), ...all.filter(({ because }) => because === "membership")];
  const room = Math.max(24, width - 10);
  const lines = sorted.slice(0, mostCrossings).flatMap((crossing) => {
    const { from, to, fromService, toService, sites, because } = crossing;
    const [site] = sites;
    const place = site === undefined ? shorten(from, room) : `${shorten(from, room)}:${site.line}:${site.column}`;
    return [
      `  ${paint(colour, `${harmless(fromService)} → ${harmless(toService)}`)}${because === "membership" ? paint("dim", "  by moving") : ""}`,
      `      ${place}`,
      `        ${paint("dim", `${harmless(crossingUse(crossing))}, ${shorten(to, room)}`)}`,
    ];
  });
  const rest = all.length > mostCrossings ? [paint("dim", `  and ${count(all.length - mostCrossings)} more`)] : [];
  return [`${paint("bold", title)}  ${count(all.length)}`, ...lines, ...rest].join("\n");
}

function metrics({ metrics: { before, after } }: Difference, { paint }: TextLayout): string {
  const changes = metricChange(before, after, { paint });
  return changes.length === 0 ? "" : [paint("bold", "Metrics"), ...changes].join("\n");
}
