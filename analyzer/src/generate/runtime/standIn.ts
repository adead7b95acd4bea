/** Stands in for an instance that the whole program shares: the same object to its users, with some methods that may run in another process. */
import type { InvokeOptions, Operation } from "./operation.ts";
import { invoke } from "./invoke.ts";

/** By name of the method. */
export type Methods = {
  readonly [name: string]: { readonly operation: Operation; readonly options?: InvokeOptions<readonly unknown[]> | undefined };
};

type AnyFunction = (this: unknown, ...args: readonly unknown[]) => unknown;

/**
 * `local` is asked at every use: modules that import each other in a circle have not made their instances yet when this is called, and a test double that
 * is put in place later shall win. The instance's own calls of itself do not come through here, so that they never cross.
 */
export function standIn<T extends object>(local: () => T, methods: Methods): T {
  const wrapped = new Map<PropertyKey, { readonly of: unknown; readonly run: AnyFunction }>();
  const table = new Map(Object.entries(methods));
  const handler: ProxyHandler<T> = {
    get(_target, key) {
      const instance = local();
      // Read from the instance itself, so that getters see their own `this`.
      const value: unknown = Reflect.get(instance, key, instance);
      const method = typeof key === "string" ? table.get(key) : undefined;
      if (method === undefined || typeof value !== "function") return value;
      const known = wrapped.get(key);
      if (known !== undefined && known.of === value) return known.run;
      const run: AnyFunction = (...args) =>
        invoke(method.operation, (...given) => Reflect.apply(value, local(), given) as unknown, args, method.options);
      wrapped.set(key, { of: value, run });
      return run;
    },
    set: (_target, key, value) => Reflect.set(local(), key, value),
    has: (_target, key) => Reflect.has(local(), key),
    deleteProperty: (_target, key) => Reflect.deleteProperty(local(), key),
    ownKeys: () => Reflect.ownKeys(local()),
    getPrototypeOf: () => Reflect.getPrototypeOf(local()),
    defineProperty: (_target, key, descriptor) => Reflect.defineProperty(local(), key, descriptor),
    getOwnPropertyDescriptor(_target, key) {
      const descriptor = Reflect.getOwnPropertyDescriptor(local(), key);
      // A proxy may only report what its own target could have.
      return descriptor === undefined ? undefined : { ...descriptor, configurable: true };
    },
  };
  // The empty object is never shown: every trap answers for the instance.
  return new Proxy({} as T, handler);
}
