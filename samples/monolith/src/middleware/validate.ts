import type { NextFunction, Request, Response } from 'express';
import type { ZodType } from 'zod';

/** Replaces the body by what the schema makes of it; the error middleware answers a mismatch. */
export function validateBody(schema: ZodType) {
  return (req: Request, _res: Response, next: NextFunction): void => {
    req.body = schema.parse(req.body ?? {});
    next();
  };
}
