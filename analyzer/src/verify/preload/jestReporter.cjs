"use strict";
/** Jest's part: results by name. */
const verify = globalThis[Symbol.for("ficus.verify")];
const outcomes = { passed: "passed", failed: "failed" };

module.exports = class JestReporter {
  onTestResult(_test, result) {
    const seen = new Map();
    for (const test of result.testResults) {
      // Left out by the pattern: not a result of this run.
      if (verify.only && test.status === "pending") continue;
      const name = verify.numbered(seen, verify.testName(result.testFilePath, test.fullName));
      const message = test.failureMessages?.join("\n") || undefined;
      verify.record({ kind: "result", name, outcome: outcomes[test.status] ?? "skipped", milliseconds: test.duration ?? 0, message });
      process.stdout.write(`${test.status} ${name}\n${message ? `${message}\n` : ""}`);
    }
    if (result.testExecError && result.testResults.length === 0) {
      const message = String(result.testExecError.stack ?? result.testExecError.message ?? result.failureMessage);
      verify.record({ kind: "result", name: verify.testName(result.testFilePath, "(file)"), outcome: "failed", milliseconds: 0, message });
      process.stdout.write(`failed ${result.testFilePath}\n${message}\n`);
    }
  }
};
