import { randomBytes, randomUUID } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { IsNull, LessThan } from 'typeorm';
import { config } from '../config/env.js';
import { AppDataSource } from '../db/dataSource.js';
import { inTransaction } from '../db/transaction.js';
import { Session, User } from '../entities/index.js';
import { BadRequestError, ConflictError, UnauthorizedError } from '../errors/index.js';
import { eventBus } from '../events/eventBus.js';
import { userRepository } from '../repositories/index.js';
import type { RegisterInput } from '../schemas/customerSchemas.js';
import {
  addDays,
  addMinutes,
  hashPassword,
  logger,
  maskEmail,
  sameSignature,
  sha256Hex,
  verifyPassword,
} from '../utils/index.js';

const MAX_FAILED_LOGINS = 5;
const LOCK_MINUTES = 15;
const RESET_TOKEN_MINUTES = 60;

export interface Tokens {
  accessToken: string;
  refreshToken: string;
  expiresInSeconds: number;
}

/** A refresh token is "session id . secret"; only the hash of the secret is stored. */
function newRefreshSecret(): { secret: string; hash: string } {
  const secret = randomBytes(24).toString('base64url');
  return { secret, hash: sha256Hex(secret) };
}

function accessTokenFor(user: User): string {
  return jwt.sign({ role: user.role, purpose: 'access' }, config.jwtSecret, {
    subject: String(user.id),
    expiresIn: config.accessTokenMinutes * 60,
  });
}

function tokensFor(user: User, sessionId: string, secret: string): Tokens {
  return {
    accessToken: accessTokenFor(user),
    refreshToken: `${sessionId}.${secret}`,
    expiresInSeconds: config.accessTokenMinutes * 60,
  };
}

async function openSession(user: User, userAgent: string | null): Promise<Tokens> {
  const { secret, hash } = newRefreshSecret();
  const session = new Session();
  session.id = randomUUID();
  session.userId = user.id;
  session.refreshTokenHash = hash;
  session.userAgent = userAgent?.slice(0, 200) ?? null;
  session.expiresAt = addDays(new Date(), config.refreshTokenDays);
  session.revokedAt = null;
  await inTransaction((manager) => manager.save(session));
  return tokensFor(user, session.id, secret);
}

export async function register(
  input: RegisterInput,
  userAgent: string | null,
): Promise<{ user: User; tokens: Tokens }> {
  const passwordHash = await hashPassword(input.password);
  const user = await inTransaction(async (manager) => {
    if (await userRepository.findByEmail(input.email, manager)) {
      throw new ConflictError('There is an account with this e-mail address already');
    }
    return manager.save(
      manager.create(User, {
        email: input.email,
        name: input.name,
        passwordHash,
        role: 'customer',
      }),
    );
  });
  eventBus.publish('user.registered', { userId: user.id, email: user.email, name: user.name });
  return { user, tokens: await openSession(user, userAgent) };
}

async function countFailedLogin(user: User, now: Date): Promise<void> {
  await inTransaction(async (manager) => {
    const failedLogins = user.failedLogins + 1;
    const locked = failedLogins >= MAX_FAILED_LOGINS;
    await manager.update(User, user.id, {
      failedLogins: locked ? 0 : failedLogins,
      lockedUntil: locked ? addMinutes(now, LOCK_MINUTES) : null,
    });
    if (locked) logger.warn({ email: maskEmail(user.email) }, 'account locked');
  });
}

/** The same answer for an unknown address and a wrong password: neither tells who is a customer. */
export async function login(
  email: string,
  password: string,
  userAgent: string | null,
): Promise<{ user: User; tokens: Tokens }> {
  const now = new Date();
  const user = await userRepository.findByEmail(email);
  const refusal = new UnauthorizedError('E-mail address or password is wrong');
  if (!user || !user.active) throw refusal;
  if (user.lockedUntil && user.lockedUntil > now) {
    throw new UnauthorizedError('Too many failed logins: please try again in a quarter of an hour');
  }
  if (!(await verifyPassword(password, user.passwordHash))) {
    await countFailedLogin(user, now);
    throw refusal;
  }
  if (user.failedLogins > 0 || user.lockedUntil) {
    await inTransaction((manager) =>
      manager.update(User, user.id, { failedLogins: 0, lockedUntil: null }),
    );
  }
  return { user, tokens: await openSession(user, userAgent) };
}

