/** TypeScript's `paths`: an exact key wins, then the pattern with the longest part before its `*`. */

export interface PathMapping {
  /** Targets with the matched part filled in, in order; undefined when no key matches. */
  match(specifier: string): { targets: string[]; catchAll: boolean } | undefined;
}

interface Pattern {
  prefix: string;
  suffix: string;
  targets: readonly string[];
}

export function createPathMapping(paths: Readonly<Record<string, readonly string[]>>): PathMapping {
  const exact = new Map<string, readonly string[]>();
  const patterns: Pattern[] = [];
  for (const [key, targets] of Object.entries(paths)) {
    const star = key.indexOf("*");
    if (star < 0) exact.set(key, targets);
    else patterns.push({ prefix: key.slice(0, star), suffix: key.slice(star + 1), targets });
  }
  // Stable: among equally long prefixes the first one written wins.
  patterns.sort((a, b) => b.prefix.length - a.prefix.length);
  return {
    match(specifier) {
      const direct = exact.get(specifier);
      if (direct !== undefined) return { targets: [...direct], catchAll: false };
      for (const { prefix, suffix, targets } of patterns) {
        if (specifier.length < prefix.length + suffix.length || !specifier.startsWith(prefix) || !specifier.endsWith(suffix)) continue;
        const middle = specifier.slice(prefix.length, specifier.length - suffix.length);
        return { targets: targets.map((target) => target.replace("*", () => middle)), catchAll: prefix === "" };
      }
      return undefined;
    },
  };
}
