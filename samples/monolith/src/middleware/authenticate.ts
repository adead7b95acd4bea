import type { NextFunction, Request, Response } from 'express';
import type { User, UserRole } from '../entities/index.js';
import { ForbiddenError, UnauthorizedError } from '../errors/index.js';
import { userForAccessToken } from '../services/authService.js';

declare global {
  // Express's own types are extended through this namespace; there is no other way.
  namespace Express {
    interface Request {
      user?: User;
      rawBody?: Buffer;
      requestId?: string;
    }
  }
}

function bearerToken(req: Request): string | null {
  const [scheme, token] = (req.get('authorization') ?? '').split(' ');
  return scheme?.toLowerCase() === 'bearer' && token ? token : null;
}

/** Loads the user of the access token, if there is one; a bad token is an error all the same. */
export async function identify(req: Request, _res: Response, next: NextFunction): Promise<void> {
  const token = bearerToken(req);
  if (token) req.user = await userForAccessToken(token);
  next();
}

export async function authenticate(req: Request, res: Response, next: NextFunction): Promise<void> {
  if (!bearerToken(req)) throw new UnauthorizedError();
  await identify(req, res, next);
}

/** Lets only the given roles pass; an admin may do whatever staff may. */
export function requireRole(role: UserRole) {
  return async (req: Request, res: Response, next: NextFunction): Promise<void> => {
    await authenticate(req, res, () => {
      const allowed = role === 'staff' ? req.user?.isStaff : req.user?.role === role;
      if (!allowed) throw new ForbiddenError();
      next();
    });
  };
}

/** The user of a route behind `authenticate`. */
export function currentUser(req: Request): User {
  if (!req.user) throw new UnauthorizedError();
  return req.user;
}
