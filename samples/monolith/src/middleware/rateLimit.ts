import type { NextFunction, Request, Response } from 'express';
import { TooManyRequestsError } from '../errors/index.js';

const WINDOW_MS = 60_000;

/** Requests of the current minute by client address. Lives in this process only. */
const windows = new Map<string, { startedAt: number; requests: number }>();

function forgetOldWindows(now: number): void {
  for (const [client, window] of windows) {
    if (now - window.startedAt >= WINDOW_MS) windows.delete(client);
  }
}

export function rateLimit(requestsPerMinute: number) {
  return (req: Request, res: Response, next: NextFunction): void => {
    const now = Date.now();
    const client = req.ip ?? 'unknown';
    let window = windows.get(client);
    if (!window || now - window.startedAt >= WINDOW_MS) {
      forgetOldWindows(now);
      window = { startedAt: now, requests: 0 };
      windows.set(client, window);
    }
    window.requests += 1;
    res.set('ratelimit-remaining', String(Math.max(0, requestsPerMinute - window.requests)));
    if (window.requests > requestsPerMinute) {
      throw new TooManyRequestsError(Math.ceil((window.startedAt + WINDOW_MS - now) / 1000));
    }
    next();
  };
}
