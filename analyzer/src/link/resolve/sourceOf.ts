/** From the file that a package publishes to the file that it is compiled from: in a repository nothing is built. */
import type { PackageManifest, TypeScriptConfig } from "../../model/project.ts";
import type { FileIndex } from "./fileIndex.ts";
import { joinPath, relativeTo } from "./posixPath.ts";

export interface SourceFinder {
  /** The module that `published` (a path relative to the root, perhaps of a file that does not exist) is compiled from, -1 if none is found. */
  find(published: string, manifest: PackageManifest): number;
  /** The module that a package most likely starts with, when nothing that it declares leads anywhere. */
  root(manifest: PackageManifest): number;
}

const outputFolder =
  /^(?:dist|lib|build|out|output|es|esm|es6|cjs|mjs|umd|iife|commonjs|module|modules|browser|node|types|typings|dts|declarations|compiled|target|release|production|bundle|bundles|pkg|\.build|_build|esnext|es20\d\d|fesm20\d\d|dist[-_].+|lib[-_].+|build[-_].+)$/;
const sourceFolders = ["src", "source", "sources", "lib", "app", ""];
const rootNames = [
  "src/index",
  "index",
  "src/main",
  "lib/index",
  "src/lib/index",
  "source/index",
  "sources/index",
  "src/public-api",
  "src/public_api",
  "src/mod",
  "mod",
  "main",
  "app/index",
];

export function createSourceFinder(files: FileIndex, configs: readonly TypeScriptConfig[]): SourceFinder {
  const byDirectory = new Map<string, TypeScriptConfig[]>();
  for (const config of configs) {
    if (config.outDir === undefined && config.declarationDir === undefined) continue;
    const group = byDirectory.get(config.directory);
    if (group === undefined) byDirectory.set(config.directory, [config]);
    else group.push(config);
  }

  const place = (path: string): number => {
    const found = files.file(path, false);
    return found >= 0 ? found : files.indexOf(path, false);
  };

  const byOutDir = (published: string, manifest: PackageManifest): number => {
    for (const config of byDirectory.get(manifest.directory) ?? []) {
      for (const output of [config.outDir, config.declarationDir]) {
        const rest = output === undefined || output === config.directory ? undefined : relativeTo(published, output);
        if (rest === undefined || rest === "") continue;
        const roots = config.rootDir === undefined ? [joinPath(config.directory, "src"), config.directory] : [config.rootDir];
        for (const root of roots) {
          const found = place(joinPath(root, rest));
          if (found >= 0) return found;
        }
      }
    }
    return -1;
  };

  /** Drops up to three leading folders of output, and tries what is left where sources usually are. */
  const byConvention = (published: string, manifest: PackageManifest): number => {
    let rest = relativeTo(published, manifest.directory);
    if (rest === undefined) return -1;
    for (let dropped = 0; dropped < 3; dropped++) {
      const slash = rest.indexOf("/");
      if (slash < 0 || !outputFolder.test(rest.slice(0, slash))) break;
      rest = rest.slice(slash + 1);
      for (const folder of sourceFolders) {
        const found = place(joinPath(joinPath(manifest.directory, folder), rest));
        if (found >= 0) return found;
      }
      // Tools that compile a whole workspace repeat the package's path below their output.
      const repeated = rest.indexOf(`${manifest.directory}/`);
      if (manifest.directory !== "" && repeated >= 0) {
        const found = place(rest.slice(repeated));
        if (found >= 0) return found;
      }
    }
    return -1;
  };

  return {
    find(published, manifest) {
      const direct = place(published);
      if (direct >= 0 && !files.isDeclaration(direct)) return direct;
      const variants = [
        published,
        published.replace(/[.-](?:esm|cjs|umd|mjs|min|bundle|common|module|node|browser|development|production|prod|dev)(?=\.)/g, ""),
      ];
      for (const variant of new Set(variants)) {
        const found = byOutDir(variant, manifest);
        if (found >= 0) return found;
        const guessed = byConvention(variant, manifest);
        if (guessed >= 0) return guessed;
      }
      return direct;
    },
    root(manifest) {
      const name = manifest.name?.slice(manifest.name.lastIndexOf("/") + 1) ?? "";
      for (const candidate of [...rootNames, `src/${name}`, `lib/${name}`, name]) {
        const found = files.file(joinPath(manifest.directory, candidate), false);
        if (found >= 0 && candidate !== "") return found;
      }
      return -1;
    },
  };
}
