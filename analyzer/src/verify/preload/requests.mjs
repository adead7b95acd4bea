/** What the tests ask the monolith over HTTP: real paths, bodies and credentials, for requests that no test sends. */
import http from "node:http";
import { record } from "./settings.mjs";

const mostRequests = 300;
const mostBytes = 16 * 1024;
const kept = ["content-type", "authorization", "cookie", "accept"];

export function watchRequests() {
  let count = 0;
  const { emit } = http.Server.prototype;
  http.Server.prototype.emit = function emitObserved(event, ...args) {
    if (event === "request" && count < mostRequests) {
      count += 1;
      follow(args[0], args[1]);
    }
    return Reflect.apply(emit, this, [event, ...args]);
  };
}

/** @param {http.IncomingMessage} request @param {http.ServerResponse} response */
function follow(request, response) {
  const { method, url } = request;
  const headers = Object.fromEntries(kept.flatMap((name) => (request.headers[name] === undefined ? [] : [[name, String(request.headers[name])]])));
  /** @type {Buffer[]} */
  const pieces = [];
  let size = 0;
  const { push } = request;
  // Where the parser hands the body over: whoever reads it, however, is left alone.
  request.push = function pushObserved(piece, ...rest) {
    if (piece && size <= mostBytes) {
      pieces.push(Buffer.from(piece));
      size += piece.length;
    }
    return Reflect.apply(push, this, [piece, ...rest]);
  };
  response.once("finish", () => {
    if (size > mostBytes) return;
    record({ kind: "request", method, url, headers, body: Buffer.concat(pieces).toString("base64"), status: response.statusCode });
  });
}
