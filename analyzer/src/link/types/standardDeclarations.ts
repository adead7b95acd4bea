/** What the linker knows of types that no file of a project declares: the language's own, and those of packages that the project imports. */
import { declarePackages } from "./packages/declarePackages.ts";
import { standardLibrary } from "./standardLibrary.ts";

/**
 * Source of the declarations, to be read like any other `.d.ts` file.
 *
 * @param specifiers module names that the project imports, in any order
 */
export function standardDeclarations(specifiers: Iterable<string>): string {
  return standardLibrary + declarePackages(specifiers);
}
