/**
 * The one hook for tests and verification, found as OpenTelemetry's API finds its SDK: on the global object, under a registered symbol. A preload sets it
 * before anything else is loaded; in production it is absent and costs one property read a call.
 */

/** What the switch said for a call, with the percentage left out. */
export type CrossingMode = "local" | "shadow" | "canary" | "remote";

/**
 * How a crossing ended.
 * - `value`: it answered. `thrown`: the operation itself threw, as it would in process.
 * - `failed`: the wire did not carry it (unavailable, timeout, circuit open, rejected); `failure` says which.
 * - `fallback`: the wire failed and the local implementation answered; `failure` says why.
 * - `unmatched`: the service does not know the route, and the monolith's own answered.
 */
export type CrossingOutcome = "value" | "thrown" | "failed" | "fallback" | "unmatched";

export interface Crossing {
  /** The same on both sides: the caller makes it, the wire carries it in `x-ficus-crossing`. */
  readonly id: string;
  readonly service: string;
  /** Of the code seam, without the service: `placeOrder`. Exactly one of `operation` and `route` is set. */
  readonly operation?: string | undefined;
  /** Of the HTTP seam, method and pattern: `GET /orders/:id`. */
  readonly route?: string | undefined;
  readonly side: "client" | "server";
  /** On the server's side always `remote`. */
  readonly mode: CrossingMode;
  /** Whether the caller's answer came over the wire. A shadow's background call is reported by itself, with `background`. */
  readonly remote: boolean;
  readonly background?: boolean | undefined;
  /** Why the local implementation ran although the switch said otherwise. */
  readonly keptLocal?: string | undefined;
  readonly outcome: CrossingOutcome;
  /** Reason of a `RemoteError`, or name of the error thrown. */
  readonly failure?: string | undefined;
  /** HTTP status, of routes. */
  readonly status?: number | undefined;
  readonly ms: number;
  readonly pid: number;
}

/** One place where the wire would have changed what the local call saw. */
export interface AuditFinding {
  /**
   * - `unsendable`: the wire refuses it. `lossy`: it arrives as something else.
   * - `mutated`: the callee changes its argument, which the caller would no longer see.
   * - `shared`: one object stands in two places, and would arrive as two.
   */
  readonly kind: "unsendable" | "lossy" | "mutated" | "shared";
  /** `args[0].items[3].price`, `result.total`, `error.details`. */
  readonly path: string;
  readonly detail: string;
}

export interface AuditReport {
  readonly id: string;
  readonly service: string;
  readonly operation: string;
  /** Empty when the wire carries the call faithfully. */
  readonly findings: readonly AuditFinding[];
}

/** A difference between local and remote that a shadow call found. Values are in their wire form. */
export interface ShadowReport {
  readonly id: string;
  readonly service: string;
  readonly operation?: string | undefined;
  readonly route?: string | undefined;
  readonly differences: readonly { readonly path: string; readonly local: unknown; readonly remote: unknown }[];
  /** Paths that differ between two local runs as well, and were left out. */
  readonly noise: readonly string[];
}

export type Fault = "error" | "noop";

export interface Observer {
  /** Every crossing, once it has ended, on both sides. Local calls count too. */
  crossing?: ((crossing: Crossing) => void) | undefined;
  /** Asked on the server's side before an operation or route runs: `error` throws instead, `noop` answers nothing. `name` is the operation or the route. */
  fault?: ((service: string, name: string) => Fault | undefined) | undefined;
  /** When set, calls answered in process are audited for what the wire would change. Once a call. */
  audit?: ((report: AuditReport) => void) | undefined;
  /** Every shadow comparison, equal ones with no differences. */
  shadow?: ((report: ShadowReport) => void) | undefined;
}

const key = Symbol.for("ficus.observer");

// The global object has no index signature; any symbol may be read from it.
const globals = globalThis as unknown as { [name: symbol]: Observer | undefined };

export function currentObserver(): Observer | undefined {
  return globals[key];
}

/** For preloads. `undefined` takes the observer away. */
export function registerObserver(observer: Observer | undefined): void {
  globals[key] = observer;
}

/** An observer is test code: what it throws must not change what the program does. */
export function observe(report: () => void): void {
  try {
    report();
  } catch (error) {
    process.emitWarning(`A ficus observer threw: ${String(error)}`);
  }
}
