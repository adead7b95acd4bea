/** How the service's main module is run, in the root of the monolith. */
import type { GeneratedFile } from "../extraction.ts";

export interface Start {
  command: string[];
  /** What the command needs beside the service's own modules. */
  files: GeneratedFile[];
}

/**
 * @param start program and arguments with which the monolith's modules are run
 * @param folder of the service's package, two below the root
 * @param packageFolder of the package that the monolith's runner is installed for; "" for the root's own
 */
export function startService(start: readonly string[], folder: string, main: string, packageFolder: string): Start {
  if (start[0] !== "ts-node") return { command: [...start, main], files: [] };
  const path = `${folder}/start.cjs`;
  return { command: ["node", path], files: [{ path, contents: underTsNode(packageFolder === "" ? "../.." : `../../${packageFolder}`) }] };
}

/**
 * In JavaScript, because Node refuses TypeScript as its first module as soon as anything was imported before it; and with the tsconfig of the
 * service, because ts-node looks in the folder that it is started in, which may have another or none.
 */
function underTsNode(from: string): string {
  return `const { join } = require("path");

const tsNode = require.resolve("ts-node", { paths: [join(__dirname, ${JSON.stringify(from)})] });
require(tsNode).register({ transpileOnly: true, project: join(__dirname, "tsconfig.json") });
require("./src/main");
`;
}