/** Exchanges a refresh token; a token that was used before ends the session (it was stolen). */
export async function refresh(refreshToken: string): Promise<Tokens> {
  const [sessionId = '', secret = ''] = refreshToken.split('.');
  const refused = new UnauthorizedError('The session has ended: please log in again');
  const outcome = await inTransaction(async (manager) => {
    const session = await manager.findOne(Session, {
      where: { id: sessionId },
      relations: { user: true },
    });
    if (!session || session.revokedAt || session.expiresAt < new Date()) return null;
    if (!session.user.active) return null;
    if (!sameSignature(session.refreshTokenHash, sha256Hex(secret))) {
      await manager.update(Session, session.id, { revokedAt: new Date() });
      return null;
    }
    const next = newRefreshSecret();
    await manager.update(Session, session.id, { refreshTokenHash: next.hash });
    return { user: session.user, secret: next.secret };
  });
  if (!outcome) throw refused;
  return tokensFor(outcome.user, sessionId, outcome.secret);
}

export async function logout(refreshToken: string): Promise<void> {
  const [sessionId = '', secret = ''] = refreshToken.split('.');
  await inTransaction((manager) =>
    manager.update(
      Session,
      { id: sessionId, refreshTokenHash: sha256Hex(secret), revokedAt: IsNull() },
      { revokedAt: new Date() },
    ),
  );
}

export function sessionsOf(user: User): Promise<Session[]> {
  return AppDataSource.manager.find(Session, {
    where: { userId: user.id, revokedAt: IsNull() },
    order: { createdAt: 'DESC', id: 'ASC' },
  });
}

async function setPassword(user: User, password: string): Promise<void> {
  const passwordHash = await hashPassword(password);
  await inTransaction(async (manager) => {
    await manager.update(User, user.id, { passwordHash, failedLogins: 0, lockedUntil: null });
    await manager.update(
      Session,
      { userId: user.id, revokedAt: IsNull() },
      { revokedAt: new Date() },
    );
  });
}

export async function changePassword(user: User, current: string, next: string): Promise<void> {
  if (!(await verifyPassword(current, user.passwordHash))) {
    throw new BadRequestError('The current password is wrong');
  }
  await setPassword(user, next);
}

/** Signed with the old hash too, so that the link works once only. */
function resetSecret(user: User): string {
  return `${config.jwtSecret}:${user.passwordHash}`;
}

/** Does not tell whether the address is known. */
export async function requestPasswordReset(email: string): Promise<void> {
  const user = await userRepository.findByEmail(email);
  if (!user || !user.active) return;
  const token = jwt.sign({ purpose: 'reset' }, resetSecret(user), {
    subject: String(user.id),
    expiresIn: RESET_TOKEN_MINUTES * 60,
  });
  eventBus.publish('user.passwordResetRequested', { userId: user.id, token });
}

export async function resetPassword(token: string, password: string): Promise<void> {
  const refused = new BadRequestError('This link is not valid, or no longer');
  const unverified = jwt.decode(token, { json: true });
  const user = unverified?.sub ? await userRepository.findById(Number(unverified.sub)) : null;
  if (!user) throw refused;
  try {
    jwt.verify(token, resetSecret(user));
  } catch {
    throw refused;
  }
  await setPassword(user, password);
}

export async function userForAccessToken(token: string): Promise<User> {
  const refused = new UnauthorizedError('The access token is not valid, or no longer');
  let subject: string | undefined;
  try {
    const payload = jwt.verify(token, config.jwtSecret);
    if (typeof payload === 'object' && payload['purpose'] === 'access') subject = payload.sub;
  } catch {
    throw refused;
  }
  const user = subject ? await userRepository.findById(Number(subject)) : null;
  if (!user || !user.active) throw refused;
  return user;
}

/** Housekeeping: forgets sessions that ended before the given day. */
export async function purgeSessions(endedBefore: Date): Promise<number> {
  const result = await inTransaction((manager) =>
    manager.delete(Session, [
      { expiresAt: LessThan(endedBefore) },
      { revokedAt: LessThan(endedBefore) },
    ]),
  );
  return result.affected ?? 0;
}
