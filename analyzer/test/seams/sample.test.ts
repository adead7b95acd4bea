import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { openSourceHost } from "../../src/io/sourceHost.ts";
import type { SeamsReport } from "../../src/model/seams.ts";
import { findSeams, prepareSeams } from "../../src/seams/findSeams.ts";
import { openSession } from "../../src/session.ts";

const root = fileURLToPath(new URL("../../../samples/monolith", import.meta.url));

/** Reports of the sample's areas, as its own list of them says. */
async function openSample(): Promise<(service: string) => SeamsReport> {
  const areas = Object.entries(JSON.parse(readFileSync(`${root}/test/areas.json`, "utf8")) as Record<string, string[]>);
  const ownerOf = new Map(areas.flatMap(([area, paths]) => paths.map((path) => [path, area] as const)));
  const session = await openSession({ root, cache: false });
  const graph = await session.graph();
  const analysis = await session.analyze();
  const roleOf = new Map(analysis.modules.map(({ path, role }) => [path, role]));
  const paths = graph.modules.map(({ path }) => path);
  const sides = {
    service: paths.map((path) => ownerOf.get(path) ?? null),
    role: paths.map((path) => (ownerOf.has(path) ? ("domain" as const) : roleOf.get(path)!)),
  };
  const host = openSourceHost();
  const prepared = prepareSeams({ graph, sides, root, host });
  const reports = new Map<string, SeamsReport>();
  return (service) => {
    let report = reports.get(service);
    if (report === undefined)
      reports.set(service, (report = findSeams({ graph, sides, service, name: service, rootName: "shop", root, host, prepared })));
    return report;
  };
}

/** Line of the first place in a file that holds a text: the sample moves, what it says stays. */
function lineOf(module: string, text: string): number {
  const at = readFileSync(`${root}/${module}`, "utf8")
    .split("\n")
    .findIndex((line) => line.includes(text));
  assert.ok(at >= 0, `${module} does not hold ${text}`);
  return at + 1;
}

