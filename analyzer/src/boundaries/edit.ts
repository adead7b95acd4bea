/** What people do to boundaries, as changes of the file's text. Only what is meant changes; comments, order and unknown fields stay. */
import type { JSONPath } from "jsonc-parser";
import { FicusError } from "../errors.ts";
import { isCommonRole, ServiceId, type Boundaries, type Service } from "../model/boundaries.ts";
import { changeList, putEntries, removeProperty, renameProperty, replaceString, setProperty } from "./entries.ts";
import { membershipOf } from "./membership.ts";
import { parseBoundaries } from "./parse.ts";
import { didYouMean } from "./spelling.ts";

export type BoundariesEdit =
  /** Into a service, or into `shared` or `platform`. */
  | { kind: "move"; modules: readonly string[]; to: string }
  /** All of one service into another, which stays. */
  | { kind: "merge"; from: string; into: string }
  | { kind: "split"; service: string; id: string; name: string; modules: readonly string[] }
  | { kind: "rename"; service: string; name?: string | undefined; id?: string | undefined }
  /** Where they are, or where `to` says. */
  | { kind: "pin"; modules: readonly string[]; to?: string | undefined }
  | { kind: "unpin"; modules: readonly string[] }
  | { kind: "link" | "unlink"; a: string; b: string; list: "mustLink" | "cannotLink" }
  | { kind: "approve"; service: string; approval: { by: string; reason: string; on?: string } }
  | { kind: "lock"; service: string; locked: boolean }
  /** What `accept` comes to: new services, owners of modules, entries of modules that are gone, services that have nothing left. */
  | {
      kind: "assign";
      services: readonly { id: string; name: string }[];
      owners: ReadonlyMap<string, string>;
      forget: readonly string[];
      drop: readonly string[];
    };

export interface EditableFile {
  text: string;
  boundaries: Boundaries;
}

/**
 * `paths`: modules of the project.
 *
 * @throws {FicusError} `bad-edit` when it cannot be done; the file is as it was
 */
export function applyEdit(file: EditableFile, edit: BoundariesEdit, paths: readonly string[]): string {
  const changed = change(file, edit, paths);
  const parsed = parseBoundaries(changed);
  // No edit leaves a broken file: this is a defect of ours, and stops before anything is written.
  if (parsed.kind === "broken") throw new TypeError(`the edit would break the file: ${parsed.problems[0]?.message}`);
  return changed;
}

function change(file: EditableFile, edit: BoundariesEdit, paths: readonly string[]): string {
  const { text, boundaries } = file;
  switch (edit.kind) {
    case "move":
      checkOwner(edit.to, boundaries);
      return assign(text, new Map(edit.modules.map((path) => [path, edit.to])), paths);
    case "merge":
      return mergeServices(file, edit.from, edit.into, paths);
    case "split":
      return split(file, edit, paths);
    case "rename":
      return rename(file, edit);
    case "pin": {
      if (edit.to !== undefined) checkOwner(edit.to, boundaries);
      const owners = ownersOf(boundaries, paths);
      return putEntries(text, "pins", new Map(edit.modules.map((path) => [path, edit.to ?? owners.get(path) ?? unowned(path)])));
    }
    case "unpin":
      for (const path of edit.modules) if (!Object.hasOwn(boundaries.pins, path)) throw new FicusError("bad-edit", `${path} is not pinned.`);
      return putEntries(text, "pins", new Map(edit.modules.map((path) => [path, undefined])));
    case "link":
    case "unlink":
      return link(file, edit);
    case "approve":
      return setProperty(text, ["services", edit.service], "approved", { ...checkService(edit.service, boundaries).approved, ...edit.approval });
    case "lock":
      checkService(edit.service, boundaries);
      if (edit.locked) return setProperty(text, ["services", edit.service], "locked", true);
      return removeProperty(text, ["services", edit.service, "locked"]);
    case "assign": {
      let result = text;
      for (const { id, name } of edit.services) result = setProperty(result, ["services"], id, { name });
      result = assign(result, edit.owners, paths);
      result = putEntries(result, "modules", new Map(edit.forget.map((path) => [path, undefined])));
      for (const id of edit.drop) result = dropService(result, id);
      return result;
    }
  }
}

