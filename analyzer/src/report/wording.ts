import { stripVTControlCharacters } from "node:util";
import type { Analysis } from "../model/analysis.ts";

/** Sets a piece of text in a style of `util.styleText`, or leaves it plain. */
export type Paint = (style: "bold" | "dim" | "red" | "green" | "yellow" | "cyan", text: string) => string;

export const plain: Paint = (_, text) => text;

export interface TextLayout {
  /** Columns of the terminal. */
  width: number;
  paint: Paint;
}

/** 12345 → `12,345`, the same on every machine. */
export function count(value: number): string {
  return String(value).replaceAll(/\B(?=(?:\d{3})+$)/g, ",");
}

/** `1 module`, `1,200 modules`. */
export function counted(value: number, singular: string, plural = `${singular}s`): string {
  return `${count(value)} ${value === 1 ? singular : plural}`;
}

/** 0.184 → `18 %`; what is not quite none or all does not look so. */
export function percent(share: number): string {
  const rounded = Math.round(share * 100);
  if (rounded === 0 && share > 0) return "<1 %";
  if (rounded === 100 && share < 1) return ">99 %";
  return `${rounded} %`;
}

/** 0.637 → `.64`, 1 → `1.0`. */
export function decimal(value: number): string {
  const text = value.toFixed(2);
  return text === "1.00" ? "1.0" : text.replace(/^(-?)0\./, "$1.");
}

/** 0..1 as a bar. */
export function gauge(share: number, width: number): string {
  const filled = Math.round(share * width);
  return "█".repeat(filled) + "░".repeat(width - filled);
}

/** Milliseconds as people say them: `8 ms`, `1.24 s`. */
export function duration(milliseconds: number): string {
  return milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(2)} s`;
}

// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
const controls = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

/** Text of the analysed repository as it may be shown on a terminal: control characters would move the cursor or hide text. */
export function harmless(text: string): string {
  return text.replaceAll(controls, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** Leaves the end of a path, which tells it from others, and as much of its beginning as fits. */
export function shorten(path: string, width: number): string {
  const text = harmless(path);
  if (text.length <= width) return text;
  const end = Math.ceil((width - 1) * 0.75);
  return `${text.slice(0, width - 1 - end)}…${text.slice(-end)}`;
}

/** Names of services by their ids, as they may be shown. */
export function serviceNames({ services }: Analysis): Map<string, string> {
  return new Map(services.map(({ id, name }) => [id, harmless(name)]));
}

/** A line in as many as it needs, broken at spaces; what follows is indented below it. Colours take no room. */
export function wrap(line: string, width: number): string[] {
  const columns = (text: string) => stripVTControlCharacters(text).length;
  if (columns(line) <= width) return [line];
  const indent = " ".repeat(line.length - line.trimStart().length + 4);
  const lines: string[] = [];
  let current = "";
  for (const word of line.split(/(?<=\S)(?= )/)) {
    if (current !== "" && columns(current + word) > width) {
      lines.push(current);
      current = indent + word.trimStart();
    } else {
      current += word;
    }
  }
  return [...lines, current];
}
