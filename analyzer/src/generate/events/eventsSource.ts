/** The modules that carry events between the two processes. */
import { quote, uniqueIdentifiers } from "../source/names.ts";
import type { Bus } from "./planBuses.ts";

export interface EventsInput {
  service: string;
  buses: readonly Bus[];
  /** Specifiers, as the generated file writes them. */
  specifierOf: (module: string) => string;
  runtime: (file: "bridge" | "callBacks") => string;
  /** The module that exports the codec. */
  operations: string;
}

/** In the monolith: imported by its start, for what it does on loading. */
export function monolithEventsSource({ service, buses, specifierOf, runtime, operations }: EventsInput): string {
  const locals = localNames(buses);
  const heard = buses.filter((bus) => bus.incoming.length > 0);
  const served = buses.filter((bus) => bus.outgoing.length > 0);
  const names = [...(heard.length > 0 ? ["bridgeEvents", "runsHere"] : []), ...(served.length > 0 ? ["receiveEvents"] : [])];
  return [
    ...imports(buses, locals, specifierOf),
    `import { ${names.join(", ")} } from ${quote(runtime("bridge"))};`,
    ...(served.length > 0 ? [`import { serveCallBacks } from ${quote(runtime("callBacks"))};`] : []),
    `import { codec } from ${quote(operations)};`,
    "",
    ...heard.flatMap((bus) => [
      `// What ${service} listens to goes where its listeners run.`,
      `bridgeEvents({ to: ${quote(service)}, ${busText(bus, locals)}, events: ${list(bus.incoming)}, codec, active: () => !runsHere(${quote(service)}) });`,
      "",
    ]),
    ...(served.length === 0
      ? []
      : [
          `// What ${service} publishes is heard here.`,
          `serveCallBacks([${served.map((bus) => `...receiveEvents({ service: "monolith", ${busText(bus, locals)}, codec }),`).join(" ")}]);`,
          "",
        ]),
  ].join("\n");
}

/** In the service. */
export function serviceEventsSource({ service, buses, specifierOf, runtime, operations }: EventsInput): string {
  const locals = localNames(buses);
  const sent = buses.filter((bus) => bus.outgoing.length > 0);
  const received = buses.filter((bus) => bus.incoming.length > 0);
  const names = [...(sent.length > 0 ? ["bridgeEvents"] : []), ...(received.length > 0 ? ["receiveEvents"] : [])];
  return [
    ...imports(buses, locals, specifierOf),
    `import { ${names.join(", ")} } from ${quote(runtime("bridge"))};`,
    ...(sent.length > 0 ? [`import { canCallBack } from ${quote(runtime("callBacks"))};`] : []),
    `import { codec } from ${quote(operations)};`,
    "",
    ...sent.flatMap((bus) => [
      "// The monolith's listeners hear what happens here.",
      `bridgeEvents({ to: "monolith", ${busText(bus, locals)}, events: ${list(bus.outgoing)}, codec, active: canCallBack });`,
      "",
    ]),
    "/** How events of the monolith arrive. */",
    `export const eventOperations = [${received.map((bus) => `...receiveEvents({ service: ${quote(service)}, ${busText(bus, locals)}, codec }),`).join(" ")}];`,
    "",
  ].join("\n");
}

const list = (names: readonly string[]): string => `[${names.map(quote).join(", ")}]`;

const keyOf = ({ module, symbol }: Bus): string => `${module}#${symbol}`;

function localNames(buses: readonly Bus[]): Map<string, string> {
  const taken = new Set(["bridgeEvents", "receiveEvents", "runsHere", "serveCallBacks", "canCallBack", "codec", "eventOperations"]);
  const names = new Map<string, string>();
  for (const bus of buses) {
    if (names.has(keyOf(bus))) continue;
    const name = [...uniqueIdentifiers([bus.symbol], taken).values()][0]!;
    taken.add(name);
    names.set(keyOf(bus), name);
  }
  return names;
}

function imports(buses: readonly Bus[], locals: ReadonlyMap<string, string>, specifierOf: (module: string) => string): string[] {
  const lines = buses.map((bus) => {
    const local = locals.get(keyOf(bus))!;
    return `import { ${local === bus.symbol ? local : `${bus.symbol} as ${local}`} } from ${quote(specifierOf(bus.module))};`;
  });
  return [...new Set(lines)];
}

function busText(bus: Bus, locals: ReadonlyMap<string, string>): string {
  return `bus: ${locals.get(keyOf(bus))!}, name: ${quote(`${bus.symbol}.${bus.method}`)}, method: ${quote(bus.method)}${bus.waits === undefined ? "" : `, waits: ${quote(bus.waits)}`}`;
}
