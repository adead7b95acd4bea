/** Writes docs/demo.svg: what the demo prints, as a picture for the README. */
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { root } from "./steps.mjs";

const command = "ficus analyze samples/monolith";
const { stdout, status } = spawnSync("node", ["analyzer/bin/ficus.js", "analyze", "samples/monolith"], {
  cwd: root,
  encoding: "utf8",
  env: { ...process.env, NO_COLOR: "1" },
});
if (status !== 0) throw new Error(`the demo ended with ${status}`);

const lines = [
  `$ ${command}`,
  "",
  ...stdout
    .trimEnd()
    .replace(/^Done in .* s\./m, "Done.")
    .split("\n"),
];
const lineHeight = 18;
const characterWidth = 7.85;
const width = Math.ceil(Math.max(...lines.map((line) => line.length)) * characterWidth) + 40;
const height = lines.length * lineHeight + 40;
const escaped = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
const rows = lines.map((line, index) => `<text x="20" y="${34 + index * lineHeight}"${index === 0 ? ' fill="#7ee787"' : ""}>${escaped(line)}</text>`);
writeFileSync(
  `${root}docs/demo.svg`,
  `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="Output of ${command}">
<rect width="100%" height="100%" rx="8" fill="#0d1117"/>
<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="13" fill="#e6edf3" xml:space="preserve">
${rows.join("\n")}
</g>
</svg>
`,
);
