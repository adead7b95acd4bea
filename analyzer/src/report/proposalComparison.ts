import { count, counted, harmless, shorten, type TextLayout } from "./wording.ts";

const mostModules = 5;
const mostProblems = 3;

export interface ComparedWithFile {
  file: string;
  services: number;
  assigned: number;
  moved: readonly { path: string; from: string | undefined; to: string }[];
  added: readonly { path: string; to: string }[];
  problems: readonly { line: number; column: number; message: string }[];
}

/** How the proposal differs from the boundaries that people agreed on. */
export function proposalComparison({ file, services, assigned, moved, added, problems }: ComparedWithFile, { paint, width }: TextLayout): string {
  const room = Math.max(24, width - 36);
  const lines = [`${paint("bold", "Boundaries")}  ${harmless(file)} has ${counted(services, "service")} with ${counted(assigned, "module")}.`];
  if (moved.length === 0 && added.length === 0) lines.push("  The proposal says the same.");
  if (moved.length > 0) {
    lines.push(`  The proposal would move ${counted(moved.length, "module")} (ficus boundaries accept --all --dry-run shows all):`);
    lines.push(
      ...moved.slice(0, mostModules).map(({ path, from, to }) => `    ${shorten(path, room)}  ${harmless(`${from} → ${to}`)}`),
      ...rest(moved.length, mostModules),
    );
  }
  if (added.length > 0) {
    lines.push(`  ${counted(added.length, "module has", "modules have")} no place in it yet (ficus boundaries accept --new takes what is proposed):`);
    lines.push(
      ...added.slice(0, mostModules).map(({ path, to }) => `    ${shorten(path, room)}  ${harmless(to)}`),
      ...rest(added.length, mostModules),
    );
  }
  lines.push(
    ...problems.slice(0, mostProblems).map(({ line, column, message }) => paint("yellow", `  ${harmless(`${file}:${line}:${column}: ${message}`)}`)),
    ...rest(problems.length, mostProblems),
  );
  return lines.join("\n");
}

function rest(found: number, shown: number): string[] {
  return found > shown ? [`    and ${count(found - shown)} more`] : [];
}
