/** Shops under git, made and changed as a test needs; nothing of the machine's own configuration of git takes part. */
import { execFileSync } from "node:child_process";
import { createShop, type TemporaryShop } from "./temporaryShop.ts";

export interface GitShop extends TemporaryShop {
  git(args: readonly string[], input?: string): string;
  /** Commits everything and tells the name of the commit. */
  commit(message: string): string;
}

export function createGitShop(files: Record<string, string | Uint8Array>): GitShop {
  const shop = createShop(files);
  const git = (args: readonly string[], input = ""): string =>
    execFileSync("git", ["-c", "user.name=Ada", "-c", "user.email=ada@shop.example", "-c", "core.autocrlf=false", ...args], {
      cwd: shop.root,
      input,
      encoding: "utf8",
      env: {
        PATH: process.env["PATH"],
        HOME: shop.root,
        GIT_CONFIG_NOSYSTEM: "1",
        GIT_COMMITTER_DATE: "2026-01-02T03:04:05Z",
        GIT_AUTHOR_DATE: "2026-01-02T03:04:05Z",
      },
    }).trim();
  git(["init", "--quiet", "--initial-branch=main"]);
  return {
    ...shop,
    git,
    commit(message) {
      git(["add", "--all"]);
      git(["commit", "--quiet", "--allow-empty", "-m", message]);
      return git(["rev-parse", "HEAD"]);
    },
  };
}
