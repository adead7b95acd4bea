import { z } from "zod";

export const warningReasons = [
  "syntax-error",
  "unreadable",
  "too-large",
  "minified",
  "not-text",
  "broken-config",
  "config-cycle",
  "case-mismatch",
  "unresolved-import",
  "symlink-loop",
  "cache-unavailable",
  "one-service",
  "singleton-services",
  "modules-without-service",
  "layers-not-features",
  "contradicting-boundaries",
  "broken-traces",
  "unplaced-spans",
] as const;

/** Something that the user should know and that did not stop the analysis. `path` is relative to the root. */
export const Warning = z.object({
  reason: z.enum(warningReasons),
  message: z.string(),
  path: z.string().optional(),
  line: z.int().optional(),
  column: z.int().optional(),
});
export type Warning = z.infer<typeof Warning>;
