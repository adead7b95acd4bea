import { ts } from "./typescript.ts";

export interface Script {
  /** File name for the parser. */
  name: string;
  text: string;
  kind: ts.ScriptKind;
}

const kinds: Record<string, ts.ScriptKind> = {
  ".ts": ts.ScriptKind.TS, ".mts": ts.ScriptKind.TS, ".cts": ts.ScriptKind.TS, ".tsx": ts.ScriptKind.TSX,
  // Plain .js files hold JSX in React code bases; the JSX grammar takes all of JavaScript.
  ".js": ts.ScriptKind.JSX, ".mjs": ts.ScriptKind.JSX, ".cjs": ts.ScriptKind.JSX, ".jsx": ts.ScriptKind.JSX,
};

/** What of a file is script. In single-file components everything else becomes white space, so that positions stay what they are. */
export function scriptOf(path: string, text: string): Script {
  const extension = path.slice(path.lastIndexOf("."));
  if (extension !== ".vue" && extension !== ".svelte") {
    const isDeclaration = /\.d\.[cm]?ts$/.test(path);
    return { name: isDeclaration ? "module.d.ts" : `module${extension}`, text, kind: kinds[extension] ?? ts.ScriptKind.TS };
  }
  let script = "";
  let end = 0;
  let kind: ts.ScriptKind = ts.ScriptKind.JSX;
  for (const match of text.matchAll(/<script\b([^>]*)>([\s\S]*?)<\/script\s*>/gi)) {
    const attributes = match[1] ?? "";
    const body = match[2] ?? "";
    const start = match.index + match[0].indexOf(">") + 1;
    if (/\blang\s*=\s*["']?tsx/i.test(attributes)) kind = ts.ScriptKind.TSX;
    else if (/\blang\s*=\s*["']?(ts|typescript)/i.test(attributes)) kind = ts.ScriptKind.TS;
    script += blank(text.slice(end, start)) + body;
    end = start + body.length;
  }
  return { name: kind === ts.ScriptKind.JSX ? "module.jsx" : "module.ts", text: script + blank(text.slice(end)), kind };
}

const blank = (text: string): string => text.replace(/[^\n\r]/g, " ");
