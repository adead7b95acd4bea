"use strict";
/** Mocha's part: results by name, the running test, and only the tests that are asked for. A reporter is mocha's one door that is the same in all versions. */
const verify = globalThis[Symbol.for("ficus.verify")];

module.exports = class MochaReporter {
  constructor(runner) {
    const seen = new Map();
    const key = (runnable) => verify.numbered(seen, verify.testName(fileOf(runnable), runnable.fullTitle()));
    if (verify.only) keepOnly(runner);
    let name;
    runner.on("suite", (suite) => verify.tellTest({ file: fileOf(suite) && verify.fromRoot(fileOf(suite)) }));
    runner.on("test", (test) => {
      name = key(test);
      verify.tellTest({ name });
    });
    runner.on("test end", (test) => {
      verify.tellTest({ file: fileOf(test) && verify.fromRoot(fileOf(test)) });
    });
    runner.on("pass", (test) => this.say("passed", name, test));
    runner.on("pending", (test) => this.say("skipped", key(test), test));
    runner.on("fail", (runnable, error) =>
      this.say("failed", runnable.type === "hook" ? verify.testName(fileOf(runnable), runnable.fullTitle()) : name, runnable, error),
    );
  }

  say(outcome, name, runnable, error) {
    verify.record({
      kind: "result",
      name,
      outcome,
      milliseconds: runnable.duration ?? 0,
      message: error && String(error.stack ?? error.message ?? error),
    });
    process.stdout.write(`${outcome} ${name}\n${error ? `${error.stack ?? error}\n` : ""}`);
  }
};

function fileOf(runnable) {
  for (let each = runnable; each; each = each.parent) if (each.file) return each.file;
  return undefined;
}

function keepOnly(runner) {
  const wanted = new Set(verify.only.map(verify.unnumbered));
  const walk = (suite) => {
    suite.tests = suite.tests.filter((test) => wanted.has(verify.testName(fileOf(test), test.fullTitle())));
    suite.suites.forEach(walk);
  };
  walk(runner.suite);
  runner.total = runner.suite.total();
}
