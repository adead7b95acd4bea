/** What counts as source, and what of a file's bytes is text. */

const sourcePattern = /\.(?:[cm]?[jt]s|[jt]sx|vue|svelte|prisma)$/;

export const maximumSourceSize = 5 * 1024 * 1024;

export function isSourcePath(path: string): boolean {
  return sourcePattern.test(path);
}

/** The part of a file name that decides how it is parsed: `.d.ts` and its kin count as one extension. */
export function sourceExtension(path: string): string {
  return /(?:\.d)?\.[^./]+$/.exec(path)?.[0] ?? "";
}

/**
 * Text of a source file, without its byte order mark. Invalid UTF-8 becomes U+FFFD, as in every compiler: a comment in Latin-1 costs no module.
 * A NUL byte means that it is no text at all (an MPEG transport stream is called `.ts`, too).
 */
export function decodeSource(bytes: Uint8Array): { text: string } | { reason: "not-text" } {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (buffer[0] === 0xff && buffer[1] === 0xfe) return { text: buffer.toString("utf16le", 2) };
  if (buffer[0] === 0xfe && buffer[1] === 0xff)
    return {
      text: Buffer.from(buffer.subarray(2, buffer.length - (buffer.length % 2)))
        .swap16()
        .toString("utf16le"),
    };
  if (buffer.includes(0)) return { reason: "not-text" };
  const hasMark = buffer[0] === 0xef && buffer[1] === 0xbb && buffer[2] === 0xbf;
  return { text: buffer.toString("utf8", hasMark ? 3 : 0) };
}

/** Shorter files are never called minified: a one-line polyfill is read as fast as it is judged. */
const minifiedSize = 20_000;
const minifiedLineLength = 500;

/**
 * Was the text squeezed by a tool? Told from the lines that hold most of it: a bundle sits on a few endless lines, while a source file with an
 * embedded image or a licence text has one long line among many of ordinary length.
 */
export function isMinified(text: string): boolean {
  if (text.length < minifiedSize) return false;
  let long = 0;
  let start = 0;
  let ordinaryLines = 0;
  while (start < text.length) {
    let end = text.indexOf("\n", start);
    if (end < 0) end = text.length;
    const length = end - start;
    if (length > minifiedLineLength) long += length;
    else if (length > 1) ordinaryLines++;
    start = end + 1;
  }
  return long > text.length * 0.8 && ordinaryLines < 200;
}
