/** What git remembers of a folder, as plain data. */
import { z } from "zod";

/**
 * `changed`: number of files of the commit, wherever they are. `files`: those below the analysed folder, by the path that they have today; empty for
 * commits of more than a hundred files, which say nothing of what belongs together.
 */
export const CommitRecord = z.object({ author: z.string(), changed: z.int().min(0), files: z.array(z.string()) });
export type CommitRecord = z.infer<typeof CommitRecord>;

/** Newest first; merges left out. */
export const History = z.object({ commits: z.array(CommitRecord) });
export type History = z.infer<typeof History>;

/** Why there is no history: the folder is in no repository, git is not installed, the clone is shallow, or git could not read it. */
export const historyAbsences = ["no-repository", "no-git", "shallow", "unreadable"] as const;
export type HistoryAbsence = (typeof historyAbsences)[number];
