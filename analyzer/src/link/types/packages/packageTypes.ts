/** Declarations of a package, as far as its types pass the project's own through. */
export interface PackageTypes {
  /** Module names that the declarations serve; those that a project imports are declared. */
  specifiers: readonly string[];
  /** What stands inside `declare module "…" { }`. Other packages are named as `import("…")`. */
  body: string;
  /** What stands beside it, for everybody. */
  globals?: string;
  /** Module names that `body` names. */
  needs?: readonly string[];
}
