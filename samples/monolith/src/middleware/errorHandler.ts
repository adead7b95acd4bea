import type { NextFunction, Request, Response } from 'express';
import { QueryFailedError } from 'typeorm';
import { ZodError } from 'zod';
import { AppError, NotFoundError, TooManyRequestsError } from '../errors/index.js';
import { logger } from '../utils/index.js';

interface ErrorBody {
  error: { code: string; message: string; details?: unknown; requestId?: string | undefined };
}

/** Errors of the body parser and of Express itself carry the status that they stand for. */
function clientStatus(error: unknown): number | null {
  if (!(error instanceof Error) || !('status' in error)) return null;
  const { status } = error;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : null;
}

function databaseCode(error: QueryFailedError): string {
  const { driverError } = error;
  return 'code' in driverError ? String(driverError.code) : '';
}

function describe(error: unknown): { status: number; body: ErrorBody } {
  if (error instanceof AppError) {
    const { status, code, message, details } = error;
    return { status, body: { error: { code, message, ...(details ? { details } : {}) } } };
  }
  if (error instanceof ZodError) {
    const details = error.issues.map((issue) => ({
      path: issue.path.join('.'),
      message: issue.message,
    }));
    const message = 'The request does not have the expected form';
    return { status: 400, body: { error: { code: 'invalid_input', message, details } } };
  }
  if (error instanceof QueryFailedError) {
    const code = databaseCode(error);
    if (code.startsWith('SQLITE_BUSY')) {
      const message = 'The shop is busy, please try again';
      return { status: 503, body: { error: { code: 'busy', message } } };
    }
    if (code.startsWith('SQLITE_CONSTRAINT')) {
      const message = 'This contradicts what is stored already';
      return { status: 409, body: { error: { code: 'conflict', message } } };
    }
  }
  const status = clientStatus(error);
  if (status !== null && error instanceof Error) {
    return { status, body: { error: { code: 'bad_request', message: error.message } } };
  }
  const message = 'Something went wrong on our side';
  return { status: 500, body: { error: { code: 'internal', message } } };
}

export function notFound(req: Request): void {
  throw new NotFoundError('Route', `${req.method} ${req.path}`);
}

export function errorHandler(
  error: unknown,
  req: Request,
  res: Response,
  next: NextFunction,
): void {
  if (res.headersSent) {
    next(error);
    return;
  }
  const { status, body } = describe(error);
  if (status >= 500) logger.error({ err: error, requestId: req.requestId }, 'request failed');
  if (error instanceof TooManyRequestsError)
    res.set('retry-after', String(error.retryAfterSeconds));
  if (status === 503) res.set('retry-after', '1');
  body.error.requestId = req.requestId;
  res.status(status).json(body);
}
