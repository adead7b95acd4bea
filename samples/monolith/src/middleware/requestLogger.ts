import { randomUUID } from 'node:crypto';
import type { NextFunction, Request, Response } from 'express';
import { logger } from '../utils/index.js';

/** Gives each request an id that also stands in its answer, and logs how it ended. */
export function requestLogger(req: Request, res: Response, next: NextFunction): void {
  const started = performance.now();
  const requestId = req.get('x-request-id')?.slice(0, 80) || randomUUID();
  req.requestId = requestId;
  res.set('x-request-id', requestId);
  res.on('finish', () => {
    logger.info(
      {
        requestId,
        method: req.method,
        path: req.originalUrl,
        status: res.statusCode,
        userId: req.user?.id,
        ms: Math.round(performance.now() - started),
      },
      'request',
    );
  });
  next();
}
