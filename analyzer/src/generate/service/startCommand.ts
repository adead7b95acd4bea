/** The command that runs the service's main module, in the root of the monolith. */

/**
 * @param start program and arguments with which the monolith's modules are run
 * @param project tsconfig of the service: ts-node takes the one of the folder it is started in, which may be another or none
 */
export function startCommand(start: readonly string[], project: string, main: string): string[] {
  return start[0] === "ts-node" ? [...start, "--project", project, main] : [...start, main];
}
