/** `contract.ts` of a service: what each operation takes and gives, as zod schemas. */
import type { Operation, SeamsReport } from "../../model/seams.ts";
import { commentText, quote } from "../source/names.ts";
import { zodSource } from "./zodSource.ts";

export function contractSource(report: Pick<SeamsReport, "definitions">, operations: ReadonlyMap<string, Operation>): string {
  const source = zodSource(report.definitions, ["contract"]);
  return [
    'import { z } from "zod";',
    "",
    ...source.definitions.flatMap((text) => [text, ""]),
    "/** Arguments and result of each operation, after the codec has rebuilt them. Types lie now and then: a mismatch is reported, and refused only in strict mode. */",
    "export const contract = {",
    ...[...operations].flatMap(([name, operation]) => [
      `/** ${commentText(operation.signature)} */`,
      `${quote(name)}: { args: ${source.expression(argumentsOf(operation))}, result: ${source.expression(operation.result.shape)} },`,
    ]),
    "};",
    "",
  ].join("\n");
}

function argumentsOf({ parameters }: Operation): Parameters<ReturnType<typeof zodSource>["expression"]>[0] {
  return { kind: "tuple", elements: parameters.map(({ shape, optional, rest }) => ({ shape, optional, rest })) };
}
