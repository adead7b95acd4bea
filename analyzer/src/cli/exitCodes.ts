/** What the process says to scripts. */
export const exitCodes = {
  clean: 0,
  /** Violations, a failed verdict. */
  findings: 1,
  /** Usage, configuration or input error: the user can mend it. */
  usage: 2,
  /** A defect of ours, as in sysexits.h. */
  failure: 70,
  /** Ended by Ctrl-C: 128 and the number of the signal. */
  interrupted: 130,
} as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
