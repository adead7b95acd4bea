/** What the caller's side keeps for each service while the process lives: connections, breaker, bulkhead, retry budget. */
import * as http from "http";
import * as https from "https";
import type { Breaker } from "./breaker.ts";
import { createBreaker } from "./breaker.ts";
import type { Bulkhead } from "./bulkhead.ts";
import { createBulkhead } from "./bulkhead.ts";
import { now } from "./clock.ts";
import { report } from "./hooks.ts";
import type { ServiceSettings } from "./settings.ts";
import { environmentName, settingsOf, settingsVersion } from "./settings.ts";

export interface Link {
  readonly service: string;
  readonly settings: ServiceSettings;
  readonly version: number;
  /** Options of `http.request` that say where the service is. */
  readonly origin: Origin | undefined;
  readonly breaker: Breaker;
  readonly bulkhead: Bulkhead;
  /** Takes one retry from the budget, if there is one: retries of all calls together stay below a tenth of the calls. */
  readonly mayRetry: () => boolean;
  readonly countCall: () => void;
}

export interface Origin {
  readonly secure: boolean;
  readonly hostname: string;
  readonly port: string;
  /** Without a slash at its end. */
  readonly basePath: string;
  readonly agent: http.Agent;
}

const links = new Map<string, Link>();

export function linkTo(service: string): Link {
  const found = links.get(service);
  if (found !== undefined && found.version === settingsVersion()) return found;
  const settings = settingsOf(service);
  // Other services' settings changed: what this one has learned of its service stays.
  if (found !== undefined && found.settings === settings) return remember({ ...found, version: settingsVersion() });
  const budget = createBudget();
  return remember({
    service,
    settings,
    version: settingsVersion(),
    origin: settings.url === undefined ? undefined : originOf(service, settings.url, settings.maxInFlight),
    breaker: createBreaker(settings.breaker, now, (state) => report({ kind: "breaker", service, state })),
    bulkhead: createBulkhead(settings.maxInFlight, settings.maxQueue),
    mayRetry: budget.take,
    countCall: budget.earn,
  });
}

function remember(link: Link): Link {
  links.set(link.service, link);
  return link;
}

/** Ends all connections, as before a process stops or between tests. */
export function closeLinks(): void {
  for (const { origin } of links.values()) origin?.agent.destroy();
  links.clear();
}

function originOf(service: string, url: string, maxInFlight: number): Origin {
  let parsed: URL;
  try {
    parsed = new URL(url);
  } catch {
    throw new TypeError(`FICUS_URL_${environmentName(service)}: ${JSON.stringify(url)} is not a URL, such as http://127.0.0.1:4001`);
  }
  const secure = parsed.protocol === "https:";
  // An idle connection is left before servers close it (Node's do after five seconds): a request on a connection that is being closed may or may not have run.
  const options = { keepAlive: true, maxFreeSockets: maxInFlight, timeout: 4_000 };
  return {
    secure,
    hostname: parsed.hostname.replace(/^\[|\]$/g, ""),
    port: parsed.port,
    basePath: parsed.pathname.replace(/\/+$/, ""),
    agent: secure ? new https.Agent(options) : new http.Agent(options),
  };
}

/** Every call earns a tenth of a retry, up to ten. */
function createBudget(): { take: () => boolean; earn: () => void } {
  let tokens = 10;
  return {
    take() {
      if (tokens < 1) return false;
      tokens--;
      return true;
    },
    earn() {
      tokens = Math.min(tokens + 0.1, 10);
    },
  };
}