describe("the sample's tangles", function () {
  this.timeout(60_000);
  let seams: (service: string) => SeamsReport;
  before(async () => {
    seams = await openSample();
  });

  const operationOf = (service: string, id: string) => {
    const found = seams(service)
      .crossings.flatMap(({ operations }) => operations)
      .find((operation) => operation.id === id);
    assert.ok(found, `${id} is no operation at the seam of ${service}`);
    return found;
  };
  const reasons = (service: string, id: string): string[] => operationOf(service, id).wire.reasons.map(({ path, why }) => `${path} ${why}`);

  it("one transaction over several areas' tables", () => {
    const places: [string, string, string][] = [
      ["ordering", "src/services/checkoutService.ts", "order = await inTransaction("],
      ["payments", "src/services/checkoutService.ts", "order = await inTransaction("],
      ["inventory", "src/services/checkoutService.ts", "order = await inTransaction("],
      ["cart", "src/services/checkoutService.ts", "order = await inTransaction("],
      ["ordering", "src/services/orderService.ts", "const refund = await inTransaction("],
      ["shipping", "src/services/shippingService.ts", "const { shipment, order } = await inTransaction("],
      ["payments", "src/services/returnService.ts", "const { request, order, refund } = await inTransaction("],
    ];
    for (const [service, module, text] of places) {
      const line = lineOf(module, text);
      assert.ok(
        seams(service).blockers.some(
          (blocker) => blocker.reason === "transaction-on-both-sides" && blocker.module === module && blocker.line === line,
        ),
        `${service}: ${module}:${line}`,
      );
    }
    const checkout = seams("payments").transactions.find(({ symbol }) => symbol === "CheckoutService.placeOrder");
    const written = new Set(checkout?.writes.map(({ table }) => table));
    for (const table of ["orders", "stock_reservations", "payments", "carts", "coupon_redemptions"]) assert.ok(written.has(table), table);
  });

  it("a synchronous helper of another area, called from a getter and from array.map", () => {
    const { crossings } = seams("shipping");
    const { ripple, decision } = crossings.find(({ symbol }) => symbol.name === "estimateArrival")!;
    const module = "src/services/orderService.ts";
    const found = ripple.stops.map(({ reason, module: path, line }) => `${reason} ${path}:${line}`);
    const getter =
      readFileSync(`${root}/${module}`, "utf8")
        .split("\n")
        .findIndex((line, i) => i >= lineOf(module, "get expectedArrival()") - 1 && line.includes("estimateArrival(")) + 1;
    assert.ok(found.includes(`getter ${module}:${getter}`), found.join(", "));
    assert.ok(found.includes(`sync-callback ${module}:${lineOf(module, "dueAt: estimateArrival(")}`), found.join(", "));
    assert.equal(decision, "carry");
  });

  it("a stream, and a callback", () => {
    assert.deepEqual(
      reasons("reporting", "src/services/exportService.ts#exportOrdersOf").filter((reason) => reason.startsWith("result")),
      ["result stream"],
    );
    assert.ok(reasons("shipping", "src/services/shippingRateService.ts#quoteShipping").includes("args.callback function"));
    for (const [service, name] of [
      ["reporting", "src/services/exportService.ts#exportOrdersOf"],
      ["shipping", "src/services/shippingRateService.ts#quoteShipping"],
    ] as const)
      assert.equal(operationOf(service, name).decision, "blocker");
  });

  it("Date, Map, bigint, Buffer and class instances", () => {
    assert.ok(reasons("inventory", "src/services/reservationService.ts#reserveStock").includes("args.expiresAt date"));
    assert.ok(reasons("inventory", "src/services/stockService.ts#findShortages").includes("args.wanted map"));
    assert.ok(reasons("payments", "src/services/paymentService.ts#PaymentService.bookRefund").some((reason) => /^args\.\w+ bigint$/.test(reason)));
    assert.ok(
      reasons("notifications", "src/services/notificationService.ts#NotificationService.sendDocument").some((reason) => reason.endsWith(" buffer")),
    );
    assert.ok(reasons("pricing", "src/services/couponService.ts#applyCoupon").includes("args.quote class"));
    assert.ok(reasons("inventory", "src/services/stockService.ts#restock").includes("args.manager transaction-handle"));
  });

  it("arguments that the callee changes", () => {
    const quote = operationOf("pricing", "src/services/couponService.ts#applyCoupon").parameters.find(({ name }) => name === "quote");
    const written = lineOf("src/services/couponService.ts", "quote.coupon = {");
    assert.ok(quote?.mutated.some(({ module, line }) => module === "src/services/couponService.ts" && line === written));
    const status = lineOf("src/services/orderService.ts", "order.status = to;");
    for (const service of ["ordering", "payments", "shipping"])
      assert.ok(
        seams(service).blockers.some(
          ({ reason, line, module }) => reason === "mutated-argument" && module === "src/services/orderService.ts" && line === status,
        ),
        service,
      );
  });

  it("errors that another area tells apart", () => {
    const places: [string, string, string, string][] = [
      ["ordering", "OutOfStockError", "src/services/checkoutService.ts", "error instanceof OutOfStockError"],
      ["ordering", "PaymentDeclinedError", "src/services/checkoutService.ts", "error instanceof PaymentDeclinedError"],
      ["cart", "CouponRejectedError", "src/services/cartService.ts", "error instanceof CouponRejectedError"],
    ];
    for (const [service, name, module, text] of places) {
      const crossing = seams(service).crossings.find(({ symbol }) => symbol.name === name);
      const line = lineOf(module, text);
      assert.ok(
        crossing?.callers.some((caller) => caller.use === "instanceof" && caller.module === module && caller.line === line),
        name,
      );
      assert.equal(crossing?.kind, "error");
    }
  });

  it("module-level state, in the service and in what comes along", () => {
    const places: [string, string, string, string][] = [
      ["catalog", "cache", "src/services/categoryService.ts", "let cachedCategories"],
      ["ordering", "counter", "src/services/orderService.ts", "let placedSinceStart"],
      ["payments", "counter", "src/services/paymentGateway.ts", "let requestCounter"],
      ["cart", "variable", "src/db/transaction.ts", "let queue"],
      ["cart", "async-context", "src/db/transaction.ts", "new AsyncLocalStorage"],
      ["cart", "variable", "src/middleware/rateLimit.ts", "const windows = new Map"],
      ["cart", "singleton", "src/events/eventBus.ts", "emitter = new EventEmitter()"],
    ];
    for (const [service, kind, module, text] of places) {
      const line = lineOf(module, text);
      const found = seams(service).sharedState.find((state) => state.module === module && state.line === line);
      assert.equal(found?.kind, kind, `${service}: ${module}:${line}`);
    }
  });

  it("raw SQL and joins over several areas' tables", () => {
    const joined = (service: string, symbol: string): string[] | undefined =>
      seams(service)
        .joins.find((join) => join.symbol === symbol)
        ?.tables.map(({ owner }) => owner ?? "-")
        .toSorted();
    assert.deepEqual([...new Set(joined("reporting", "salesRepository.topProducts"))], ["catalog", "inventory", "ordering"]);
    assert.deepEqual([...new Set(joined("reporting", "salesRepository.topCustomers"))], ["customers", "ordering", "payments"]);
    assert.ok(seams("ordering").joins.some(({ symbol, how }) => symbol === "orderRepository.search" && how === "relation"));
  });

  it("events, and deletions that cascade", () => {
    const { events, foreignKeys } = seams("ordering");
    const line = lineOf("src/services/orderService.ts", "eventBus.publish('order.cancelled'");
    assert.ok(events.some((event) => event.event === "order.cancelled" && event.inside && event.crosses && event.line === line));
    assert.ok(foreignKeys.some(({ from, to, source }) => source === "sql" && from.table === "order_status_changes" && to.table === "users"));
    const carts = seams("cart").foreignKeys.find(({ from, source }) => from.table === "carts" && source === "sql");
    assert.deepEqual(
      [carts?.to.table, carts?.cascade, carts?.line],
      ["users", true, lineOf("src/db/migrations/1704067200000-initialSchema.ts", 'CREATE TABLE "carts"')],
    );
  });
});
