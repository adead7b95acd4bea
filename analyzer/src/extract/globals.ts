/** Names that no scope of a file declares. */
import { ts } from "./typescript.ts";
import type { Walk } from "./walk.ts";

const globalObjects = new Set(["globalThis", "global", "window"]);

/** `window` in `window.app`, where nothing else is called so. */
export function isGlobalObject(walk: Walk, node: ts.Expression): boolean {
  if (node.kind !== ts.SyntaxKind.Identifier) return false;
  const name = (node as ts.Identifier).text;
  return globalObjects.has(name) && walk.scope.value(name) === undefined;
}

/** Globals of the language and of Node whose members are no declarations of the project. */
export const inertGlobals = new Set([
  "console",
  "process",
  "JSON",
  "Math",
  "Buffer",
  "window",
  "document",
  "globalThis",
  "setTimeout",
  "setInterval",
  "clearTimeout",
  "clearInterval",
  "setImmediate",
  "Number",
  "String",
  "Boolean",
  "Date",
  "RegExp",
  "Symbol",
  "BigInt",
  "parseInt",
  "parseFloat",
  "isNaN",
  "NaN",
  "Infinity",
  "require",
  "module",
  "exports",
  "__dirname",
  "__filename",
  "describe",
  "it",
  "test",
  "beforeEach",
  "afterEach",
  "beforeAll",
  "afterAll",
  "before",
  "after",
  "jest",
  "vi",
  "fetch",
  "URL",
  "URLSearchParams",
  "localStorage",
  "sessionStorage",
  "navigator",
  "encodeURIComponent",
  "decodeURIComponent",
  "Intl",
  "Reflect",
  "arguments",
  "structuredClone",
  "queueMicrotask",
  "AbortController",
  "FormData",
  "Headers",
  "Response",
  "Request",
  "TextEncoder",
  "TextDecoder",
  "location",
  "history",
  "expect",
  "assert",
]);
/** Globals with types that pass the project's own through, known from the standard declarations. */
export const standardValues = new Set([
  "Promise",
  "Object",
  "Array",
  "Map",
  "Set",
  "WeakMap",
  "WeakSet",
  "Error",
  "TypeError",
  "RangeError",
  "Proxy",
]);
