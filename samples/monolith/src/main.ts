import { startShop } from './server.js';
import { logger } from './utils/index.js';

try {
  const shop = await startShop();
  const shutDown = (signal: NodeJS.Signals) => {
    logger.info({ signal }, 'shutting down');
    shop.close().catch((error: unknown) => {
      logger.fatal({ err: error }, 'could not shut down cleanly');
      process.exitCode = 1;
    });
  };
  process.once('SIGTERM', shutDown);
  process.once('SIGINT', shutDown);
} catch (error) {
  logger.fatal({ err: error }, 'could not start');
  process.exitCode = 1;
}
