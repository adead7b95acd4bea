/** Failures of the wire. What an operation itself throws arrives as the error that it threw. */

export type RemoteReason = "not-configured" | "unavailable" | "timeout" | "circuit-open" | "overloaded" | "rejected" | "protocol" | "aborted";

interface Circumstances {
  readonly service: string;
  /** Name of the operation or route. */
  readonly name: string;
  readonly detail: string;
  /** Whether the service may have received the call, and so may have run it. */
  readonly sent: boolean;
  readonly cause?: unknown;
}

export class RemoteError extends Error {
  readonly code = "FICUS_REMOTE";
  readonly reason: RemoteReason;
  readonly service: string;
  readonly operation: string;
  readonly sent: boolean;
  /** What an HTTP framework's error handler answers with. */
  readonly statusCode: number;

  constructor(reason: RemoteReason, statusCode: number, { service, name, detail, sent, cause }: Circumstances) {
    super(`${service}.${name}: ${detail}`);
    this.name = new.target.name;
    this.reason = reason;
    this.statusCode = statusCode;
    this.service = service;
    this.operation = name;
    this.sent = sent;
    if (cause !== undefined) Object.defineProperty(this, "cause", { value: cause, writable: true, configurable: true });
  }
}

/** The service cannot be reached, or went away in the middle. */
export class RemoteUnavailable extends RemoteError {
  constructor(circumstances: Circumstances, reason: "unavailable" | "not-configured" = "unavailable") {
    super(reason, 502, circumstances);
  }
}

/** The deadline passed. */
export class RemoteTimeout extends RemoteError {
  constructor(circumstances: Circumstances) {
    super("timeout", 504, circumstances);
  }
}

/** The service failed too often of late: nothing was sent. */
export class CircuitOpen extends RemoteError {
  constructor(circumstances: Circumstances) {
    super("circuit-open", 503, circumstances);
  }
}

/** Too many calls are under way: nothing was sent. Or the service itself says so. */
export class RemoteOverloaded extends RemoteError {
  constructor(circumstances: Circumstances) {
    super("overloaded", 503, circumstances);
  }
}

/** The service refuses the call as such: unknown operation, wrong token, arguments that its schema does not admit. */
export class RemoteRejected extends RemoteError {
  constructor(circumstances: Circumstances) {
    super("rejected", 502, circumstances);
  }
}

/** The answer is none of ours: is something else listening there? */
export class RemoteProtocol extends RemoteError {
  constructor(circumstances: Circumstances) {
    super("protocol", 502, circumstances);
  }
}

/** The caller gave up. */
export class RemoteAborted extends RemoteError {
  constructor(circumstances: Circumstances) {
    super("aborted", 499, circumstances);
  }
}
