import type { Codec } from "./codec.ts";

/** One operation of a service's contract, as both sides know it. */
export interface Operation {
  readonly service: string;
  /** Without the service: `placeOrder`, `OrderService.place`. */
  readonly name: string;
  readonly codec: Codec;
  /** Changes nothing: may be retried, shadowed, and answered locally after a failure. */
  readonly reads?: boolean | undefined;
  /** Changes something, but twice is as good as once: may be retried. */
  readonly idempotent?: boolean | undefined;
  readonly timeoutMs?: number | undefined;
  /** Paths of the result that differ from run to run by design: `result.generatedAt`, `result.items[*].id`. */
  readonly noise?: readonly string[] | undefined;
}

export interface InvokeOptions<Args extends readonly unknown[]> {
  /** Says why this call must stay in process (a transaction's handle, a fake, a callback among the arguments), or `undefined` when it may go. */
  readonly keepLocal?: ((args: Args) => string | undefined) | undefined;
  /** Who a canary sticks to. */
  readonly canaryKey?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** The name that the switch knows it by. */
export function switchName(operation: Operation): string {
  return `${operation.service}.${operation.name}`;
}
