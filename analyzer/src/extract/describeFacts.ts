/** Facts of one file as text that a person can check against the source: for golden tests, and for looking at what a file was understood as. */
import type { DeclarationFact, FileFacts } from "../model/facts.ts";
import { referenceKinds } from "../model/graph.ts";
import { referenceWidth } from "../model/terms.ts";
import { describeTerm, qualifiedName, quoteOdd } from "./describeTerm.ts";

interface Place {
  line: number;
  column: number;
}

/** One section a kind of fact, empty ones left out; positions are line:column. */
export function describeFacts(facts: FileFacts): string {
  const traits = [`${facts.lines} lines`, facts.isModule ? "module" : "script", ...(facts.generated ? ["generated"] : [])];
  const sections: [title: string, lines: string[]][] = [
    ["problems", facts.problems.map((fact) => `${at(fact)} ${fact.message}`)],
    [
      "imports",
      facts.imports.map((fact) => `${at(fact)} ${fact.kind} ${quoteOdd(fact.specifier)}${marks({ type: fact.typeOnly, pattern: fact.pattern })}`),
    ],
    [
      "bindings",
      facts.bindings.map(
        (fact) => `${quoteOdd(fact.local)} = ${importName(facts, fact.import)}#${quoteOdd(fact.name)}${marks({ type: fact.typeOnly })}`,
      ),
    ],
    ["exports", facts.exports.map((fact) => exportLine(facts, fact))],
    ["declarations", facts.declarations.map((fact, index) => declarationLine(facts, fact, index))],
    ["references", referenceLines(facts)],
    ["globals", facts.globals.map((index) => qualifiedName(facts, index))],
    [
      "augmentations",
      facts.augmentations.map((fact) => `${quoteOdd(fact.specifier)}: ${fact.declarations.map((index) => qualifiedName(facts, index)).join(", ")}`),
    ],
    [
      "injections",
      facts.injections.map((fact) => `${at(fact)} ${qualifiedName(facts, fact.class)} ${fact.style} ${quoteOdd(fact.parameter)}: ${fact.token}`),
    ],
    [
      "routes",
      facts.routes.map(
        (fact) =>
          `${at(fact)} ${fact.framework} ${fact.method} ${fact.path} -> ${fact.handler}${fact.term === 0 ? "" : ` = ${describeTerm(facts, fact.term)}`}${inOwner(facts, fact.owner)}`,
      ),
    ],
    [
      "entities",
      facts.entities.map(
        (fact) =>
          `${at(fact)} ${fact.orm} ${fact.name} in table ${fact.table}${fact.relations.map((relation) => `, ${relation.field} -> ${relation.target}${relation.cascade ? " (cascade)" : ""}`).join("")}`,
      ),
    ],
    [
      "accesses",
      facts.accesses.map(
        (fact) =>
          `${at(fact)} ${fact.orm} ${fact.access} ${fact.operation} ${accessed(facts, fact)}${marks({ tentative: fact.tentative })}${inOwner(facts, fact.owner)}`,
      ),
    ],
    ["transactions", facts.transactions.map((fact) => `${at(fact)}-${fact.endLine} ${fact.orm}${inOwner(facts, fact.owner)}`)],
    ["state", facts.state.map((fact) => `${at(fact)} ${fact.name}, mutated at ${fact.mutations.map(at).join(" ")}`)],
    ["events", facts.events.map((fact) => `${at(fact)} ${fact.direction} ${fact.channel} ${fact.event}${inOwner(facts, fact.owner)}`)],
    ["jobs", facts.jobs.map((fact) => `${at(fact)} ${fact.kind} ${fact.schedule}${inOwner(facts, fact.owner)}`)],
    ["loops", describeLoops(facts)],
    ["words", words(facts)],
  ];
  const shown = sections.filter(([, lines]) => lines.length > 0).map(([title, lines]) => `${title}\n${lines.map((line) => `  ${line}\n`).join("")}`);
  return `${traits.join(", ")}\n${shown.join("")}`;
}

function describeLoops({ loops }: FileFacts): string[] {
  const lines: string[] = [];
  for (let row = 0; row < loops.length; row += 4) lines.push(`${loops[row]}:${loops[row + 1]}-${loops[row + 2]}:${loops[row + 3]}`);
  return lines;
}

