import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { sourceFiles } from "../oracle/sourceFiles.ts";
import { ficusCommand, type Contestant, type Course } from "./contestants.ts";
import { measure } from "./measure.ts";
import { copyInput, type Input } from "./scratchCopy.ts";

const patience = 600;

/** Two copies of the input below a temporary folder, the second with a filled cache. */
export async function layCourse(input: Input): Promise<Course> {
  const scratch = mkdtempSync(path.join(tmpdir(), "ficus-bench-"));
  const cold = path.join(scratch, "cold", path.basename(input.root));
  const warm = path.join(scratch, "warm", path.basename(input.root));
  copyInput(input, cold);
  copyInput(input, warm);
  const files = sourceFiles(warm);
  const edited = files.filter((file) => /(?<!\.d)\.tsx?$/.test(file.path)).at(files.length / 2) ?? files[0];
  if (edited === undefined) throw new Error(`There is no source file in ${input.root}.`);
  const original = readFileSync(edited.absolute);
  const course: Course = {
    cold,
    warm,
    parts: input.parts,
    scratch,
    editedFile: edited.path,
    // Different in each round: a content-addressed cache would know last round's edit.
    edit: (round) => appendFileSync(edited.absolute, `\nexport const benchmarkEdit${round}_${process.pid} = ${round};\n`),
    undoEdit: () => writeFileSync(edited.absolute, original),
    prime: async () => {
      await measure(ficusCommand(["analyze", ".", "--json"], warm), patience, () => true);
    },
  };
  return course;
}

/** The whole input once, and twice side by side: everything doubles, the shape stays. */
export function growthContestants(input: Input, course: Course): Contestant[] {
  return [1, 2].map((copies) => {
    const root = path.join(course.scratch, `growth-${copies}`);
    mkdirSync(root, { recursive: true });
    for (let copy = 1; copy <= copies; copy++) copyInput(input, path.join(root, `part-${copy}`));
    return {
      name: copies === 1 ? "ficus analyze, n" : "ficus analyze, 2n",
      does: `${sourceFiles(root).length} files`,
      isPeer: false,
      prepare: () => undefined,
      restore: () => undefined,
      succeeds: (code: number) => code === 0,
      command: () => ficusCommand(["analyze", ".", "--json", "--no-cache"], root),
    };
  });
}
