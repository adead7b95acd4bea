import { once } from "node:events";
import { styleText } from "node:util";
import type { Paint } from "../report/wording.ts";
import type { Output } from "./output.ts";
import { createStatusLine, type StatusLine } from "./statusLine.ts";

/** Everything that a command may show. Results go to `print`, everything else beside it. */
export interface Terminal {
  /** Columns for people's text. */
  readonly width: number;
  readonly paint: Paint;
  /** Waits while the reader is slower than we are. Throws EPIPE when the reader has gone. */
  print(pieces: Iterable<string>): Promise<void>;
  /** One line for people, on stderr. */
  warn(message: string): void;
  readonly status: StatusLine;
}

const widthWithoutTerminal = 80;

export function createTerminal(stdout: Output, stderr: Output): Terminal {
  // A reader that goes away (`| head`) must not end the process with a stack; `print` throws what happened to whoever is printing.
  let failure: Error | undefined;
  stdout.on("error", (error) => (failure ??= error));
  stderr.on("error", () => {});
  const status = createStatusLine(stderr);
  return {
    width: stdout.columns ?? widthWithoutTerminal,
    // Colours only where the stream is a terminal and NO_COLOR does not forbid them.
    paint: (style, text) => styleText(style, text, { stream: stdout }),
    async print(pieces) {
      status.clear();
      for (const piece of pieces) {
        if (failure !== undefined) throw failure;
        if (!stdout.write(piece) && failure === undefined) await once(stdout, "drain");
      }
      if (failure !== undefined) throw failure;
    },
    warn(message) {
      status.clear();
      stderr.write(`${message}\n`);
    },
    status,
  };
}
