/** Stages that may be left out; what they would have shown is then unproven. */
export const stageNames = ["types", "break", "shadow", "edges", "down"] as const;
export type StageName = (typeof stageNames)[number];
