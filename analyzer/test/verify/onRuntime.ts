/** The small shop on the runtime that Ficus generates, instead of the stand-in: facade, forwarder and both servers. */
import { pathToFileURL, fileURLToPath } from "node:url";

const runtime = fileURLToPath(new URL("../../src/generate/runtime/", import.meta.url));
const from = (name: string): string => JSON.stringify(pathToFileURL(`${runtime}${name}`).href);

/** Files over those of fixtures/verify/shop. */
export const onRuntime = (): Record<string, string> => ({
  "src/ficus/contract.js": `
    import { createCodec } from ${from("codec.ts")};
    import { OrderNotFound } from "../ordering/orders.js";
    const codec = createCodec({ classes: { OrderNotFound } });
    export const place = { service: "ordering", name: "OrderService.place", codec };
    export const total = { service: "ordering", name: "OrderService.total", codec, reads: true };`,
  "src/ficus/orders.js": `
    import { invoke } from ${from("invoke.ts")};
    import { OrderService as Local, OrderNotFound } from "../ordering/orders.js";
    import { place, total } from "./contract.js";
    export { OrderNotFound };
    export class OrderService extends Local {
      place(...args) { return invoke(place, (...given) => super.place(...given), args); }
      total(...args) { return invoke(total, (...given) => super.total(...given), args); }
    }`,
  "src/ficus/forward.js": `
    import { forward as forwarder } from ${from("forward.ts")};
    export function forward(app, service, routes) {
      for (const { method, path } of routes) app[method.toLowerCase()](path, forwarder({ service, route: method + " " + path }));
    }`,
  "services/ordering/pin.js": `
    import { pinLocal } from ${from("switch.ts")};
    pinLocal("ordering");`,
  "services/ordering/serve.js": `
    import express from "express";
    import { createOperationsServer } from ${from("serve.ts")};
    import { recordServed, answerUnmatched } from ${from("servedRoutes.ts")};
    import { place, total } from "../../src/ficus/contract.js";
    import { orderRoutes } from "../../src/ordering/routes.js";
    export function serve({ orders }) {
      const operations = createOperationsServer({
        service: "ordering",
        token: process.env.FICUS_TOKEN,
        operations: [
          { operation: place, run: (args) => orders.place(...args) },
          { operation: total, run: (args) => orders.total(...args) },
        ],
      });
      const app = express();
      app.disable("x-powered-by");
      app.get("/health/ready", (_request, response) => void response.json({ ready: true }));
      app.post("/ficus/operations/:name", express.text({ type: () => true }), async (request, response) => {
        const { status, headers, body } = await operations.handle({ name: request.params.name, headers: request.headers, body: request.body });
        response.status(status).set(headers).send(body);
      });
      app.use(recordServed("ordering"));
      app.use(orderRoutes());
      app.use(answerUnmatched);
      app.use((error, _request, response, _next) => void response.status(error.status ?? 500).json({ error: error.message }));
      app.listen(Number(process.env.PORT), process.env.HOST);
    }`,
});
