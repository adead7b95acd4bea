/** What typing a seam needs of the disk. `io/sourceHost.ts` reads the real one; tests hand over a record of texts. Paths are absolute and POSIX. */
export interface SourceHost {
  readFile(path: string): string | undefined;
  fileExists(path: string): boolean;
  directoryExists(path: string): boolean;
  directories(path: string): string[];
  realpath(path: string): string;
  /** Declarations of the language by their file names: `lib.es5.d.ts`, … */
  library(name: string): string | undefined;
}
