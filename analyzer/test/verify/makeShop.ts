/** A copy of the small shop, with some files as a test wants them, and its verification. */
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Subject, Verdict } from "../../src/model/verdict.ts";
import type { Limits } from "../../src/verify/bench.ts";
import { findService } from "../../src/verify/findService.ts";
import type { StageName } from "../../src/verify/stages/stageNames.ts";
import { verifyExtraction } from "../../src/verify/verifyExtraction.ts";

const fixtures = fileURLToPath(new URL("../../fixtures/verify/", import.meta.url));
const packages = fileURLToPath(new URL("../../../node_modules", import.meta.url));

export interface Shop {
  root: string;
  database: string;
  clear(): void;
}

/** `variant`: folder below fixtures/verify whose files go over the shop's. */
export function makeShop(variant?: string, files: (shop: Shop) => Readonly<Record<string, string>> = () => ({})): Shop {
  const root = mkdtempSync(join(tmpdir(), "ficus-shop-"));
  cpSync(join(fixtures, "shop"), root, { recursive: true });
  if (variant !== undefined) cpSync(join(fixtures, variant), root, { recursive: true });
  symlinkSync(packages, join(root, "node_modules"));
  const shop: Shop = { root, database: join(root, "shop.json"), clear: () => rmSync(root, { recursive: true, force: true }) };
  for (const [path, text] of Object.entries(files(shop))) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return shop;
}

export interface VerifyShopOptions {
  stages?: readonly StageName[];
  test?: readonly string[];
  limits?: Partial<Limits>;
  signal?: AbortSignal;
  copy?: boolean;
  env?: Record<string, string>;
  prepare?: readonly string[];
  onProgress?: (stage: string) => void;
}

export async function verifyShop({ root, database }: Shop, options: VerifyShopOptions = {}): Promise<Verdict> {
  const { folder, manifest } = findService(root, "ordering");
  const env = { DATABASE_FILE: database, ...options.env };
  return verifyExtraction({
    root,
    found: { folder, manifest },
    plan: {
      test: options.test ?? ["mocha", "test/*.test.js"],
      prepare: options.prepare,
      server: { command: [process.execPath, "src/server.js"], health: "/up" },
      report: undefined,
      env,
      serviceEnv: env,
      guessed: false,
    },
    stages: options.stages,
    environment: process.env,
    logs: join(root, ".ficus", "verdict", "ordering.logs"),
    copy: options.copy,
    limits: { boot: 5000, tests: 20_000, request: 700, ...options.limits },
    signal: options.signal ?? new AbortController().signal,
    onProgress: options.onProgress,
  });
}

/** Makes a shop, verifies it, clears it away. */
export async function verdictOf(variant: string | undefined, options: VerifyShopOptions = {}): Promise<Verdict> {
  const shop = makeShop(variant);
  try {
    return await verifyShop(shop, options);
  } finally {
    shop.clear();
  }
}

export function subject(verdict: Verdict, name: string): Subject {
  const found = verdict.subjects.find((each) => each.name === name);
  if (found === undefined) throw new Error(`no ${name} among ${verdict.subjects.map((each) => each.name).join(", ")}`);
  return found;
}
