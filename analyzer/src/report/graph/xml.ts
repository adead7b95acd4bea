// oxlint-disable-next-line no-control-regex -- these are the characters that XML 1.0 has no way to write, not even as references
const unwritable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

const references: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;" };

/** Text for XML, in an attribute or between tags. White space is written as references: attributes would lose it. */
export function xmlText(text: string): string {
  return text.replaceAll(unwritable, "\u{fffd}").replaceAll(/[&<>"'\t\n\r]/g, (character) => references[character]!);
}
