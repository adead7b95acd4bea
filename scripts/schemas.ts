/** Writes the JSON Schemas of what Ficus publishes from the zod models. `--check` writes nothing and fails when one is not current. */
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { Analysis } from "../analyzer/src/model/analysis.ts";
import { Boundaries } from "../analyzer/src/model/boundaries.ts";
import { Config } from "../analyzer/src/model/config.ts";
import { Difference } from "../analyzer/src/model/difference.ts";
import { Explanation } from "../analyzer/src/model/explanation.ts";
import { GraphDocument } from "../analyzer/src/model/graphDocument.ts";
import { Plan } from "../analyzer/src/model/plan.ts";
import { SeamsReport } from "../analyzer/src/model/seams.ts";
import { ServiceManifest } from "../analyzer/src/model/serviceManifest.ts";
import { Verdict } from "../analyzer/src/model/verdict.ts";

const folder = fileURLToPath(new URL("../schemas/", import.meta.url));

export const schemas: Readonly<Record<string, () => string>> = {
  "analysis.schema.json": () => schemaOf(Analysis, "Result of ficus analyze --json"),
  "boundaries.schema.json": () => schemaOf(Boundaries, "ficus.boundaries.json"),
  "config.schema.json": () => schemaOf(Config, "ficus.config.json"),
  "difference.schema.json": () => schemaOf(Difference, "Result of ficus diff --json"),
  "explanation.schema.json": () => schemaOf(Explanation, "Result of ficus explain --json"),
  "graph.schema.json": () => schemaOf(GraphDocument, "Result of ficus graph --format json"),
  "plan.schema.json": () => schemaOf(Plan, "Result of ficus plan --json"),
  "seams.schema.json": () => schemaOf(SeamsReport, "Result of ficus seams --json"),
  "service.schema.json": () => schemaOf(ServiceManifest, "ficus.service.json of a generated service"),
  "verdict.schema.json": () => schemaOf(Verdict, "Result of ficus verify --json"),
};

function schemaOf(model: z.ZodType, title: string): string {
  const { $schema, ...rest } = z.toJSONSchema(model, { target: "draft-2020-12", io: "input" });
  return `${JSON.stringify({ $schema, title, ...rest }, undefined, 2)}\n`;
}

/** Names of the schemas whose file says something else than the model. */
export function findStale(): string[] {
  return Object.entries(schemas).flatMap(([name, make]) => (read(`${folder}${name}`) === make() ? [] : [name]));
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const stale = findStale();
  if (process.argv.includes("--check")) {
    if (stale.length > 0) {
      console.error(`Not current: ${stale.map((name) => `schemas/${name}`).join(", ")}. Run npm run schemas and commit the result.`);
      process.exitCode = 1;
    }
  } else {
    for (const name of stale) writeFileSync(`${folder}${name}`, schemas[name]!());
  }
}
