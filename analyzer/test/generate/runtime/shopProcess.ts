/** A service in a process of its own, for tests that kill it. Tells its parent the port. */
import { served, startService } from "./shopService.ts";

const { url } = await startService([
  served("total", () => process.pid),
  served("placeOrder", () => new Promise((resolve) => setTimeout(resolve, 30, process.pid))),
]);
process.send?.(url);
process.on("disconnect", () => process.exit(0));
