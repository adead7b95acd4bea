/** Failures that the user can mend. Everything else is a defect of ours: it keeps its stack and ends the process with 70. */

export const ficusErrorReasons = [
  "no-modules",
  "not-a-directory",
  "unreadable",
  "unwritable",
  "broken-config",
  "bad-option",
  "too-many-services",
  "broken-boundaries",
  "no-boundaries",
  "boundaries-exist",
  "boundaries-changed",
  "bad-edit",
  "not-proven",
  "already-extracted",
  "not-remote",
  "no-such-module",
  "ambiguous-module",
  "no-such-revision",
  "not-an-analysis",
  "no-extraction",
  "broken-manifest",
  "not-confirmed",
] as const;
export type FicusErrorReason = (typeof ficusErrorReasons)[number];

export class FicusError extends Error {
  readonly reason: FicusErrorReason;
  /** Exit code of the process: usage, configuration or input error. */
  readonly exitCode = 2;

  /** `message`: one sentence that says what is wrong, where, and what to do about it. */
  constructor(reason: FicusErrorReason, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "FicusError";
    this.reason = reason;
  }
}