/** Service, `shared` or `platform` of every module that has one. */
export function ownersOf(boundaries: Boundaries, paths: readonly string[]): Map<string, string> {
  const { service, role } = membershipOf(boundaries, paths);
  return new Map(paths.flatMap((path, i): [string, string][] => ((service[i] ?? role[i]) === null ? [] : [[path, (service[i] ?? role[i])!]])));
}

/** Makes modules belong where they should: an entry in `modules`, or none where the lists say the same. */
function assign(text: string, wanted: ReadonlyMap<string, string>, paths: readonly string[]): string {
  const boundaries = reread(text);
  const now = ownersOf(boundaries, paths);
  const differing = [...wanted].filter(([path, owner]) => now.get(path) !== owner);
  if (differing.length === 0) return text;
  const byLists = ownersOf({ ...boundaries, modules: {} }, paths);
  return putEntries(text, "modules", new Map(differing.map(([path, owner]) => [path, byLists.get(path) === owner ? undefined : owner])));
}

function reread(text: string): Boundaries {
  const parsed = parseBoundaries(text);
  if (parsed.kind === "broken") throw new TypeError(`the edit would break the file: ${parsed.problems[0]?.message}`);
  return parsed.boundaries;
}

function mergeServices({ text, boundaries }: EditableFile, from: string, into: string, paths: readonly string[]): string {
  const gone = checkService(from, boundaries);
  const kept = checkService(into, boundaries);
  if (from === into) throw new FicusError("bad-edit", `${from} cannot be merged with itself: name two services.`);
  checkNotExtracted(from, gone, "merged into another");
  const owners = ownersOf(boundaries, paths);
  let result = text;
  if (gone.members !== undefined) result = changeList(result, ["services", into, "members"], { add: gone.members });
  if (gone.interface !== undefined && kept.interface !== undefined)
    result = changeList(result, ["services", into, "interface"], { add: gone.interface });
  result = replaceIds(result, boundaries, from, into);
  result = removeProperty(result, ["services", from]);
  // What one list excludes, the other may have meant.
  return assign(result, new Map([...owners].map(([path, owner]) => [path, owner === from ? into : owner])), paths);
}

/** Every mention of a service by another id; lists that would mention it twice, or a service itself, lose the entry. */
function replaceIds(text: string, { services, modules, pins }: Boundaries, from: string, to: string): string {
  const renamed = (entries: Readonly<Record<string, string>>): Map<string, string> =>
    new Map(Object.entries(entries).flatMap(([path, id]): [string, string][] => (id === from ? [[path, to]] : [])));
  let result = putEntries(text, "modules", renamed(modules));
  result = putEntries(result, "pins", renamed(pins));
  for (const [id, { mayUse = [] }] of Object.entries(services)) {
    const at = mayUse.indexOf(from);
    if (at < 0 || id === from) continue;
    const path: JSONPath = ["services", id, "mayUse"];
    // An empty list says "none", a missing one "all": the list stays.
    if (id === to || mayUse.includes(to))
      result = id === to && mayUse.length === 1 ? setProperty(result, path.slice(0, -1), "mayUse", []) : changeList(result, path, { remove: [from] });
    else result = replaceString(result, [...path, at], to);
  }
  return result;
}

