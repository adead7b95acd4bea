import picomatch from "picomatch";

/** What a path, folder or glob of people means, relative to the root: a folder means all that lies in it. */
export function matcherOf(pattern: string): (path: string) => boolean {
  const folder = pattern.replace(/\/+$/, "");
  if (!/[*?[\]{}()!+@]/.test(folder)) return (path) => path.startsWith(`${folder}/`);
  return picomatch(pattern.endsWith("/") ? `${folder}/**` : [folder, `${folder}/**`], { dot: true });
}

export function cleanPath(path: string): string {
  return path.replace(/^(?:\.\/)+/, "");
}
