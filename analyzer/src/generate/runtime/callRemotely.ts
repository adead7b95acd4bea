/** The code seam of a service that is retired from the monolith: its facades have nothing in process to fall back on. */
import { runRemote } from "./invoke.ts";
import type { Operation } from "./operation.ts";
import { switchName } from "./operation.ts";
import type { ServedOperation } from "./serve.ts";

const own = new Map<string, ServedOperation["run"]>();

/**
 * For the service's own process, before it serves: code of the monolith that runs here too may call the facade, and what this process serves it runs itself.
 * It would otherwise call itself over the wire.
 */
export function answerHere(operations: readonly ServedOperation[]): void {
  for (const { operation, run } of operations) own.set(switchName(operation), run);
}

/** The switch is not asked: there is one implementation. `Result`: what the contract says that the operation resolves to. */
export function callRemotely<Result>(operation: Operation, args: readonly unknown[], signal?: AbortSignal): Promise<Result> {
  const run = own.get(switchName(operation));
  // What runs here and what the wire brings are both of the contract's type.
  if (run !== undefined) return inProcess(run, args) as Promise<Result>;
  const caller: { stack?: string } = {};
  Error.captureStackTrace(caller, callRemotely);
  return runRemote(operation, undefined, args, "remote", { signal }, caller) as Promise<Result>;
}

/** What it throws at once becomes a rejection, as with a call over the wire. */
async function inProcess(run: ServedOperation["run"], args: readonly unknown[]): Promise<unknown> {
  return run(args, { crossing: "", remainingMs: Number.MAX_SAFE_INTEGER, signal: new AbortController().signal });
}

/** By name of the method. */
export type RemoteMethods = { readonly [name: string]: { readonly operation: Operation } };

/**
 * Stands for an instance that lives in the service: it has the methods that the service serves. `rest` is asked for everything else, where callers use more
 * of it than can cross.
 */
export function remoteInstance<T extends object>(methods: RemoteMethods, rest?: () => T): T {
  const entries = Object.entries(methods).map(([name, { operation }]): [string, unknown] => [
    name,
    (...args: unknown[]): Promise<unknown> => callRemotely(operation, args),
  ]);
  // Retiring the service made sure that nothing else of the instance is used, or that there is a rest.
  const served = Object.fromEntries(entries) as unknown as T;
  if (rest === undefined) return served;
  return new Proxy(served, {
    get(target, key) {
      if (Object.prototype.hasOwnProperty.call(target, key)) return Reflect.get(target, key) as unknown;
      const local = rest();
      const value: unknown = Reflect.get(local, key, local);
      // Its own methods and fields are the instance's own affair.
      return typeof value === "function" ? (value.bind(local) as unknown) : value;
    },
    has: (target, key) => Reflect.has(target, key) || Reflect.has(rest(), key),
  });
}
