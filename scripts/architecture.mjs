/** Our own architecture rules, run on ourselves. Finding nothing to check is a failure: with a TypeScript that it cannot use, dependency-cruiser is silent. */
import { cruise } from "dependency-cruiser";
import extractOptions from "dependency-cruiser/config-utl/extract-ts-config";
import configuration from "../.dependency-cruiser.mjs";
import { root } from "./steps.mjs";

process.chdir(root);
const folders = ["analyzer", "bench", "scripts", "test"];
const { options, ...rules } = configuration;
const { output } = await cruise(folders, { ...options, ruleSet: rules, validate: true }, undefined, {
  tsConfig: extractOptions("tsconfig.base.json"),
});
const { summary } = output;
if (summary.totalCruised < 50 || summary.totalDependenciesCruised < 100) {
  console.error(
    `dependency-cruiser saw ${summary.totalCruised} modules and ${summary.totalDependenciesCruised} dependencies: that cannot be all of ours. Is typescript still 6.x?`,
  );
  process.exitCode = 1;
}
for (const { rule, from, to, cycle } of summary.violations) {
  const path = cycle === undefined ? to : cycle.map(({ name }) => name).join(" → ");
  console.error(`${rule.severity} ${rule.name}: ${from} → ${path}`);
}
if (summary.error > 0 || summary.warn > 0) process.exitCode = 1;
else if (process.exitCode !== 1) console.log(`${summary.totalCruised} modules, ${summary.totalDependenciesCruised} dependencies, no violations`);
