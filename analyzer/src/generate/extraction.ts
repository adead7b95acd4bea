/** What generating an extraction answers with: files and edits, and what people must know before they accept them. */
import type { ServiceManifest } from "../model/serviceManifest.ts";
import type { Edit } from "./edits.ts";

export interface GeneratedFile {
  /** Below the monolith's root, POSIX. */
  path: string;
  contents: string;
}

export interface Extraction {
  service: string;
  /** New files, formatted, with their headers. */
  files: GeneratedFile[];
  /** Changes to the monolith's own files. */
  edits: Edit[];
  manifest: ServiceManifest;
  /** What was left as it is, and what somebody has to decide. */
  notes: Note[];
}

export interface Note {
  kind: "kept-local" | "left" | "jobs" | "events" | "start" | "unserved";
  message: string;
  module: string;
  line: number;
}
