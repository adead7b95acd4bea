/** Tells of packages that the repository loads, so that what they do can be watched. What they export is changed in place: imports see it as requires do. */
import Module from "node:module";

/** @typedef {(exported: any, name: string) => void} Found */

/** @type {Map<string, Found[]>} */
const wanted = new Map();
const packageOf = /[\\/]node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)[\\/](?!.*[\\/]node_modules[\\/])/;

/** @param {readonly string[]} names @param {Found} found */
export function whenLoaded(names, found) {
  if (wanted.size === 0) follow();
  for (const name of names) wanted.set(name, [...(wanted.get(name) ?? []), found]);
}

function follow() {
  const load = Module._load;
  Module._load = function loadObserved(request, ...rest) {
    const exported = Reflect.apply(load, this, [request, ...rest]);
    const name = wanted.has(request) ? request : packageOf.exec(request)?.[1];
    const watchers = name === undefined ? undefined : wanted.get(name);
    if (watchers && exported !== null && (typeof exported === "object" || typeof exported === "function"))
      for (const found of watchers) found(exported, /** @type {string} */ (name));
    return exported;
  };
}

const changed = Symbol("ficus.watched");

/**
 * Runs `before` ahead of each call of a function, which stays what it is otherwise.
 *
 * @param {any} holder object or prototype
 * @param {string} key
 * @param {(self: any, args: unknown[], called: Function) => void} before
 */
export function watchCalls(holder, key, before) {
  const original = holder?.[key];
  if (typeof original !== "function" || original[changed]) return;
  function watched(...args) {
    before(this, args, watched);
    return new.target ? Reflect.construct(original, args, new.target === watched ? original : new.target) : Reflect.apply(original, this, args);
  }
  Object.defineProperties(watched, Object.getOwnPropertyDescriptors(original));
  Object.defineProperty(watched, changed, { value: true });
  try {
    holder[key] = watched;
  } catch {
    // Sealed: not watched, and not harmed.
  }
}
