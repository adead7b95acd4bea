/** Facts of a fixture folder as text, one line each, in source order. */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { extractFile } from "../../src/extract/extractFile.ts";
import { parsePrismaSchema } from "../../src/extract/recognise/prismaSchema.ts";
import type { EntityFact, FileFacts } from "../../src/model/facts.ts";

export function printFixture(name: string): string {
  const folder = fileURLToPath(new URL(`../../fixtures/recognise/${name}/`, import.meta.url));
  const files = readdirSync(folder).sort();
  return files.map((file) => `${file}\n${indented(printFile(file, readFileSync(`${folder}${file}`, "utf8")))}`).join("\n");
}

function printFile(name: string, text: string): string[] {
  if (name.endsWith(".prisma")) return parsePrismaSchema(text).map((entity) => `${entity.line}:${entity.column} ${printEntity(entity)}`);
  return printFacts(extractFile(name, text));
}

const indented = (lines: readonly string[]): string => (lines.length === 0 ? "  (nothing)" : lines.map((line) => `  ${line}`).join("\n")) + "\n";

interface Line {
  line: number;
  column: number;
  text: string;
}

export function printFacts(facts: FileFacts): string[] {
  const lines: Line[] = [];
  const add = (at: { line: number; column: number; owner?: number }, text: string): void => {
    lines.push({ line: at.line, column: at.column, text: at.owner === undefined ? text : `${text} in ${ownerName(facts, at.owner)}` });
  };
  for (const route of facts.routes) {
    add(route, `route ${route.framework} ${route.method} ${JSON.stringify(route.path)} -> ${route.handler}${route.term === 0 ? " (no term)" : ""}`);
  }
  for (const entity of facts.entities) add(entity, `${printEntity(entity)} declared ${ownerName(facts, entity.declaration)}`);
  for (const access of facts.accesses) {
    const subject =
      access.table !== undefined
        ? `table ${access.table}`
        : access.entity !== undefined
          ? `entity ${access.entity}`
          : access.receiver === 0
            ? "nothing"
            : "by receiver";
    add(access, `${access.access} ${access.orm} ${access.operation} ${subject}${access.tentative === true ? " tentative" : ""}`);
  }
  for (const transaction of facts.transactions) add(transaction, `transaction ${transaction.orm} to line ${transaction.endLine}`);
  for (const event of facts.events) add(event, `${event.direction} ${event.channel} ${JSON.stringify(event.event)}`);
  for (const job of facts.jobs) add(job, `job ${job.kind} ${JSON.stringify(job.schedule)}`);
  lines.sort((left, right) => left.line - right.line || left.column - right.column || (left.text < right.text ? -1 : left.text > right.text ? 1 : 0));
  return lines.map(({ line, column, text }) => `${line}:${column} ${text}`);
}

function printEntity(entity: EntityFact): string {
  const relations = entity.relations.map(({ target, field, cascade }) => `${field}:${target}${cascade ? " (cascade)" : ""}`);
  return `entity ${entity.orm} ${entity.name} table ${entity.table}${relations.length === 0 ? "" : ` relations ${relations.join(", ")}`}`;
}

/** `Orders.place`, or `module` at the top level. */
function ownerName(facts: FileFacts, owner: number): string {
  const names: string[] = [];
  for (let at = owner; at >= 0; at = facts.declarations[at]?.parent ?? -1) names.unshift(facts.declarations[at]?.name ?? "?");
  return names.join(".") || "module";
}
