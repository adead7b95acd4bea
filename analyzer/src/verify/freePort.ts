import { createServer } from "node:net";

export const loopback = "127.0.0.1";

/** A port that nobody listens on now. Another process could take it first: then the boot says so, and nothing worse happens. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, loopback, () => {
      const address = server.address();
      server.close(() => (address !== null && typeof address === "object" ? resolve(address.port) : reject(new Error("no port"))));
    });
  });
}
