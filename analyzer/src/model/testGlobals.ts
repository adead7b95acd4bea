/** What test frameworks declare for every file, and hardly anybody else. */
export const testGlobals: ReadonlySet<string> = new Set([
  "describe",
  "expect",
  "beforeEach",
  "afterEach",
  "beforeAll",
  "afterAll",
  "jest",
  "vi",
  "cy",
]);
