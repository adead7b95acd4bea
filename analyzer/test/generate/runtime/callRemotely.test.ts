import assert from "node:assert/strict";
import { answerHere, callRemotely, remoteInstance } from "../../../src/generate/runtime/callRemotely.ts";
import { closeLinks } from "../../../src/generate/runtime/link.ts";
import { RemoteError } from "../../../src/generate/runtime/remoteError.ts";
import { configureService, refreshSettings } from "../../../src/generate/runtime/settings.ts";
import { refreshSwitch } from "../../../src/generate/runtime/switch.ts";
import { operation, served, startService, token, type Running } from "./shopService.ts";
import { OutOfStock } from "./shopValues.ts";

interface Orders {
  total(id: number): Promise<number>;
}

describe("a call of a retired service", () => {
  let service: Running | undefined;
  const start = async (...operations: Parameters<typeof startService>[0]): Promise<void> => {
    service = await startService(operations);
    configureService("ordering", { url: service.url, token });
  };

  afterEach(async () => {
    closeLinks();
    await service?.stop();
    service = undefined;
    refreshSettings(true);
    refreshSwitch({});
  });

  it("goes over the wire whatever the switch says, and brings back what was thrown", async () => {
    await start(
      served("total", ([id]) => Number(id) * 2),
      served("placeOrder", () => {
        throw new OutOfStock([{ sku: "fig", missing: 3 }]);
      }),
    );
    for (const mode of ["", "ordering=local", "ordering=shadow", "ordering=canary=0"]) {
      refreshSwitch({ FICUS_SWITCH: mode });
      assert.equal(await callRemotely<number>(operation("total"), [21]), 42);
      assert.equal(await remoteInstance<Orders>({ total: { operation: operation("total") } }).total(4), 8);
    }
    await assert.rejects(callRemotely(operation("placeOrder"), []), OutOfStock);
  });

  it("fails where the service is away: a fallback to what is not there is not tried", async () => {
    await start(served("total", () => 1));
    const { url } = service!;
    await service!.stop();
    service = undefined;
    configureService("ordering", { url, token, fallback: "local", retries: 0 });
    const error: unknown = await callRemotely(operation("total", { reads: true }), []).catch((failure: unknown) => failure);
    assert.ok(error instanceof RemoteError, String(error));
    assert.equal(error.reason, "unavailable");
  });

  it("stays in the process that serves the operation", async () => {
    // A name of its own: what a process serves, it serves to its end.
    const label = operation("labelOf");
    answerHere([
      {
        operation: label,
        run: ([id]) => {
          if (id === 0) throw new OutOfStock([{ sku: "fern", missing: 1 }]);
          return `order ${String(id)}`;
        },
      },
    ]);
    assert.equal(await callRemotely<string>(label, [7]), "order 7");
    await assert.rejects(callRemotely(label, [0]), OutOfStock);
  });

  it("leaves the rest of an instance where it is, with its fields and its own calls", async () => {
    await start(served("total", () => 42));
    class LocalOrders {
      #open = 3;
      async total(): Promise<number> {
        return assert.fail("the local implementation ran");
      }
      open(): number {
        return this.#open;
      }
    }
    const local = new LocalOrders();
    const orders = remoteInstance<LocalOrders>({ total: { operation: operation("total") } }, () => local);
    assert.equal(await orders.total(), 42);
    assert.equal(orders.open(), 3);
    assert.ok("open" in orders);
  });
});
