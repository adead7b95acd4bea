/** What people decided, held against what the analysis proposes now. */
import type { Analysis } from "../model/analysis.ts";
import type { Boundaries } from "../model/boundaries.ts";
import type { JsonDocument, Problem } from "./document.ts";
import { membershipOf, type MembershipProblem } from "./membership.ts";
import { differences, proposalOf, type Difference } from "./proposal.ts";
import { nameOf } from "./validate.ts";

export interface ProposalComparison {
  services: number;
  /** Modules that the file gives to a service, or to all. */
  assigned: number;
  /** Modules that the proposal has elsewhere; `from` is a service, `shared` or `platform`. */
  moved: Difference[];
  /** Modules that the file does not know. */
  added: Difference[];
  /** What in the file means nothing, or two things. */
  problems: Problem[];
}

export function compareProposal(analysis: Analysis, boundaries: Boundaries, document: JsonDocument): ProposalComparison {
  const paths = analysis.modules.map(({ path }) => path);
  const membership = membershipOf(boundaries, paths);
  const all = differences(proposalOf(analysis), boundaries, paths);
  return {
    services: Object.keys(boundaries.services).length,
    assigned: membership.claim.filter((claim) => claim !== undefined).length,
    moved: all.filter(({ from }) => from !== undefined),
    added: all.filter(({ from }) => from === undefined),
    problems: membership.problems.map((problem) => placed(problem, document)),
  };
}

/** A problem of membership at its place in the file. */
export function placed(problem: MembershipProblem, document: JsonDocument): Problem {
  switch (problem.reason) {
    case "claimed-twice": {
      const [first, second] = problem.claims;
      const { line, column } = document.placeOf(first.at);
      const where = `${nameOf(first.at)} (line ${line}, column ${column}) gives it to ${first.owner}`;
      return {
        message: `${problem.path} is claimed twice and belongs to nobody: ${where}, ${nameOf(second.at)} to ${second.owner}; say in modules whose it is`,
        ...document.placeOf(second.at),
      };
    }
    case "matches-nothing":
      // Of an entry of modules, the name is what matches nothing.
      return { message: `${JSON.stringify(problem.entry)} matches no module: remove it, or correct it`, ...document.placeOfName(problem.at) };
    case "no-such-module":
      return { message: `${nameOf(problem.at)}: there is no module ${JSON.stringify(problem.path)}`, ...document.placeOfName(problem.at) };
  }
}
