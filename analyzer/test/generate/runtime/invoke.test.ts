import assert from "node:assert/strict";
import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import net from "node:net";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { usePropagation, useReports, type Report } from "../../../src/generate/runtime/hooks.ts";
import { invoke } from "../../../src/generate/runtime/invoke.ts";
import { closeLinks } from "../../../src/generate/runtime/link.ts";
import { registerObserver, type AuditReport, type Crossing, type ShadowReport } from "../../../src/generate/runtime/observer.ts";
import { RemoteError, type RemoteReason } from "../../../src/generate/runtime/remoteError.ts";
import type { ServedOperation } from "../../../src/generate/runtime/serve.ts";
import { configureService, refreshSettings, type SettingsChange } from "../../../src/generate/runtime/settings.ts";
import { forgetNoise } from "../../../src/generate/runtime/shadow.ts";
import { refreshSwitch } from "../../../src/generate/runtime/switch.ts";
import { operation, served, startService, token, type Running } from "./shopService.ts";
import { anyError, anyValue, Money, OutOfStock } from "./shopValues.ts";

const total = operation("total", { reads: true });
const placeOrder = operation("placeOrder");
const never = (): never => assert.fail("the local implementation ran");

describe("invoke", () => {
  const running: Running[] = [];
  const crossings: Crossing[] = [];
  const unhandled: unknown[] = [];
  const note = (error: unknown): void => void unhandled.push(error);

  const start = async (operations: readonly ServedOperation[], settings: SettingsChange = {}): Promise<Running> => {
    const service = await startService(operations);
    running.push(service);
    configureService("ordering", { url: service.url, token, ...settings });
    return service;
  };
  const switchTo = (mode: string): void => refreshSwitch({ FICUS_SWITCH: `ordering=${mode}` });
  const failsWith = async (call: Promise<unknown>, reason: RemoteReason): Promise<RemoteError> => {
    const error = await call.then(
      () => assert.fail("it answered"),
      (error: unknown) => error,
    );
    assert.ok(error instanceof RemoteError, String(error));
    assert.equal(error.reason, reason, error.message);
    return error;
  };

  beforeEach(() => {
    process.on("unhandledRejection", note);
    registerObserver({ crossing: (crossing) => crossings.push(crossing) });
  });

  afterEach(async () => {
    registerObserver(undefined);
    usePropagation(undefined);
    useReports(undefined);
    closeLinks();
    await Promise.all(running.splice(0).map((service) => service.stop()));
    refreshSettings(true);
    refreshSwitch();
    forgetNoise();
    crossings.length = 0;
    await new Promise((resolve) => setImmediate(resolve));
    process.off("unhandledRejection", note);
    assert.deepEqual(unhandled.splice(0), []);
  });

  describe("local", () => {
    it("calls in process, with the arguments themselves, and keeps results and errors", async () => {
      registerObserver(undefined);
      const order = { lines: [() => 1] };
      assert.equal(await invoke(total, (given) => (given === order ? 7 : 0), [order]), 7);
      const failure = new OutOfStock([]);
      const call = invoke(total, () => {
        throw failure;
      }, []);
      await assert.rejects(call, (error) => error === failure);
    });

    it("reports to the observer", async () => {
      await invoke(total, () => 7, []);
      const [crossing] = crossings;
      assert.deepEqual(
        { ...crossing, id: "", ms: 0 },
        {
          id: "",
          service: "ordering",
          operation: "total",
          side: "client",
          mode: "local",
          remote: false,
          keptLocal: undefined,
          outcome: "value",
          failure: undefined,
          status: undefined,
          ms: 0,
          pid: process.pid,
        },
      );
    });
  });

  describe("remote", () => {
    it("carries random values and errors there and back, through a real server and client", async function () {
      this.timeout(30_000);
      await start([
        served("total", ([value]) => value),
        served("fail", ([value]) => {
          throw value;
        }),
      ]);
      switchTo("remote");
      await fc.assert(
        fc.asyncProperty(anyValue, async (value) =>
          assert.deepStrictEqual(await invoke(total, never as (value: unknown) => unknown, [value]), value),
        ),
        { numRuns: 300 },
      );
      const fail = operation("fail");
      await fc.assert(
        fc.asyncProperty(anyError, async (error) => {
          const thrown = await invoke(fail, never as (value: unknown) => unknown, [error]).catch((thrown: unknown) => thrown);
          assert.deepStrictEqual(thrown, error);
        }),
        { numRuns: 200 },
      );
      const server = crossings.filter(({ side }) => side === "server");
      const client = crossings.filter(({ side }) => side === "client");
      assert.deepEqual(
        server.map(({ id }) => id),
        client.map(({ id }) => id),
      );
    });

    it("shows the caller's frames on errors of the service", async () => {
      await start([
        served("total", () => {
          throw new OutOfStock([{ sku: "mug", missing: 1 }]);
        }),
      ]);
      switchTo("remote");
      async function checkout(): Promise<unknown> {
        return await invoke(total, never, []);
      }
      await assert.rejects(checkout(), (error) => {
        assert.ok(error instanceof OutOfStock);
        assert.match(error.stack ?? "", /^OutOfStock: Out of stock: MUG\n {4}at .*checkout/);
        return true;
      });
    });

    it("sends token, crossing, deadline and the trace of the monolith", async () => {
      const seen: unknown[] = [];
      await start([
        served("total", (_args, { crossing, remainingMs }) => {
          seen.push(crossing, remainingMs > 500 && remainingMs <= 800);
        }),
      ]);
      configureService("ordering", { timeoutMs: 800 });
      usePropagation((headers) => {
        headers["traceparent"] = "00-1-2-01";
      });
      switchTo("remote");
      await invoke(total, never, []);
      assert.deepEqual(seen, [crossings.find(({ side }) => side === "client")?.id, true]);
      configureService("ordering", { token: "another" });
      assert.match((await failsWith(invoke(total, never, []), "rejected")).message, /x-ficus-token/);
    });

    it("refuses what cannot be sent, with the path, before anything is sent", async () => {
      await start([served("total", () => 1)]);
      switchTo("remote");
      await assert.rejects(invoke(total, never as (value: unknown) => unknown, [{ lines: [{ price: () => 1 }] }]), {
        name: "WireError",
        path: "args[0].lines[0].price",
      });
      assert.deepEqual(
        crossings.map(({ side, outcome }) => [side, outcome]),
        [["client", "failed"]],
      );
    });

    it("keeps local what the facade says must stay, with its reason", async () => {
      await start([served("placeOrder", () => "there")]);
      switchTo("remote");
      const options = { keepLocal: ([handle]: [string]) => (handle === "transaction" ? "inside a transaction" : undefined) };
      assert.equal(await invoke(placeOrder, (_handle: string) => "here", ["transaction"], options), "here");
      assert.equal(await invoke(placeOrder, (_handle: string) => "here", ["pool"], options), "there");
      assert.deepEqual(
        crossings.filter(({ side }) => side === "client").map(({ mode, remote, keptLocal }) => [mode, remote, keptLocal]),
        [
          ["remote", false, "inside a transaction"],
          ["remote", true, undefined],
        ],
      );
    });

    it("sends a canary's share and no more", async () => {
      await start([served("total", () => "there")]);
      switchTo("canary=40");
      const answers = await Promise.all(
        Array.from({ length: 200 }, (_, customer) => invoke(total, () => "here", [], { canaryKey: String(customer) })),
      );
      const there = answers.filter((answer) => answer === "there").length;
      assert.ok(there > 40 && there < 120, `${there} of 200`);
    });

    it("says what to set when nothing says where the service is", async () => {
      switchTo("remote");
      assert.match((await failsWith(invoke(total, never, []), "not-configured")).message, /FICUS_URL_ORDERING/);
    });

    it("tells a service that is something else", async () => {
      const other = net.createServer((socket) => void socket.resume().end("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nhi")).listen(0, "127.0.0.1");
      await new Promise((resolve) => other.once("listening", resolve));
      running.push({ url: "", stop: () => new Promise((resolve) => void other.close(() => resolve())) });
      configureService("ordering", { url: `http://127.0.0.1:${(other.address() as net.AddressInfo).port}` });
      switchTo("remote");
      await failsWith(invoke(total, never, []), "protocol");
    });
  });

  describe("when the service fails", () => {
    it("ends at the deadline, and lets the caller give up", async () => {
      await start([served("total", () => new Promise(() => {}))], { timeoutMs: 60 });
      switchTo("remote");
      const begun = performance.now();
      await failsWith(invoke(total, never, []), "timeout");
      assert.ok(performance.now() - begun < 1000);
      configureService("ordering", { timeoutMs: 10_000 });
      const controller = new AbortController();
      setTimeout(() => controller.abort(), 20);
      await failsWith(invoke(total, never, [], { signal: controller.signal }), "aborted");
      await failsWith(invoke(total, never, [], { signal: controller.signal }), "aborted");
    });

    it("tries reads again, within a budget, and never what must not run twice", async () => {
      let connections = 0;
      const broken = net.createServer((socket) => {
        connections++;
        socket.on("error", () => {}).on("data", () => socket.destroy());
      });
      await new Promise<void>((resolve) => void broken.listen(0, "127.0.0.1", resolve));
      running.push({ url: "", stop: () => new Promise((resolve) => void broken.close(() => resolve())) });
      const { port } = broken.address() as net.AddressInfo;
      configureService("ordering", { url: `http://127.0.0.1:${port}`, breaker: { failures: 1000 } });
      switchTo("remote");
      const failure = await failsWith(invoke(total, never, []), "unavailable");
      assert.equal(failure.sent, true);
      assert.equal(connections, 3);
      await failsWith(invoke(placeOrder, never, []), "unavailable");
      assert.equal(connections, 4);
      connections = 0;
      await Promise.all(Array.from({ length: 30 }, () => failsWith(invoke(total, never, []), "unavailable")));
      assert.ok(connections >= 30 && connections <= 30 + 12, `${connections} connections for 30 calls`);
    });

    it("opens the breaker, calls nobody while it is open, and recovers", async () => {
      const service = await start([served("placeOrder", () => "placed")], { breaker: { failures: 3, windowMs: 10_000, openMs: 200 } });
      const states: string[] = [];
      useReports((report) => report.kind === "breaker" && states.push(report.state));
      switchTo("remote");
      assert.equal(await invoke(placeOrder, never, []), "placed");
      await service.stop();
      const reasons: string[] = [];
      for (let call = 0; call < 8; call++) {
        await invoke(placeOrder, never, []).catch((error: unknown) => reasons.push(error instanceof RemoteError ? error.reason : "?"));
      }
      assert.equal(reasons.at(-1), "circuit-open");
      assert.ok(reasons.filter((reason) => reason === "unavailable").length >= 3);
      running.push(await startService([served("placeOrder", () => "again")], {}, Number(new URL(service.url).port)));
      await new Promise((resolve) => setTimeout(resolve, 250));
      assert.equal(await invoke(placeOrder, never, []), "again");
      assert.deepEqual(states, ["open", "half-open", "closed"]);
    });

    it("stopped in mid-run, every call under way ends, in time and typed", async () => {
      const service = await start([served("placeOrder", () => new Promise((resolve) => setTimeout(resolve, 200, "placed")))], { timeoutMs: 2000 });
      switchTo("remote");
      const calls = Promise.allSettled(Array.from({ length: 40 }, () => invoke(placeOrder, never, [])));
      await new Promise((resolve) => setTimeout(resolve, 50));
      await service.stop();
      for (const result of await calls) {
        assert.ok(result.status === "fulfilled" || result.reason instanceof RemoteError);
      }
    });

    it("killed in mid-run: reads are answered locally as configured, writes fail typed, nothing hangs, and all goes on when it is back", async function () {
      this.timeout(60_000);
      const startProcess = async (): Promise<ChildProcess> => {
        const child = fork(fileURLToPath(new URL("shopProcess.ts", import.meta.url)));
        running.push({ url: "", stop: async () => void child.kill() });
        const [url] = await once(child, "message");
        configureService("ordering", { url: String(url), token, timeoutMs: 1000, fallback: "local", breaker: { openMs: 100 } });
        return child;
      };
      const child = await startProcess();
      switchTo("remote");
      const callFor = async (ms: number): Promise<{ reads: Set<unknown>; writes: Set<unknown> }> => {
        const [reads, writes, end] = [new Set<unknown>(), new Set<unknown>(), performance.now() + ms];
        while (performance.now() < end) {
          const results = await Promise.allSettled([
            invoke(total, () => "here", []),
            invoke(placeOrder, () => "here", []),
            invoke(placeOrder, () => "here", []),
          ]);
          const [read, ...written] = results.map((result) => (result.status === "fulfilled" ? result.value : result.reason));
          reads.add(read);
          for (const each of written) writes.add(each instanceof RemoteError ? `${each.reason} ${each.sent}` : each);
        }
        return { reads, writes };
      };
      const before = await callFor(1);
      assert.deepEqual([before.reads, before.writes], [new Set([child.pid]), new Set([child.pid])]);
      const calls = callFor(600);
      setTimeout(() => child.kill("SIGKILL"), 100);
      const { reads, writes } = await calls;
      // What may have run over there must not run here as well; what was never sent may.
      for (const seen of writes)
        assert.ok(seen === child.pid || seen === "here" || seen === "unavailable true" || seen === "timeout true", String(seen));
      for (const seen of reads) assert.ok(seen === child.pid || seen === "here", String(seen));
      assert.ok(reads.has("here") && writes.has("here"));
      const next = await startProcess();
      assert.ok((await callFor(300)).reads.has(next.pid));
    });

    it("answers locally where that is configured and safe", async () => {
      const service = await start([served("total", () => "there")], { fallback: "local", retries: 0, timeoutMs: 1000 });
      const reports: Report[] = [];
      useReports((report) => reports.push(report));
      switchTo("remote");
      await service.stop();
      assert.equal(await invoke(total, () => "here", []), "here");
      assert.equal(await invoke(placeOrder, () => "here", []), "here", "nothing was sent: it may run here");
      assert.deepEqual(
        reports.map(({ kind }) => kind),
        ["fallback", "fallback"],
      );
      assert.deepEqual(
        crossings.filter(({ side }) => side === "client").map(({ outcome, failure }) => [outcome, failure]),
        [
          ["fallback", "unavailable"],
          ["fallback", "unavailable"],
        ],
      );
      await start([served("placeOrder", () => new Promise(() => {}))]);
      await failsWith(invoke(placeOrder, never, []), "timeout");
    });

    it("bounds what is under way and what waits", async () => {
      let underWay = 0;
      let most = 0;
      await start(
        [
          served("placeOrder", async () => {
            most = Math.max(most, ++underWay);
            await new Promise((resolve) => setTimeout(resolve, 20));
            underWay--;
          }),
        ],
        { maxInFlight: 3, maxQueue: 5 },
      );
      switchTo("remote");
      const results = await Promise.allSettled(Array.from({ length: 12 }, () => invoke(placeOrder, never, [])));
      const reasons = results.flatMap((result) =>
        result.status === "rejected" && result.reason instanceof RemoteError ? [result.reason.reason] : [],
      );
      assert.deepEqual(reasons, new Array(4).fill("overloaded"));
      assert.equal(most, 3);
    });
  });

  describe("shadow", () => {
    const shadows: ShadowReport[] = [];
    const observe = (): Promise<ShadowReport> =>
      new Promise((resolve) => {
        registerObserver({
          crossing: (crossing) => crossings.push(crossing),
          shadow: (report) => {
            shadows.push(report);
            resolve(report);
          },
        });
      });

    it("answers from here at once, asks there as well, and tells what differs", async () => {
      await start([served("total", () => ({ total: new Money(6, "EUR"), lines: 2 }))]);
      switchTo("shadow");
      const reported = observe();
      const result = await invoke(total, () => ({ total: new Money(5, "EUR"), lines: 2 }), []);
      assert.equal(String(result.total), "5 EUR");
      const { differences, id } = await reported;
      assert.deepEqual(differences, [{ path: "result.total.v.amount", local: 5, remote: 6 }]);
      assert.ok(crossings.some((crossing) => crossing.side === "server" && crossing.id === id));
    });

    it("learns from control runs what varies by itself", async () => {
      let count = 0;
      const offer = (): unknown => ({ id: ++count, sku: "mug", price: 5 });
      await start([served("total", () => ({ id: 900, sku: "mug", price: 6 }))]);
      switchTo("shadow");
      const reported = observe();
      await invoke(total, offer, []);
      const { differences, noise } = await reported;
      assert.deepEqual(noise, ["result.id"]);
      assert.deepEqual(differences, [{ path: "result.price", local: 5, remote: 6 }]);
    });

    it("sends arguments as they were before the call, and compares the result as it was returned", async () => {
      await start([served("total", ([order]) => (order as { lines: number[] }).lines)]);
      switchTo("shadow");
      const reported = observe();
      const order = { lines: [1] };
      const lines = await invoke(
        total,
        (given) => {
          const before = [...given.lines];
          given.lines.push(2);
          return before;
        },
        [order],
      );
      lines.push(99);
      assert.deepEqual((await reported).differences, []);
    });

    it("compares errors, and never fails the caller because the service does", async () => {
      const service = await start([served("total", () => 1)]);
      switchTo("shadow");
      const reported = observe();
      await assert.rejects(
        invoke(total, () => {
          throw new OutOfStock([]);
        }, []),
        OutOfStock,
      );
      assert.equal((await reported).differences[0]?.path, "outcome");
      await service.stop();
      assert.equal(await invoke(total, () => "here", []), "here");
    });

    it("does not run writes twice unless told", async () => {
      let there = 0;
      await start([served("placeOrder", () => ++there)]);
      switchTo("shadow");
      assert.equal(await invoke(placeOrder, () => 1, []), 1);
      assert.equal(crossings[0]?.keptLocal, "only reads are shadowed");
      configureService("ordering", { shadowWrites: true });
      const reported = observe();
      assert.equal(await invoke(placeOrder, () => 1, []), 1);
      assert.deepEqual((await reported).differences, []);
      assert.equal(there, 1);
    });
  });

  describe("audit", () => {
    const audited = async (local: (...args: unknown[]) => unknown, args: unknown[]): Promise<string[]> => {
      const reports: AuditReport[] = [];
      registerObserver({ audit: (report) => reports.push(report) });
      await invoke(total, local, args).catch(() => undefined);
      assert.equal(reports.length, 1);
      return (reports[0]?.findings ?? []).map(({ kind, path }) => `${kind} ${path}`);
    };

    it("finds nothing in a faithful call", async () => {
      assert.deepEqual(await audited((order) => ({ order: JSON.stringify(order), at: new Date() }), [{ id: 1n }]), []);
    });

    it("finds what cannot be sent, what arrives as something else, what the callee changes, and what is shared", async () => {
      class Basket {
        lines = 1;
      }
      assert.deepEqual(await audited(() => new Basket(), [() => 1]), ["unsendable args[0]", "unsendable result"]);
      const tagged = Object.assign(new Date(0), { zone: "CET" });
      assert.deepEqual(await audited(() => tagged, []), ["lossy result.zone"]);
      assert.deepEqual(await audited((order) => void ((order as { total: number }).total = 2), [{ total: 1 }]), ["mutated args[0].total"]);
      const mug = { sku: "mug" };
      assert.deepEqual(await audited((_order, item) => item, [{ mug }, mug]), ["shared args[1]", "shared result"]);
      class CardExpired extends Error {}
      assert.deepEqual(
        await audited(() => {
          throw new CardExpired("old");
        }, []),
        ["lossy error instanceof CardExpired"],
      );
    });
  });
});
