import type { Reason } from "../model/explanation.ts";
import { count, counted, harmless } from "./wording.ts";

/** More of a kind convince nobody who the first did not. */
const shown = 4;

/** `both change in 12 commits, of 30 and 18`: what a channel saw in two modules, in a line. */
export function reasonText(reason: Reason): string {
  switch (reason.channel) {
    case "data":
      return listed(
        "tables",
        reason.tables.map(({ name, kinds }) => `${harmless(name)} (${accessText(kinds)})`),
      );
    case "semantic":
      return listed("words", reason.words.map(harmless));
    case "folder":
      return `folder ${harmless(reason.folder)}`;
    case "history":
      return `both change in ${counted(reason.together, "commit")}, of ${reason.commits.map(count).join(" and ")}`;
    case "ownership":
      return listed(
        "people",
        reason.people.map(({ name, as }) => `${harmless(name)}${as === "owner" ? " (owner)" : ""}`),
      );
    case "runtime":
      return `both run in ${counted(reason.together, "trace")}, of ${reason.traces.map(count).join(" and ")}; calls ${reason.calls.map(count).join(", back ")}`;
  }
}

function listed(what: string, all: readonly string[]): string {
  const more = all.length > shown ? ` and ${count(all.length - shown)} more` : "";
  return `${what} ${all.slice(0, shown).join(", ")}${more}`;
}

const accesses = { read: "read", write: "write", transaction: "write in a transaction" } as const;

function accessText([own, other]: readonly (keyof typeof accesses)[]): string {
  if (own === undefined || other === undefined) return "";
  return own === other ? `both ${accesses[own]}` : `${accesses[own]}, ${accesses[other]}`;
}
