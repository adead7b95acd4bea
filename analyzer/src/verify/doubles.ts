/** Test doubles for the service's modules, as test files write them. Where they answer, nothing crosses. */
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { ServiceManifest } from "../model/serviceManifest.ts";

const testFile = /(^|\/)(tests?|__tests__|specs?|e2e)\/.*\.[cm]?[jt]sx?$|\.(test|spec)\.[cm]?[jt]sx?$/;
const passedBy = new Set(["node_modules", ".git", ".ficus", "dist", "build", "coverage"]);

/** Calls that put something in a module's, a class's or a provider's place. */
const double =
  /\b(?:jest|vi|vitest)\s*\.\s*(?:mock|doMock|unstable_mockModule|createMockFromModule|spyOn)\s*\(|\bproxyquire\s*\(|\bsinon\s*\.\s*(?:stub|mock|createStubInstance|fake)\s*\(|\bmock\s*\.\s*(?:module|method|fn)\s*\(|\.useValue\s*\(|\buseValue\s*:|\bmock[A-Z]\w*\s*[=:]|\b(?:stub|fake|mock)(?:ed)?[A-Z]\w*\s*=/g;

export function findDoubles(root: string, manifest: ServiceManifest): { at: string; text: string }[] {
  const names = namesOf(manifest);
  if (names.length === 0) return [];
  // Also within longer names: mockOrderService, ordersMock.
  const pattern = new RegExp(names.map(escape).join("|"), "i");
  return testFilesBelow(root, "").flatMap((file) => {
    const lines = readFileSync(join(root, file), "utf8").split("\n");
    // What is doubled stands in the same line, or in the next ones: `jest.mock(⏎ "../orders")`.
    return lines.flatMap((line, index) => {
      double.lastIndex = 0;
      if (!double.test(line) || !pattern.test(lines.slice(index, index + 3).join("\n"))) return [];
      return [{ at: `${file}:${index + 1}`, text: line.trim().slice(0, 160) }];
    });
  });
}

/** Symbols that cross, and the names of their files without endings. */
function namesOf({ operations }: ServiceManifest): string[] {
  const files = operations.flatMap(({ local, facade }) => [local.module, facade.module]);
  const symbols = operations.flatMap(({ local, facade }) => [local.export, facade.export]);
  return [...new Set([...files.map((path) => basename(path).replace(/\.[cm]?[jt]sx?$/, "")), ...symbols])]
    .filter((name) => name !== "default" && name !== "index")
    .sort();
}

function testFilesBelow(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) return passedBy.has(entry.name) ? [] : testFilesBelow(root, path);
      return entry.isFile() && testFile.test(path) ? [path] : [];
    });
}

function escape(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}
