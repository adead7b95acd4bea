/** What all ways to resolve an import share: the files, the packages, and how a path becomes an answer. */
import type { ProjectConfig, SymbolicLink } from "../../model/project.ts";
import { createCoverage } from "./coverage.ts";
import type { Coverage } from "./coverage.ts";
import { createFileIndex } from "./fileIndex.ts";
import type { FileIndex } from "./fileIndex.ts";
import { resolveInPackage } from "./packageEntry.ts";
import { createPackageIndex } from "./packageIndex.ts";
import type { PackageIndex } from "./packageIndex.ts";
import { directoryOf, isOutside, joinPath } from "./posixPath.ts";
import { createAnswers } from "./resolution.ts";
import type { Answers, Resolution } from "./resolution.ts";
import { createSourceFinder } from "./sourceOf.ts";
import type { SourceFinder } from "./sourceOf.ts";

export interface ResolverInput {
  /** A module's index is its position. */
  paths: readonly string[];
  others?: ReadonlyMap<string, readonly string[]>;
  links?: readonly SymbolicLink[];
  config: ProjectConfig;
}

export interface Surroundings {
  files: FileIndex;
  packages: PackageIndex;
  sources: SourceFinder;
  coverage: Coverage;
  answers: Answers;
  /** Paths of the modules, relative to the base of the configuration like all paths in here. */
  paths: readonly string[];
  /** Does a path leave the root? */
  isOutside(path: string): boolean;
  /** A path outside the root, as it is seen from there. */
  nameOutside(path: string): string;
  asset(path: string): Resolution;
  /** A path as a file or a folder of the project. `folder`: the specifier ends in a slash or in dots, so it is no file. */
  place(path: string, fromScript: boolean, folder: boolean): Resolution | undefined;
  /** A path that a configuration names: it may lead to output that is not built. */
  configuredPlace(written: string): Resolution | undefined;
}

export function createSurroundings(input: ResolverInput): Surroundings {
  const config = inOrder(input.config);
  const prefix = config.prefix ?? "";
  const { paths, others, links } = fromBase(input, prefix);
  const files = createFileIndex(paths, others, links);
  const packages = createPackageIndex(config);
  const sources = createSourceFinder(files, config.typescript);
  const answers = createAnswers();
  const inside = prefix === "" ? "" : `${prefix}/`;
  const leaves = (path: string): boolean => isOutside(path) || !path.startsWith(inside);
  const asset = (path: string): Resolution => ({ kind: "asset", path: path.slice(inside.length) });

  const place = (path: string, fromScript: boolean, folder: boolean): Resolution | undefined => {
    const real = files.real(path);
    if (!folder) {
      const file = files.file(real, fromScript);
      if (file >= 0) return answers.module(file);
    }
    const manifest = packages.at(real);
    if (manifest !== undefined && real !== "") {
      // A relative import knows no `exports`.
      const entry = resolveInPackage(files, sources, { ...manifest, exports: undefined }, ".", []);
      if (entry.kind === "module") return answers.module(entry.index);
    }
    const index = files.indexOf(real, fromScript);
    if (index >= 0) return answers.module(index);
    return !folder && files.isOther(real) ? asset(real) : undefined;
  };

  return {
    files,
    packages,
    sources,
    answers,
    paths,
    asset,
    isOutside: leaves,
    nameOutside(path) {
      const own = inside.split("/").slice(0, -1);
      const parts = path.split("/");
      let shared = 0;
      while (shared < own.length && own[shared] === parts[shared]) shared++;
      return "../".repeat(own.length - shared) + parts.slice(shared).join("/");
    },
    coverage: createCoverage(config.typescript, config.explicit),
    place,
    configuredPlace(written) {
      const path = joinPath("", written);
      if (leaves(path)) return undefined;
      const direct = place(path, false, false);
      if (direct !== undefined) return direct;
      const owner = packages.governing(directoryOf(path));
      const source = owner === undefined ? -1 : sources.find(path, owner);
      return source < 0 ? undefined : answers.module(source);
    },
  };
}

/** Everything relative to the base. Nothing to do in the ordinary case that it is the root. */
function fromBase({ paths, others = new Map(), links = [] }: ResolverInput, prefix: string): Required<Omit<ResolverInput, "config">> {
  if (prefix === "") return { paths, others, links };
  const below = (path: string): string => (path === "" ? prefix : `${prefix}/${path}`);
  return {
    paths: paths.map(below),
    others: new Map([...others].map(([directory, names]) => [below(directory), names])),
    links: links.map(({ path, target }) => ({ path: below(path), target: below(target) })),
  };
}

/** Whatever order files were found in: of several answers that are equally good, the first by path is given. */
function inOrder(config: ProjectConfig): ProjectConfig {
  return {
    ...config,
    packages: config.packages.toSorted((a, b) => (a.directory < b.directory ? -1 : 1)),
    typescript: config.typescript.toSorted((a, b) => (a.path < b.path ? -1 : 1)),
  };
}
