/** One edit with all that people want to know of it before and after. */
import { applyEdit, ownersOf, type BoundariesEdit, type EditableFile } from "./edit.ts";
import { measure, type Ground, type Measured } from "./measure.ts";
import { parseBoundaries } from "./parse.ts";
import type { Boundaries } from "../model/boundaries.ts";

export interface Move {
  path: string;
  /** Service, `shared` or `platform`; null for none. */
  from: string | null;
  to: string | null;
}

export interface EditPlan {
  text: string;
  boundaries: Boundaries;
  moved: Move[];
  before: Measured;
  after: Measured;
  /** What the edit leaves for people to look at. */
  notes: string[];
}

/** @throws {FicusError} `bad-edit` */
export function planEdit(file: EditableFile, edit: BoundariesEdit, ground: Ground): EditPlan {
  const paths = ground.paths.toSorted();
  const text = applyEdit(file, edit, paths);
  const parsed = parseBoundaries(text);
  if (parsed.kind === "broken") throw new TypeError("applyEdit gives valid files only");
  const { boundaries } = parsed;
  const owners = { before: ownersOf(file.boundaries, paths), after: ownersOf(boundaries, paths) };
  const moved = paths.flatMap((path): Move[] => {
    const was = owners.before.get(path) ?? null;
    // Under another id it is the same service.
    const from = edit.kind === "rename" && edit.id !== undefined && was === edit.service ? edit.id : was;
    const to = owners.after.get(path) ?? null;
    return from === to ? [] : [{ path, from, to }];
  });
  return {
    text,
    boundaries,
    moved,
    before: measure(ground, owners.before, Object.keys(file.boundaries.services)),
    after: measure(ground, owners.after, Object.keys(boundaries.services)),
    notes: notesOn(edit, moved, boundaries),
  };
}

function notesOn(edit: BoundariesEdit, moved: readonly Move[], boundaries: Boundaries): string[] {
  const touched = new Set(moved.flatMap(({ from, to }) => [from, to]));
  const notes: string[] = [];
  for (const [id, { approved, extraction }] of Object.entries(boundaries.services)) {
    if (!touched.has(id)) continue;
    if (approved !== undefined && edit.kind !== "approve")
      notes.push(`${id} was approved by ${approved.by} as it was before: ask again, or run ficus boundaries approve.`);
    if (extraction !== undefined && extraction.state !== "planned")
      notes.push(`${id} is ${extraction.state} already: extract it again so that its code follows.`);
  }
  for (const { path, to } of moved) {
    const pin = Object.hasOwn(boundaries.pins, path) ? boundaries.pins[path] : undefined;
    if (pin !== undefined && pin !== to)
      notes.push(`${path} is pinned to ${pin}: the analysis will go on to propose it there. Run ficus boundaries pin ${path} to pin it to ${to}.`);
  }
  return notes;
}
