export type ProjectErrorReason = "root-missing" | "root-not-a-folder" | "root-unreadable" | "tsconfig-missing";

/** The input cannot be analysed at all; the message says what to do. */
export class ProjectError extends Error {
  readonly reason: ProjectErrorReason;
  constructor(reason: ProjectErrorReason, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "ProjectError";
    this.reason = reason;
  }
}
