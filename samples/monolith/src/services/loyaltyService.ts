import type { EntityManager } from 'typeorm';
import { AppDataSource } from '../db/dataSource.js';
import { inTransaction } from '../db/transaction.js';
import type { LoyaltyReason } from '../entities/index.js';
import { LoyaltyEntry, User } from '../entities/index.js';
import { BadRequestError, NotFoundError } from '../errors/index.js';
import { eventBus } from '../events/eventBus.js';
import { logger, sqlDateTime } from '../utils/index.js';

export interface LoyaltyTier {
  name: 'bronze' | 'silver' | 'gold' | 'platinum';
  fromPoints: number;
  /** Taken off everything, in basis points. */
  discountBasisPoints: number;
}

const TIERS: readonly LoyaltyTier[] = [
  { name: 'bronze', fromPoints: 0, discountBasisPoints: 0 },
  { name: 'silver', fromPoints: 500, discountBasisPoints: 200 },
  { name: 'gold', fromPoints: 2_000, discountBasisPoints: 400 },
  { name: 'platinum', fromPoints: 6_000, discountBasisPoints: 600 },
];

const WELCOME_POINTS = 50;

/** One point for each whole euro. */
const MINOR_UNITS_PER_POINT = 100n;

/** Synchronous and without the database, because prices are computed for whole lists with it. */
export function tierFor(points: number): LoyaltyTier {
  let reached: LoyaltyTier = { name: 'bronze', fromPoints: 0, discountBasisPoints: 0 };
  for (const tier of TIERS) if (points >= tier.fromPoints) reached = tier;
  return reached;
}

function nextTier(points: number): LoyaltyTier | null {
  return TIERS.find((tier) => tier.fromPoints > points) ?? null;
}

/** Books points once per reason and reference, however often the event is delivered. */
async function book(
  manager: EntityManager,
  userId: number,
  points: number,
  reason: LoyaltyReason,
  reference: string,
): Promise<boolean> {
  const known = await manager.findOneBy(LoyaltyEntry, { userId, reason, reference });
  if (known || points === 0) return false;
  const user = await manager.findOneBy(User, { id: userId });
  if (!user) throw new NotFoundError('Customer', userId);
  const booked = Math.max(points, -user.loyaltyPoints);
  await manager.save(manager.create(LoyaltyEntry, { userId, points: booked, reason, reference }));
  await manager.update(User, userId, { loyaltyPoints: user.loyaltyPoints + booked });
  return true;
}

function pointsFor(amountMinor: bigint): number {
  return Number(amountMinor / MINOR_UNITS_PER_POINT);
}

function earnForOrder(userId: number, number: string, total: bigint): Promise<boolean> {
  return inTransaction((manager) => book(manager, userId, pointsFor(total), 'order', number));
}

/** Takes back points only where the order had earned any: it may never have been delivered. */
function revokeForRefund(
  userId: number,
  orderNumber: string,
  refundId: number,
  amount: bigint,
): Promise<boolean> {
  return inTransaction(async (manager) => {
    const earned = await manager.findOneBy(LoyaltyEntry, {
      userId,
      reason: 'order',
      reference: orderNumber,
    });
    if (!earned) return false;
    return book(manager, userId, -pointsFor(amount), 'refund', `${orderNumber}/${refundId}`);
  });
}

export async function adjustPoints(userId: number, points: number, note: string): Promise<void> {
  const booked = await inTransaction((manager) =>
    book(manager, userId, points, 'adjustment', note),
  );
  if (!booked) throw new BadRequestError('This adjustment has been booked already');
}

export interface LoyaltyAccount {
  points: number;
  tier: string;
  discountPercent: number;
  next: { tier: string; missingPoints: number } | null;
  entries: { points: number; reason: string; reference: string; at: Date }[];
}

export async function loyaltyAccount(user: User): Promise<LoyaltyAccount> {
  const tier = tierFor(user.loyaltyPoints);
  const next = nextTier(user.loyaltyPoints);
  const entries = await AppDataSource.manager.find(LoyaltyEntry, {
    where: { userId: user.id },
    order: { id: 'DESC' },
    take: 50,
  });
  return {
    points: user.loyaltyPoints,
    tier: tier.name,
    discountPercent: tier.discountBasisPoints / 100,
    next: next && { tier: next.name, missingPoints: next.fromPoints - user.loyaltyPoints },
    entries: entries.map((entry) => ({
      points: entry.points,
      reason: entry.reason,
      reference: entry.reference,
      at: entry.createdAt,
    })),
  };
}

/** Points lapse when nothing has happened on an account since the given day. */
export async function expireIdlePoints(idleSince: Date): Promise<number> {
  return inTransaction(async (manager) => {
    const idle: { id: number; loyaltyPoints: number }[] = await manager.query(
      `SELECT u."id", u."loyaltyPoints" FROM "users" u
       WHERE u."loyaltyPoints" > 0 AND u."createdAt" < ?
         AND NOT EXISTS (SELECT 1 FROM "loyalty_entries" e
                         WHERE e."userId" = u."id" AND e."createdAt" >= ?)
       ORDER BY u."id"`,
      [sqlDateTime(idleSince), sqlDateTime(idleSince)],
    );
    for (const user of idle) {
      const reference = idleSince.toISOString().slice(0, 10);
      await book(manager, user.id, -user.loyaltyPoints, 'expiry', reference);
    }
    return idle.length;
  });
}

export function registerLoyaltyListeners(): void {
  eventBus.subscribe('user.registered', async ({ userId }) => {
    await inTransaction((manager) => book(manager, userId, WELCOME_POINTS, 'welcome', 'welcome'));
  });
  eventBus.subscribe('order.delivered', async ({ userId, number, total }) => {
    const booked = await earnForOrder(userId, number, total);
    logger.debug({ userId, number, booked }, 'loyalty points for order');
  });
  eventBus.subscribe('payment.refunded', async ({ userId, number, refundId, amount }) => {
    await revokeForRefund(userId, number, refundId, amount);
  });
}
