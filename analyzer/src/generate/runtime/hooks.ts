/** Where the monolith's own tracing and logging take part. */
import type { ShadowReport } from "./observer.ts";

/** Adds headers to what goes to a service: `(headers) => propagation.inject(context.active(), headers)` with OpenTelemetry. */
export type Propagate = (headers: { [name: string]: string }) => void;

/** What operators want to know of, beyond what callers see. */
export type Report =
  | ({ readonly kind: "difference" } & ShadowReport)
  | { readonly kind: "fallback"; readonly id: string; readonly service: string; readonly name: string; readonly error: Error }
  | { readonly kind: "event-lost"; readonly id: string; readonly service: string; readonly event: string; readonly error: unknown }
  | { readonly kind: "breaker"; readonly service: string; readonly state: "closed" | "half-open" | "open" };

let propagate: Propagate | undefined;
let listener: ((report: Report) => void) | undefined;

export function usePropagation(hook: Propagate | undefined): void {
  propagate = hook;
}

export function useReports(hook: ((report: Report) => void) | undefined): void {
  listener = hook;
}

/** A hook that throws must not fail the call. */
export function addPropagation(headers: { [name: string]: string }): void {
  try {
    propagate?.(headers);
  } catch (error) {
    process.emitWarning(`ficus: the propagation hook threw: ${String(error)}`);
  }
}

export function report(event: Report): void {
  try {
    listener?.(event);
  } catch (error) {
    process.emitWarning(`ficus: the report hook threw: ${String(error)}`);
  }
}
