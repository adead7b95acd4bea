/** Everything that a CI needs: the gate, the bundle, and the sample shop's own tests. */
import { gate, runSteps } from "./steps.mjs";

await runSteps([
  ...gate,
  { name: "bundle", command: ["node", "scripts/build.mjs"] },
  {
    name: "bundled command line",
    command: ["mocha", "--no-config", "--forbid-only", "--forbid-pending", "--timeout", "60000", "test/bundle.test.ts"],
    tests: true,
  },
  { name: "sample: README", command: ["mocha", "--no-config", "--forbid-only", "--forbid-pending", "test/sampleReadme.test.ts"], tests: true },
  {
    name: "strangler",
    command: ["mocha", "--no-config", "--forbid-only", "--forbid-pending", "--timeout", "1200000", "test/strangler.test.ts"],
    tests: true,
  },
  { name: "sample: types", command: ["tsc", "-p", "samples/monolith", "--noEmit"] },
  { name: "sample: tests", command: ["npm", "test", "--silent"], directory: "samples/monolith", tests: true },
]);
