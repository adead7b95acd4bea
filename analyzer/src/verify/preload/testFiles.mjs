import { fromRoot } from "./settings.mjs";

const testFile = /(^|\/)(tests?|__tests__|specs?|e2e)\/|\.(test|spec|e2e)\.[cm]?[jt]sx?$/;

/** @param {string} path absolute */
export function isTest(path) {
  const near = fromRoot(path);
  return !near.startsWith("..") && !near.includes("node_modules/") && testFile.test(near);
}
