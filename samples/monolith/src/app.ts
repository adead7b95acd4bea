import express from 'express';
import { config } from './config/env.js';
import { errorHandler, notFound } from './middleware/errorHandler.js';
import { rateLimit } from './middleware/rateLimit.js';
import { requestLogger } from './middleware/requestLogger.js';
import { apiRoutes } from './routes/index.js';

export function createApp(): express.Express {
  const app = express();
  app.disable('x-powered-by');
  app.use(requestLogger);
  app.use(rateLimit(config.rateLimitPerMinute));
  app.use(
    express.json({
      limit: '256kb',
      // Webhooks are signed over the bytes as they came, which parsing would lose.
      verify: (req, _res, body) => {
        (req as express.Request).rawBody = body;
      },
    }),
  );
  app.use('/api', apiRoutes);
  app.use(notFound);
  app.use(errorHandler);
  return app;
}