const at = ({ line, column }: Place): string => `${line}:${column}`;

function marks(flags: Record<string, boolean | undefined>): string {
  const set = Object.entries(flags).flatMap(([name, value]) => (value === true ? [name] : []));
  return set.length === 0 ? "" : ` (${set.join(", ")})`;
}

const importName = (facts: FileFacts, index: number): string => quoteOdd(facts.imports[index]?.specifier ?? "?");
const inOwner = (facts: FileFacts, owner: number): string => (owner < 0 ? "" : ` in ${qualifiedName(facts, owner)}`);

function exportLine(facts: FileFacts, fact: FileFacts["exports"][number]): string {
  const type = marks({ type: fact.typeOnly });
  switch (fact.kind) {
    case "all":
      return `${at(fact)} * from ${importName(facts, fact.import)}${type}`;
    case "from":
      return `${at(fact)} ${quoteOdd(fact.name)} from ${importName(facts, fact.import)}#${quoteOdd(fact.imported)}${type}`;
    case "local": {
      const value = fact.term === 0 ? "" : ` = ${describeTerm(facts, fact.term)}`;
      return `${at(fact)} ${quoteOdd(fact.name)}${fact.declaration === undefined ? "" : ` is ${qualifiedName(facts, fact.declaration)}`}${value}${type}`;
    }
  }
}

function declarationLine(facts: FileFacts, fact: DeclarationFact, index: number): string {
  const flags = [fact.exported && "exported", fact.static === true && "static", fact.abstract === true && "abstract", fact.visibility].filter(
    (flag) => typeof flag === "string",
  );
  const listed = (word: string, terms: readonly number[] | undefined): string =>
    terms === undefined || terms.length === 0 ? "" : ` ${word} ${terms.map((term) => describeTerm(facts, term)).join(", ")}`;
  const parameters = (fact.typeParameters ?? []).map((parameter) => {
    const [name, constraint, fallback] = facts.typeParameters[parameter] ?? ["?", 0, 0];
    return `${name}${constraint === 0 ? "" : ` extends ${describeTerm(facts, constraint)}`}${fallback === 0 ? "" : ` = ${describeTerm(facts, fallback)}`}`;
  });
  return [
    `${at(fact)}-${fact.endLine} `,
    ...flags.map((flag) => `${flag} `),
    `${fact.kind} ${qualifiedName(facts, index)}`,
    parameters.length === 0 ? "" : `<${parameters.join(", ")}>`,
    listed("extends", fact.extends),
    listed("implements", fact.implements),
    (fact.decorators ?? []).map((name) => ` @${name}`).join(""),
    fact.type === undefined ? "" : ` : ${fact.type}`,
    fact.term === 0 ? "" : ` = ${describeTerm(facts, fact.term)}`,
  ].join("");
}

function referenceLines(facts: FileFacts): string[] {
  const lines: string[] = [];
  const rows = facts.references;
  for (let row = 0; row < rows.length; row += referenceWidth) {
    const [kind = 0, term = 0, owner = -1, line = 0, column = 0] = rows.subarray(row, row + referenceWidth);
    lines.push(`${line}:${column} ${referenceKinds[kind] ?? "?"} ${describeTerm(facts, term)}${inOwner(facts, owner)}`);
  }
  return lines;
}

function accessed(facts: FileFacts, fact: FileFacts["accesses"][number]): string {
  const parts = [
    fact.table === undefined ? undefined : `table ${fact.table}`,
    fact.entity === undefined ? undefined : `entity ${fact.entity}`,
    fact.receiver === undefined ? undefined : `of ${describeTerm(facts, fact.receiver)}`,
  ];
  return parts.filter((part) => part !== undefined).join(", ");
}

/** The identifiers of the file with how often each stands in it, in the order in which they are met first. */
function words(facts: FileFacts): string[] {
  const used = facts.strings.flatMap((text, index) =>
    (facts.uses[index] ?? 0) > 0 && text !== "" ? [`${quoteOdd(text)} ${facts.uses[index]}`] : [],
  );
  return used.length === 0 ? [] : [used.join(", ")];
}
