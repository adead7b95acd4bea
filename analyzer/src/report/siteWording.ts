import type { Site } from "../model/explanation.ts";
import { harmless } from "./wording.ts";

const verbs: Readonly<Record<Site["kind"], string>> = {
  call: "calls",
  new: "constructs",
  extends: "extends",
  implements: "implements",
  decorator: "is decorated by",
  type: "names the type",
  value: "uses",
  property: "uses",
  jsx: "renders",
  import: "imports",
};

/** `calls create`: what the code does there. */
export function siteUse({ kind, symbol }: Pick<Site, "kind" | "symbol">): string {
  if (symbol === null) return kind === "type" ? "names a type of the module" : `${verbs[kind]} the module`;
  return `${verbs[kind]} ${harmless(symbol)}`;
}
