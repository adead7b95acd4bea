/** What changes in the service's own package, beside the modules that move in. */
import type { SourceFile } from "ts-morph";
import { ServiceManifest } from "../../model/serviceManifest.ts";
import { sideEffectImport } from "../express/forwardEdit.ts";
import { applyEdits } from "../edits.ts";
import type { GeneratedFile } from "../extraction.ts";
import { quote } from "../source/names.ts";
import { specifierOf, type Target } from "../target.ts";

export function retiredManifest(manifest: ServiceManifest, moved: ReadonlyMap<string, string>): ServiceManifest {
  const place = (module: string): string => moved.get(module) ?? module;
  return {
    ...manifest,
    modules: manifest.modules.map(place).sort(),
    operations: manifest.operations.map((operation) => ({ ...operation, local: { ...operation.local, module: place(operation.local.module) } })),
    jobs: manifest.jobs.map((job) => ({ ...job, module: place(job.module) })),
  };
}

/**
 * Monolith's code that runs in the service as well calls the facades, which know no local side any more: here they find it.
 *
 * @param folder of the package
 * @param runtime folder of the runtime in the monolith
 */
export function ownCalls(folder: string, runtime: string, target: Target): GeneratedFile {
  const path = `${folder}/src/ownCalls.${target.language}`;
  const from = specifierOf(path, `${runtime}/callRemotely.${target.language}`, target);
  return {
    path,
    contents: [
      `import { answerHere } from ${quote(from)};`,
      `import { operations } from ${quote(specifierOf(path, `${folder}/src/operations.${target.language}`, target))};`,
      "",
      "// Code of the monolith that runs here as well calls this service through its facades: such a call stays in this process.",
      "answerHere(operations);",
      "",
    ].join("\n"),
  };
}

/** Imports it where the service is composed; @returns undefined when that is done already. */
export function withOwnCalls(server: SourceFile, text: string, specifier: string): string | undefined {
  return text.includes("ownCalls") ? undefined : applyEdits(text, [{ path: server.getBaseName(), ...sideEffectImport(server, specifier) }]);
}

/** What descriptions said until now. */
export function retiredWords(text: string): string {
  return text
    .replace("runs the monolith's own modules where they stand", "its modules were taken out of the monolith")
    .replace(
      "Runs the monolith's own modules in a process of their own. Until the service is retired from the monolith, no second copy of the code exists: `local` and `remote` run the same source.",
      "Its modules have left the monolith and lie in `src/`; what both need is imported from the monolith. The monolith calls it over the wire and has no implementation of its own.",
    );
}
