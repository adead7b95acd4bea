import { makeGraph, type ShopSketch } from "../makeGraph.ts";

/** File names that mean something to some format, each using the next. */
export const hostileNames = [
  'say "cheese".ts',
  "it's.ts",
  "new\nline.ts",
  "carriage\rreturn.ts",
  "tab\there.ts",
  "]]>.ts",
  "-->.ts",
  "<script>alert(1)</script>.ts",
  "&amp;.ts",
  "back\\slash\\.ts",
  "\\N.ts",
  "=1+1.ts",
  "+sum.ts",
  "-sum.ts",
  "@scope/order.ts",
  "%%{init: {}}%%.ts",
  "semi;colon.ts",
  "`code`.ts",
  "#quot;.ts",
  "a|b.ts",
  "{curly}[square](round).ts",
  "comma,ted.ts",
  "end",
  "subgraph",
  "ünï/日本/注文.ts",
  "\u2028.ts",
  "plain/order.ts",
].sort();

const sketch: ShopSketch = Object.fromEntries(
  hostileNames.map((name, i) => [name, { call: [`${hostileNames[(i + 1) % hostileNames.length]!} *${i + 1}`], lines: i + 1 }]),
);

export const hostileGraph = makeGraph(sketch);
export const hostileRoot = 'my "shop" <&>';
