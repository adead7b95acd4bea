/** What the caller's side knows of each service: where it is, how long to wait, how often to try. */

export interface ServiceSettings {
  /** `http://127.0.0.1:4001`, with a path when the service is mounted below one. Default: `FICUS_URL_<SERVICE>`. */
  readonly url: string | undefined;
  /** Default: `FICUS_TOKEN_<SERVICE>`, then `FICUS_TOKEN`. */
  readonly token: string | undefined;
  /** Milliseconds for a call from first to last byte, queueing and retries included; of a route until its headers. Default: `FICUS_TIMEOUT_<SERVICE>`, then 5,000. */
  readonly timeoutMs: number;
  /** More attempts of operations that may run twice, when the service could not be reached. */
  readonly retries: number;
  /** `local`: the implementation in process answers when the service certainly has not run the call, or when it may run twice. Default: `FICUS_FALLBACK_<SERVICE>`. */
  readonly fallback: "none" | "local";
  /** Calls under way at once; further ones wait. */
  readonly maxInFlight: number;
  /** Calls that wait; further ones fail at once. */
  readonly maxQueue: number;
  readonly breaker: BreakerSettings;
  /** Shadow also operations that are not marked as reads. They then run twice, on the same data or not: know which. */
  readonly shadowWrites: boolean;
  /** Bytes of an answer. */
  readonly maxAnswer: number;
}

export interface BreakerSettings {
  /** Opens at this many failures within the window, if they are at least half of all calls in it. */
  readonly failures: number;
  readonly windowMs: number;
  /** How long it stays open before one call may try. Doubles with every try that fails, up to thirty times. */
  readonly openMs: number;
}

export type SettingsChange = Partial<Omit<ServiceSettings, "breaker">> & { readonly breaker?: Partial<BreakerSettings> };

const defaultBreaker: BreakerSettings = { failures: 5, windowMs: 10_000, openMs: 1_000 };

type Environment = { readonly [name: string]: string | undefined };

const changes = new Map<string, SettingsChange>();
const known = new Map<string, ServiceSettings>();
let version = 0;

/** Settings from code; they win over the environment. Several calls add up. */
export function configureService(service: string, change: SettingsChange): void {
  const before = changes.get(service);
  changes.set(service, { ...before, ...change, breaker: { ...before?.breaker, ...change.breaker } });
  known.delete(service);
  version++;
}

/** Forgets what the environment said, as `refreshSwitch` does for modes; with `all` also what code configured. */
export function refreshSettings(all = false): void {
  if (all) changes.clear();
  known.clear();
  version++;
}

/** Grows whenever settings may have changed. */
export function settingsVersion(): number {
  return version;
}

export function settingsOf(service: string, environment: Environment = process.env): ServiceSettings {
  const found = known.get(service);
  if (found !== undefined) return found;
  const change = changes.get(service) ?? {};
  const name = environmentName(service);
  const settings: ServiceSettings = {
    url: environment[`FICUS_URL_${name}`],
    token: environment[`FICUS_TOKEN_${name}`] ?? environment["FICUS_TOKEN"],
    timeoutMs: milliseconds(environment[`FICUS_TIMEOUT_${name}`]) ?? 5_000,
    retries: 2,
    fallback: environment[`FICUS_FALLBACK_${name}`] === "local" ? "local" : "none",
    maxInFlight: 64,
    maxQueue: 256,
    shadowWrites: false,
    maxAnswer: 64 * 1024 * 1024,
    ...change,
    breaker: { ...defaultBreaker, ...change.breaker },
  };
  known.set(service, settings);
  return settings;
}

/** `order-history` → `ORDER_HISTORY` */
export function environmentName(service: string): string {
  return service.replace(/[^A-Za-z0-9]/g, "_").toUpperCase();
}

function milliseconds(text: string | undefined): number | undefined {
  const value = Number(text);
  return text !== undefined && Number.isFinite(value) && value > 0 ? value : undefined;
}
