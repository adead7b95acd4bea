import type { Module, SymbolGraph } from "../model/graph.ts";
import { Op, referenceWidth } from "../model/terms.ts";
import { testGlobals } from "../model/testGlobals.ts";

const testPackages = new Set([
  "vitest",
  "jest",
  "mocha",
  "chai",
  "ava",
  "tap",
  "tape",
  "sinon",
  "supertest",
  "nock",
  "msw",
  "cypress",
  "node:test",
  "test",
  "fishery",
  "jest-mock-extended",
  "vitest-mock-extended",
  "jest-mock",
  "ts-mockito",
  "chai-http",
  "testcontainers",
  "mongodb-memory-server",
  "identity-obj-proxy",
]);
const testScopes = [
  "@jest/",
  "@vitest/",
  "@testing-library/",
  "@playwright/",
  "@cypress/",
  "@golevelup/ts-jest",
  "@nestjs/testing",
  "@storybook/",
  "@testcontainers/",
  "@faker-js/",
];

export function isTestPackage(name: string): boolean {
  return testPackages.has(name) || testScopes.some((scope) => name.startsWith(scope));
}

/** The module uses what only a test framework provides without an import. */
function usesTestGlobals({ facts }: Module): boolean {
  const { terms, references } = facts;
  for (let row = 0; row < references.length; row += referenceWidth) {
    const term = references[row + 1]!;
    if (terms[term] === Op.global && testGlobals.has(facts.strings[terms[term + 1]!]!)) return true;
  }
  return false;
}

/** Modules that import a test framework, replace modules by mocks, or use a framework's globals. */
export function findTestContent(graph: SymbolGraph): Uint8Array {
  const isTest = new Uint8Array(graph.modules.length);
  for (const edge of graph.edges) {
    if (edge.kind === "mock" || (edge.external !== undefined && isTestPackage(edge.external))) isTest[edge.from] = 1;
  }
  graph.modules.forEach((module, index) => {
    if (isTest[index] === 0 && usesTestGlobals(module)) isTest[index] = 1;
  });
  return isTest;
}
