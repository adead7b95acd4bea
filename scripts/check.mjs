/** The one gate: types, lint, format, our own architecture rules, unit tests. */
import { gate, runSteps } from "./steps.mjs";

await runSteps(gate);
