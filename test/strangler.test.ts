/**
 * One service of the sample taken out from beginning to end, by the bundled command line, as a team would do it: extract, verify, canary, remote, back again, retire.
 * Slow by its nature: the shop's own tests run in both modes, and again for each operation and route that is broken on purpose.
 */
import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const service = "notifications";

interface Ran {
  code: number | null;
  output: string;
}

function run(folder: string, command: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const [program = "", ...args] = command;
    const child = spawn(program, args, { cwd: folder, env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, output }));
  });
}

/** The areas of the sample as its boundaries. */
function boundaries(folder: string): string {
  // Written by us, for tests.
  const areas = JSON.parse(readFileSync(join(folder, "test/areas.json"), "utf8")) as Record<string, string[]>;
  const ids = Object.keys(areas).sort();
  const modules = ids.flatMap((id) => areas[id]!.map((path): [string, string] => [path, id])).sort(([a], [b]) => (a < b ? -1 : 1));
  const services = Object.fromEntries(ids.map((id) => [id, { name: id }]));
  return `${JSON.stringify({ version: 1, services, modules: Object.fromEntries(modules) }, null, 2)}\n`;
}

/** Where a service listens, as its log says. */
function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let log = "";
    child.stdout!.on("data", (chunk: Buffer) => {
      log += chunk.toString();
      const url = /"url":"(http:[^"]+)"/.exec(log)?.[1];
      if (url !== undefined) resolve(url);
    });
    child.once("exit", () => reject(new Error(`The service has ended: ${log}`)));
  });
}

describe("a service of the sample, strangled", () => {
  let folder = "";
  const ficus = (...args: string[]): Promise<Ran> => run(folder, [process.execPath, join(root, "analyzer/bin/ficus.js"), ...args]);
  const git = async (...args: string[]): Promise<void> => {
    const { code, output } = await run(folder, ["git", "-c", "user.name=shop", "-c", "user.email=shop@example.com", ...args]);
    assert.equal(code, 0, output);
  };

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "ficus-strangler-"));
    cpSync(join(root, "samples/monolith"), folder, { recursive: true, filter: (path) => !/[\\/](\.ficus|data|node_modules)$/.test(path) });
    symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
    writeFileSync(join(folder, "ficus.boundaries.json"), boundaries(folder));
    writeFileSync(join(folder, ".gitignore"), "node_modules\n.ficus\ndata\n*.tsbuildinfo\n");
    await git("init", "-q");
    await git("add", "-A");
    await git("commit", "-qm", "the shop");
  });

  after(() => rmSync(folder, { recursive: true, force: true }));

  it("names what stops ordering and payments, and changes nothing", async () => {
    for (const blocked of ["ordering", "payments"]) {
      const { code, output } = await ficus("extract", blocked);
      assert.equal(code, 1, output);
      assert.match(output, /cannot be extracted as it is/);
      assert.match(output, /src\/services\/checkoutService\.ts:48/);
    }
    const { output } = await run(folder, ["git", "status", "--porcelain"]);
    assert.equal(output, "");
  });

  it("is generated, and both sides compile", async () => {
    const { code, output } = await ficus("extract", service);
    assert.equal(code, 0, output);
    for (const project of [".", `services/${service}`]) {
      const { code: errors, output: told } = await run(folder, ["tsc", "--noEmit", "-p", project]);
      assert.equal(errors, 0, told);
    }
    await git("add", "-A");
    await git("commit", "-qm", "extract notifications");
    const again = await ficus("extract", service);
    assert.equal(again.code, 2, again.output);
    assert.match(again.output, /was extracted before/);
  });

  it("may not go remote without a verdict", async () => {
    const { code, output } = await ficus("route", service, "remote");
    assert.equal(code, 2, output);
    assert.match(output, /no verdict/);
  });

  it("is caught when it lies", async () => {
    const file = join(folder, `services/${service}/src/operations.ts`);
    const text = readFileSync(file, "utf8");
    const broken = text.replace(/run: \(args\) =>\s*notificationService\.notificationService\.notify\([^)]*\)[^)]*\)/, "run: async () => undefined");
    assert.notEqual(broken, text);
    writeFileSync(file, broken);
    const { code, output } = await ficus(
      "verify",
      service,
      "--yes",
      ...["types", "break", "shadow", "edges", "down"].flatMap((stage) => ["--skip", stage]),
    );
    assert.equal(code, 1, output);
    assert.match(output, /✗ notificationService\.notify/);
    writeFileSync(file, text);
  });

  it("is proven by the shop's own tests", async () => {
    const { code, output } = await ficus("verify", service, "--yes");
    assert.equal(code, 0, output);
    assert.match(output, /notifications: proven, 7 of 7/);
  });

  it("goes to a canary, to remote, and back", async () => {
    const canary = await ficus("route", service, "canary=50");
    assert.equal(canary.code, 0, canary.output);
    assert.match(canary.output, /FICUS_SWITCH='notifications=canary=50'/);
    const remote = await ficus("route", service, "remote");
    assert.match(remote.output, /FICUS_SWITCH='notifications=remote'/);
    const back = await ficus("rollback", service);
    assert.equal(back.code, 0, back.output);
    assert.match(back.output, /Everything is local/);
  });

  it("is retired, and the shop's tests pass without the code that has moved", async () => {
    await git("checkout", "-q", ".");
    const remote = await ficus("route", service, "remote");
    assert.equal(remote.code, 0, remote.output);
    await git("add", "-A");
    await git("commit", "-qm", "notifications run remotely");
    const { code, output } = await ficus("retire", service);
    assert.equal(code, 0, output);
    assert.equal(existsSync(join(folder, "src/services/notificationService.ts")), false);
    for (const project of [".", `services/${service}`]) {
      const { code: errors, output: told } = await run(folder, ["tsc", "--noEmit", "-p", project]);
      assert.equal(errors, 0, told);
    }
    const shared = { DATABASE_FILE: "data/retired.sqlite", MAIL_OUTBOX: "data/outbox", RATE_LIMIT_PER_MINUTE: "1000000", FICUS_TOKEN: "secret" };
    const child = spawn(process.execPath, ["--import", "tsx", `services/${service}/src/main.ts`], {
      cwd: folder,
      env: { ...process.env, ...shared, NODE_ENV: "test", PASSWORD_COST: "1024", PORT: "0" },
      stdio: ["ignore", "pipe", "inherit"],
    });
    try {
      const url = await addressOf(child);
      const env = { ...shared, TEST_DATABASE_FILE: shared.DATABASE_FILE, FICUS_URL_NOTIFICATIONS: url };
      const { code: failed, output: tests } = await run(folder, ["npm", "test"], env);
      assert.equal(failed, 0, tests.slice(-4000));
    } finally {
      child.kill();
    }
  });
});
