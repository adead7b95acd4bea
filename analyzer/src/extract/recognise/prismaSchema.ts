/**
 * schema.prisma → entities. A line-oriented reading suffices: Prisma's own formatter and grammar keep one field or attribute on a line, and
 * what stands inside strings and comments is cut off first.
 */
import type { EntityFact } from "../../model/facts.ts";
import { qualified } from "./entities.ts";

interface Field {
  name: string;
  type: string;
  attributes: string;
}

interface Model {
  name: string;
  line: number;
  column: number;
  fields: Field[];
  table: string | undefined;
  schema: string | undefined;
}

const opening = /^(\s*(?:model|view)\s+)(\w+)\s*\{/;
const fieldLine = /^\s*(\w+)\s+(\w+)(?:\[\]|\?)?(?:\s+(.*))?$/;
const blockAttribute = /^\s*@@(map|schema)\(\s*(?:name:\s*)?"((?:[^"\\]|\\.)*)"/;

export function parsePrismaSchema(text: string): EntityFact[] {
  const models = read(text);
  const names = new Set(models.map((model) => model.name));
  return models.map((model) => ({
    orm: "prisma",
    name: model.name,
    table: qualified(model.schema, model.table ?? model.name),
    declaration: -1,
    relations: model.fields
      .filter((field) => names.has(field.type))
      .map((field) => ({ target: field.type, field: field.name, cascade: /\bonDelete:\s*(Cascade|SetNull)\b/.test(field.attributes) })),
    line: model.line,
    column: model.column,
  }));
}

function read(text: string): Model[] {
  const models: Model[] = [];
  let model: Model | undefined;
  let depth = 0;
  const lines = text.split(/\r\n|\r|\n/);
  for (let index = 0; index < lines.length; index++) {
    let line = withoutComment(lines[index] ?? "");
    // An attribute's arguments may go on over several lines.
    if (model !== undefined) while (openParentheses(line) > 0 && index + 1 < lines.length) line += ` ${withoutComment(lines[++index] ?? "").trim()}`;
    if (model === undefined) {
      const found = depth === 0 ? opening.exec(line) : null;
      if (found !== null) {
        model = { name: found[2] ?? "", line: index + 1, column: (found[1] ?? "").length + 1, fields: [], table: undefined, schema: undefined };
        const rest = line.slice(found[0].length);
        if (rest.includes("}")) {
          models.push(model);
          model = undefined;
        }
      } else depth = Math.max(0, depth + count(line, "{") - count(line, "}"));
      continue;
    }
    if (/^\s*\}/.test(line)) {
      models.push(model);
      model = undefined;
      continue;
    }
    const attribute = blockAttribute.exec(line);
    if (attribute !== null) {
      if (attribute[1] === "map") model.table = attribute[2];
      else model.schema = attribute[2];
      continue;
    }
    const field = fieldLine.exec(line);
    if (field !== null) model.fields.push({ name: field[1] ?? "", type: field[2] ?? "", attributes: field[3] ?? "" });
  }
  // A file that ends inside a model still tells what came before.
  if (model !== undefined) models.push(model);
  return models;
}

/** Cuts a `//` comment that does not stand in a string. */
function withoutComment(line: string): string {
  let quoted = false;
  for (let index = 0; index < line.length; index++) {
    const character = line[index];
    if (character === "\\" && quoted) index++;
    else if (character === '"') quoted = !quoted;
    else if (character === "/" && line[index + 1] === "/" && !quoted) return line.slice(0, index);
  }
  return line;
}

function openParentheses(line: string): number {
  const code = line.replace(/"(?:[^"\\]|\\.)*"/g, "");
  return count(code, "(") - count(code, ")");
}

const count = (text: string, character: string): number => text.split(character).length - 1;
