/** What a path alone says of a file's role, by conventions that hold across frameworks. All patterns read lower-case POSIX paths. */

const testFolder =
  /(?:^|\/)(?:__tests__|__mocks__|__fixtures__|__snapshots__|tests?|e2e|specs?|cypress|playwright|fixtures?|mocks?|fakes?|stubs?|test-?utils?|test-?helpers?|stories|\.storybook)\//;
const testFile = /(?:^|[./_-])(?:test|tests|spec|specs|e2e|cy|stories|story|mock|mocks|fixture|fixtures|bench|benchmark)\.[cm]?[jt]sx?$/;
/** A stand-in for something real, as tests need them: `fake-order-store.ts`. */
const testDouble = /(?:^|\/)fake[.-][^/]+\.[cm]?[jt]sx?$/;
const testSetup = /(?:^|\/)(?:setup-?tests?|test-?setup|(?:jest|vitest|mocha|cypress|playwright)[.-](?:setup|global)[\w.-]*)\.[cm]?[jt]sx?$/;

export function looksLikeTest(path: string): boolean {
  const lower = path.toLowerCase();
  return testFolder.test(lower) || testFile.test(lower) || testDouble.test(lower) || testSetup.test(lower);
}

const generatedFile = /(?:\.(?:generated|gen)\.[cm]?[jt]sx?|\.pb\.[jt]s|_pb\.(?:d\.)?[jt]s|\.min\.[cm]?js)$/;
/** Code of others that lies in the repository is no more written here than generated code is. */
const generatedFolder = /(?:^|\/)(?:__generated__|generated|vendors?|third[-_]party)\//;

export function looksGenerated(path: string): boolean {
  const lower = path.toLowerCase();
  return generatedFile.test(lower) || generatedFolder.test(lower);
}

/** Configuration of tools: `vite.config.ts`, `.eslintrc.js`, `gulpfile.js`. */
const toolConfiguration =
  /(?:^|\/)(?:[^/]+\.config(?:\.\w+)?|\.[^/]+rc|gruntfile|gulpfile|knexfile|ormconfig|jest\.preset|jest-[\w-]*config|vite-env\.d|next-env\.d)\.[cm]?[jt]sx?$/;

export function looksLikeToolConfiguration(path: string): boolean {
  return toolConfiguration.test(path.toLowerCase());
}

const scriptFolder = /(?:^|\/)(?:scripts?|bin|tools?|cli|\.github|\.husky)\//;

export function looksLikeScript(path: string): boolean {
  return scriptFolder.test(path.toLowerCase());
}

/** Migrations are written by people and belong to the database, not to one area. */
const migrationFolder = /(?:^|\/)(?:migrations?|upgrades?|seeds?|seeders?)\//;

export function looksLikeMigration(path: string): boolean {
  return migrationFolder.test(path.toLowerCase());
}

/** Hand-written ambient declarations. */
export function looksAmbient(path: string): boolean {
  return /\.d\.[cm]?ts$/.test(path);
}

/** Where a program starts, by name: `src/main.ts`, `server.js`. In a package below, the same name may stand for what the package offers. */
const entryFile = /^(?:(?:src|lib|server|bin|app)\/)?(?:main|index|server|app|application|bootstrap|start|www|app\.module)\.[cm]?[jt]sx?$/;

export function looksLikeEntry(path: string): boolean {
  return entryFile.test(path.toLowerCase());
}
