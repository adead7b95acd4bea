import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { createApp } from './app.js';
import { config } from './config/env.js';
import { closeDatabase, openDatabase } from './db/dataSource.js';
import { migrate } from './db/migrate.js';
import { seedDemoData } from './db/seed.js';
import { eventBus } from './events/eventBus.js';
import { startScheduler } from './jobs/scheduler.js';
import {
  registerInvoiceListeners,
  registerLoyaltyListeners,
  registerNotificationListeners,
  registerReportListeners,
  resetCategoryCache,
} from './services/index.js';
import { logger } from './utils/index.js';

export interface RunningShop {
  url: string;
  close(): Promise<void>;
}

/** Everything that is done because something else has happened. */
function registerListeners(): void {
  registerNotificationListeners();
  registerInvoiceListeners();
  registerLoyaltyListeners();
  registerReportListeners();
}

function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : port);
    });
  });
}

function stopListening(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => (error ? reject(error) : resolve()));
    server.closeIdleConnections();
  });
}

/** Brings the whole shop up: database, migrations, listeners, HTTP, jobs; and down in reverse. */
export async function startShop(options = config): Promise<RunningShop> {
  await openDatabase(options.databaseFile);
  await migrate();
  resetCategoryCache();
  if (options.seedDemoData) await seedDemoData();
  registerListeners();
  const server = createServer(createApp());
  const port = await listen(server, options.port, options.host);
  const scheduler = options.jobsEnabled ? startScheduler() : null;
  const url = `http://${options.host}:${port}`;
  logger.info({ url, database: options.databaseFile }, 'shop is open');
  return {
    url,
    async close() {
      await scheduler?.stop();
      await stopListening(server);
      await eventBus.drain();
      eventBus.unsubscribeAll();
      await closeDatabase();
      logger.info('shop is closed');
    },
  };
}
