import type { Fate } from "./judgeStatement.ts";

/** Why a statement of the monolith's start is not part of the service's; undefined when it is, or when there is nothing to explain. */
export function whyLeftOut({ keep, reason, others }: Fate): string | undefined {
  if (keep) return undefined;
  switch (reason) {
    case "migration":
      return "the monolith migrates the database, and starts first.";
    case "starts-jobs":
      return "jobs run in the monolith, so that each runs once.";
    case "of-other-service":
      return `belongs to ${others.join(", ")}.`;
    case "serves":
    case "needs-what-is-left-out":
    case "answers":
    case "needed":
    case "of-service":
      return undefined;
  }
}
