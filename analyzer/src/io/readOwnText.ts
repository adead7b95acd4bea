import { readFileSync } from "node:fs";
import { FicusError } from "../errors.ts";

/** Here and not beside its reader, so that asking whether there is one loads no validator. */
export const boundariesFileName = "ficus.boundaries.json";

/**
 * Text of a file that people write for Ficus, undefined when there is none. Bytes that are no UTF-8 are refused: writing the text back would change
 * them. The byte order mark stays.
 *
 * @throws {FicusError} `unreadable`
 */
export function readOwnText(path: string): string | undefined {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    if (error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR")) return undefined;
    throw new FicusError("unreadable", `${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    throw new FicusError("unreadable", `${path} is not UTF-8: save it as such.`, { cause: error });
  }
}
