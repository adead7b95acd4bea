/** Arithmetic on POSIX paths that are relative to one folder: "" is the folder, a leading `../` lies outside. */

export function directoryOf(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash < 0 ? "" : path.slice(0, slash);
}

/** `relative` seen from `directory`, without `.` and `..` except at the start. */
export function joinPath(directory: string, relative: string): string {
  let base = directory;
  let rest = relative;
  // The two forms that nearly all imports have, without splitting.
  while (rest.startsWith("./")) rest = rest.slice(2);
  while (rest.startsWith("../") && base !== "" && !isOutside(base)) {
    base = directoryOf(base);
    rest = rest.slice(3);
  }
  if (!needsWork.test(rest)) return rest === "" ? base : base === "" ? rest : `${base}/${rest}`;
  const parts = base === "" ? [] : base.split("/");
  for (const part of rest.split("/")) {
    if (part === "" || part === ".") continue;
    if (part === ".." && parts.length > 0 && parts.at(-1) !== "..") parts.pop();
    else parts.push(part);
  }
  return parts.join("/");
}

const needsWork = /(?:^|\/)(?:\.{0,2}(?:\/|$))/;

export function isOutside(path: string): boolean {
  return path === ".." || path.startsWith("../");
}

/** `path` relative to the folder that it is the same as or below; undefined when it is neither. */
export function relativeTo(path: string, directory: string): string | undefined {
  if (directory === "") return isOutside(path) ? undefined : path;
  if (path === directory) return "";
  return path.startsWith(`${directory}/`) ? path.slice(directory.length + 1) : undefined;
}
