/** Reads `ficus.config.json`, `ficus.config.jsonc` or `"ficus"` of package.json: whichever there is, and no more than one. */
import { join } from "node:path";
import { readDocument } from "../boundaries/document.ts";
import { validateDocument, type Validated } from "../boundaries/validate.ts";
import { FicusError } from "../errors.ts";
import { Config } from "../model/config.ts";
import { listProblems } from "./boundariesFile.ts";
import { configNames, findConfig, manifestName, type FoundConfig } from "./findConfig.ts";
import { readOwnText } from "./readOwnText.ts";

/** @throws {FicusError} `broken-config` with every problem at its line and column */
export function parseConfig(found: readonly FoundConfig[]): Config {
  const [first, second] = found;
  if (first === undefined) return {};
  if (second !== undefined)
    throw new FicusError(
      "broken-config",
      `${first.name} and ${second.name} both configure Ficus: keep one of ${[...configNames, `"ficus" in ${manifestName}`].join(", ")}.`,
    );
  const validated = validate(first);
  if (validated.kind === "broken") throw new FicusError("broken-config", listProblems(first.name, validated.problems));
  return validated.value;
}

/** For commands that need the settings and no analysis. */
export function readConfig(root: string): Config {
  return parseConfig(findConfig((name) => readOwnText(join(root, name))));
}

function validate({ name, text }: FoundConfig): Validated<Config> {
  const document = readDocument(text);
  if (document.problems.length > 0) return { kind: "broken", problems: [...document.problems] };
  if (name !== manifestName) return validateDocument(document, Config);
  const manifest = document.value;
  // A manifest is an object, or the problem is told of "ficus".
  const value = typeof manifest === "object" && manifest !== null ? (manifest as Record<string, unknown>)["ficus"] : undefined;
  return validateDocument(document, Config, ["ficus"], value);
}
