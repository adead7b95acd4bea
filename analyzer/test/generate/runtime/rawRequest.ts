/** One HTTP/1.1 exchange as bytes on a socket: clients of libraries hide just what forwarders get wrong. */
import net from "node:net";

export interface RawAnswer {
  /** Status line of the final answer. */
  readonly status: string;
  /** As sent, sorted, without what differs from answer to answer. */
  readonly headers: readonly string[];
  readonly body: string;
}

export function rawRequest(url: string, head: readonly string[], body: string | Buffer = ""): Promise<RawAnswer> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = net.connect(Number(port), hostname);
    const chunks: Buffer[] = [];
    socket.setTimeout(5000, () => socket.destroy(new Error(`no answer to ${head[0]}`)));
    socket.on("error", reject);
    socket.on("data", (chunk) => chunks.push(chunk));
    socket.on("close", () => resolve(parseAnswer(Buffer.concat(chunks))));
    socket.write(`${[...head, "Host: shop.example", "Connection: close"].join("\r\n")}\r\n\r\n`);
    socket.write(body);
  });
}

function parseAnswer(bytes: Buffer): RawAnswer {
  const text = bytes.toString("latin1").replace(/^HTTP\/1\.1 100 [^]*?\r\n\r\n/, "");
  const end = text.indexOf("\r\n\r\n");
  const [status = "", ...headers] = text.slice(0, end).split("\r\n");
  const kept = headers.filter((header) => !/^(date|connection|keep-alive):/i.test(header)).sort();
  const rest = text.slice(end + 4);
  return { status, headers: kept.filter((header) => !/^transfer-encoding:/i.test(header)), body: isChunked(headers) ? joinChunks(rest) : rest };
}

function isChunked(headers: readonly string[]): boolean {
  return headers.some((header) => /^transfer-encoding:\s*chunked/i.test(header));
}

function joinChunks(text: string): string {
  let joined = "";
  for (let at = 0; ;) {
    const lineEnd = text.indexOf("\r\n", at);
    const size = Number.parseInt(text.slice(at, lineEnd), 16);
    if (lineEnd < 0 || !(size > 0)) return joined;
    joined += text.slice(lineEnd + 2, lineEnd + 2 + size);
    at = lineEnd + 2 + size + 2;
  }
}
