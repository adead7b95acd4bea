/**
 * The published result of `ficus graph --format json`. Large parts are tables (rows as arrays under a list of columns), because a monolith has hundreds of
 * thousands of references. Fields and columns are added at the end, never renamed; `schemas/graph.schema.json` is generated from here.
 */
import { z } from "zod";
import { declarationKinds, importKinds } from "./facts.ts";
import { referenceKinds } from "./graph.ts";

const index = (of: string) => z.int().min(0).describe(`position in ${of}`);
const line = z.int().min(1).describe("1-based");
const column = z.int().min(1).describe("1-based, in UTF-16 units");

export const GraphDocument = z.object({
  schemaVersion: z.literal(1),
  root: z.string().describe("name of the analysed folder"),
  modules: z
    .array(z.object({ path: z.string().describe("POSIX, relative to root"), loc: z.int().min(0).describe("lines of the file") }))
    .describe("every source file, sorted by path"),
  externals: z.array(z.string()).describe("packages and built-ins that are imported, sorted"),
  symbols: z.object({
    columns: z.tuple([
      z.literal("module"),
      z.literal("parent"),
      z.literal("name"),
      z.literal("kind"),
      z.literal("exported"),
      z.literal("line"),
      z.literal("endLine"),
    ]),
    rows: z.array(
      z.tuple([
        index("modules"),
        index("symbols.rows").nullable().describe("the symbol that holds this one"),
        z.string(),
        z.enum(declarationKinds),
        z.boolean(),
        line,
        line,
      ]),
    ),
  }),
  imports: z.object({
    columns: z.tuple([
      z.literal("from"),
      z.literal("to"),
      z.literal("external"),
      z.literal("kind"),
      z.literal("typeOnly"),
      z.literal("specifier"),
      z.literal("line"),
      z.literal("column"),
    ]),
    rows: z.array(
      z.tuple([
        index("modules"),
        index("modules").nullable(),
        index("externals").nullable().describe("both null: not resolved"),
        z.enum(importKinds),
        z.boolean(),
        z.string().describe("as written"),
        line,
        column,
      ]),
    ),
  }),
  references: z.object({
    columns: z.tuple([
      z.literal("from"),
      z.literal("owner"),
      z.literal("to"),
      z.literal("symbol"),
      z.literal("kind"),
      z.literal("line"),
      z.literal("column"),
    ]),
    rows: z.array(
      z.tuple([
        index("modules"),
        index("symbols.rows").nullable().describe("the symbol that the reference stands in; null: the module's top level"),
        index("modules"),
        index("symbols.rows").nullable().describe("the symbol referred to; null: the module itself"),
        z.enum(referenceKinds),
        line,
        column,
      ]),
    ),
  }),
});
export type GraphDocument = z.infer<typeof GraphDocument>;