function split({ text, boundaries }: EditableFile, edit: BoundariesEdit & { kind: "split" }, paths: readonly string[]): string {
  const service = checkService(edit.service, boundaries);
  checkNotExtracted(edit.service, service, "split");
  checkNewId(edit.id, boundaries);
  const owners = ownersOf(boundaries, paths);
  const own = [...owners].filter(([, owner]) => owner === edit.service).map(([path]) => path);
  for (const path of edit.modules) {
    const owner = owners.get(path);
    if (owner !== edit.service)
      throw new FicusError("bad-edit", `${path} is ${owner === undefined ? "in no service" : `in ${owner}`}, not in ${edit.service}.`);
  }
  if (edit.modules.length === 0 || edit.modules.length === own.length)
    throw new FicusError(
      "bad-edit",
      `Splitting takes some of the modules of ${edit.service} and leaves some: ${edit.modules.length} of ${own.length} were named.`,
    );
  const added = setProperty(text, ["services"], edit.id, { name: edit.name });
  return assign(added, new Map(edit.modules.map((path) => [path, edit.id])), paths);
}

function rename({ text, boundaries }: EditableFile, { service, name, id }: BoundariesEdit & { kind: "rename" }): string {
  const found = checkService(service, boundaries);
  let result = name === undefined ? text : replaceString(text, ["services", service, "name"], name);
  if (id === undefined || id === service) return result;
  checkNotExtracted(service, found, "given another id");
  checkNewId(id, boundaries);
  result = replaceIds(result, boundaries, service, id);
  return renameProperty(result, ["services", service], id);
}

function link({ text, boundaries }: EditableFile, { kind, a, b, list }: BoundariesEdit & { kind: "link" | "unlink" }): string {
  const same = ([x, y]: readonly [string, string]): boolean => (x === a && y === b) || (x === b && y === a);
  const present = boundaries[list].filter(same);
  if (kind === "unlink") {
    if (present.length === 0) throw new FicusError("bad-edit", `${a} and ${b} are not in ${list}.`);
    return changeList(text, [list], { remove: present });
  }
  if (a === b) throw new FicusError("bad-edit", `${a} cannot be linked to itself: name two modules.`);
  const other = list === "mustLink" ? "cannotLink" : "mustLink";
  if (boundaries[other].some(same))
    throw new FicusError("bad-edit", `${a} and ${b} are in ${other}: take them out there first (ficus boundaries unlink).`);
  return present.length > 0 ? text : changeList(text, [list], { add: [a < b ? [a, b] : [b, a]] });
}

function dropService(text: string, id: string): string {
  const boundaries = reread(text);
  let result = text;
  for (const [other, { mayUse = [] }] of Object.entries(boundaries.services)) {
    if (!mayUse.includes(id)) continue;
    result =
      mayUse.length === 1
        ? setProperty(result, ["services", other], "mayUse", [])
        : changeList(result, ["services", other, "mayUse"], { remove: [id] });
  }
  return removeProperty(result, ["services", id]);
}

function checkOwner(id: string, boundaries: Boundaries): void {
  if (!isCommonRole(id)) checkService(id, boundaries);
}

export function checkService(id: string, { services }: Boundaries): Service {
  const service = Object.hasOwn(services, id) ? services[id] : undefined;
  if (service !== undefined) return service;
  const ids = Object.keys(services);
  throw new FicusError(
    "bad-edit",
    `There is no service ${JSON.stringify(id)}${didYouMean(id, ids)}; there are ${ids.length === 0 ? "none" : ids.join(", ")}.`,
  );
}

function checkNewId(id: string, { services }: Boundaries): void {
  if (Object.hasOwn(services, id)) throw new FicusError("bad-edit", `There is a service ${id} already: choose another id.`);
  const valid = ServiceId.safeParse(id);
  if (!valid.success) throw new FicusError("bad-edit", `${JSON.stringify(id)} cannot be the id of a service: ${valid.error.issues[0]?.message}.`);
}

/** Code, switches and verdicts of an extraction go by the id. */
function checkNotExtracted(id: string, { extraction }: Service, what: string): void {
  if (extraction === undefined || extraction.state === "planned") return;
  throw new FicusError("bad-edit", `${id} cannot be ${what} while it is ${extraction.state}: roll the extraction back first.`);
}

function unowned(path: string): never {
  throw new FicusError("bad-edit", `${path} is in no service yet: say where it is to be pinned, or move it there first.`);
}
