import assert from "node:assert/strict";
import { linkTo } from "../../../src/generate/runtime/link.ts";
import { configureService, environmentName, refreshSettings, settingsOf } from "../../../src/generate/runtime/settings.ts";

describe("settings", () => {
  afterEach(() => refreshSettings(true));

  it("come from the environment, by the service's name in capitals", () => {
    assert.equal(environmentName("order-history"), "ORDER_HISTORY");
    const environment = {
      FICUS_URL_ORDER_HISTORY: "http://history:4001/base/",
      FICUS_TOKEN: "all",
      FICUS_TIMEOUT_ORDER_HISTORY: "250",
      FICUS_FALLBACK_ORDER_HISTORY: "local",
    };
    const { url, token, timeoutMs, fallback } = settingsOf("order-history", environment);
    assert.deepEqual({ url, token, timeoutMs, fallback }, { url: "http://history:4001/base/", token: "all", timeoutMs: 250, fallback: "local" });
    assert.equal(settingsOf("billing", { FICUS_TOKEN: "all", FICUS_TOKEN_BILLING: "own", FICUS_TIMEOUT_BILLING: "soon" }).token, "own");
    assert.equal(settingsOf("billing").timeoutMs, 5000, "what is no number is not taken");
    assert.equal(linkTo("order-history").origin?.basePath, "/base");
  });

  it("from code win, and add up", () => {
    configureService("billing", { timeoutMs: 10, breaker: { failures: 9 } });
    configureService("billing", { retries: 0, breaker: { openMs: 1 } });
    const { timeoutMs, retries, breaker } = settingsOf("billing", { FICUS_TIMEOUT_BILLING: "99" });
    assert.deepEqual({ timeoutMs, retries, breaker }, { timeoutMs: 10, retries: 0, breaker: { failures: 9, windowMs: 10_000, openMs: 1 } });
  });

  it("keep what is known of a service while only others change", () => {
    configureService("billing", { url: "http://127.0.0.1:1" });
    const link = linkTo("billing");
    configureService("ordering", { url: "http://127.0.0.1:2" });
    assert.equal(linkTo("billing").breaker, link.breaker);
    configureService("billing", { url: "http://127.0.0.1:3" });
    assert.notEqual(linkTo("billing").breaker, link.breaker);
  });

  it("name the variable when an address is none", () => {
    configureService("billing", { url: "billing:4001/x y" });
    configureService("ordering", { url: "not a url" });
    assert.throws(() => linkTo("ordering"), /FICUS_URL_ORDERING: "not a url" is not a URL/);
  });
});
