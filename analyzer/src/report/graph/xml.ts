// oxlint-disable-next-line no-control-regex -- these are the characters that XML 1.0 has no way to write, not even as references
const unwritable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** White space and line ends, also those of XML 1.1, are written as references: parsers turn them into spaces or line feeds. */
const special = /[&<>"'\t\n\r\u0085\u2028\u2029]/g;
const named: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;" };

/** Text for XML, in an attribute or between tags. */
export function xmlText(text: string): string {
  return text.replaceAll(unwritable, "\u{fffd}").replaceAll(special, (character) => named[character] ?? `&#${character.charCodeAt(0)};`);
}
