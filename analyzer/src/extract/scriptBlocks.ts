import { ts } from "./typescript.ts";

export interface Script {
  /** File name for the parser. */
  name: string;
  text: string;
  kind: ts.ScriptKind;
  /** A single-file component: what other files import of it is the component itself. */
  isComponent: boolean;
  /** Files that a component has its script in: `<script src="./cart.ts">`. */
  sources: { specifier: string; offset: number }[];
}

const kinds: Record<string, ts.ScriptKind> = {
  ".ts": ts.ScriptKind.TS,
  ".mts": ts.ScriptKind.TS,
  ".cts": ts.ScriptKind.TS,
  ".tsx": ts.ScriptKind.TSX,
  // Plain .js files hold JSX in React code bases; the JSX grammar takes all of JavaScript.
  ".js": ts.ScriptKind.JSX,
  ".mjs": ts.ScriptKind.JSX,
  ".cjs": ts.ScriptKind.JSX,
  ".jsx": ts.ScriptKind.JSX,
};

/** Comments hide scripts. Attributes can hold `>` in quotes (Vue: `generic="T extends Record<string, Line>"`); a tag that closes itself has no body. */
const scripts = /<!--[\s\S]*?-->|<script(?=[\s>/])((?:"[^"]*"|'[^']*'|[^>"'])*?)(?:\/>|>([\s\S]*?)<\/script\s*>)/gi;
const sourceAttribute = /\ssrc\s*=\s*(["'])(.*?)\1/i;

/** What of a file is script. In single-file components everything else becomes white space, so that positions stay what they are. */
export function scriptOf(path: string, text: string): Script {
  const extension = path.slice(path.lastIndexOf("."));
  if (extension !== ".vue" && extension !== ".svelte") {
    const isDeclaration = /\.d\.[cm]?ts$/.test(path);
    return {
      name: isDeclaration ? "module.d.ts" : `module${extension}`,
      text,
      kind: kinds[extension] ?? ts.ScriptKind.TS,
      isComponent: false,
      sources: [],
    };
  }
  let script = "";
  let end = 0;
  let kind: ts.ScriptKind = ts.ScriptKind.JSX;
  const sources: Script["sources"] = [];
  for (const match of text.matchAll(scripts)) {
    const [, attributes, body = ""] = match;
    if (attributes === undefined) continue;
    const source = sourceAttribute.exec(attributes);
    if (source !== null)
      sources.push({ specifier: source[2]!, offset: match.index + "<script".length + source.index + source[0].length - source[2]!.length - 2 });
    const start = match.index + "<script".length + attributes.length + 1;
    if (/\blang\s*=\s*["']?tsx/i.test(attributes)) kind = ts.ScriptKind.TSX;
    else if (/\blang\s*=\s*["']?(ts|typescript)/i.test(attributes)) kind = ts.ScriptKind.TS;
    script += blank(text.slice(end, start)) + body;
    end = start + body.length;
  }
  return { name: kind === ts.ScriptKind.JSX ? "module.jsx" : "module.ts", text: script + blank(text.slice(end)), kind, isComponent: true, sources };
}

const blank = (text: string): string => text.replace(/[^\n\r]/g, " ");
