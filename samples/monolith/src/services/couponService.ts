import type { EntityManager } from 'typeorm';
import { inTransaction } from '../db/transaction.js';
import type { CouponRedemption, User } from '../entities/index.js';
import { Coupon, CouponRedemption as Redemption } from '../entities/index.js';
import { ConflictError, CouponRejectedError, NotFoundError } from '../errors/index.js';
import { orderRepository, promotionRepository } from '../repositories/index.js';
import type { CouponBatchInput, CouponInput } from '../schemas/pricingSchemas.js';
import type { Page, PageRequest } from '../utils/index.js';
import { Money, randomCode } from '../utils/index.js';
import type { PriceQuote, PricedLine } from './priceQuote.js';

export function listCoupons(request: PageRequest, active?: boolean): Promise<Page<Coupon>> {
  return promotionRepository.couponPage(request, active);
}

export async function createCoupon(input: CouponInput): Promise<Coupon> {
  const { amount, minimumSubtotal, basisPoints, ...columns } = input;
  return inTransaction(async (manager) => {
    if (await promotionRepository.findCoupon(input.code, manager)) {
      throw new ConflictError(`There is a coupon ${input.code} already`);
    }
    return manager.save(
      manager.create(Coupon, {
        ...columns,
        basisPoints: basisPoints ?? 0,
        amountMinor: amount?.minor ?? 0n,
        minimumSubtotalMinor: minimumSubtotal?.minor ?? 0n,
        redemptions: 0,
        active: true,
      }),
    );
  });
}

/** Single-use codes for a mailing. */
export async function generateCoupons(input: CouponBatchInput): Promise<string[]> {
  return inTransaction(async (manager) => {
    const codes = new Set<string>();
    while (codes.size < input.count) codes.add(`${input.prefix}-${randomCode(8)}`);
    const coupons = [...codes].map((code) =>
      manager.create(Coupon, {
        code,
        kind: 'percent',
        basisPoints: input.basisPoints,
        amountMinor: 0n,
        minimumSubtotalMinor: 0n,
        maxRedemptions: 1,
        maxPerCustomer: 1,
        endsAt: input.endsAt,
        active: true,
      }),
    );
    await manager.save(coupons, { chunk: 100 });
    return [...codes];
  });
}

async function requireCoupon(code: string, manager?: EntityManager): Promise<Coupon> {
  const coupon = await promotionRepository.findCoupon(code, manager);
  if (!coupon) throw new NotFoundError('Coupon', code);
  return coupon;
}

export async function deactivateCoupon(code: string): Promise<Coupon> {
  return inTransaction(async (manager) => {
    const coupon = await requireCoupon(code, manager);
    coupon.active = false;
    return manager.save(coupon);
  });
}

export async function couponUsage(code: string): Promise<CouponRedemption[]> {
  return promotionRepository.redemptionsOf((await requireCoupon(code)).id);
}

async function assertUsable(coupon: Coupon, customer: User | null, now: Date): Promise<void> {
  const reject = (problem: CouponRejectedError['problem']) =>
    new CouponRejectedError(coupon.code, problem);
  if (!coupon.active) throw reject('inactive');
  if (coupon.startsAt && coupon.startsAt > now) throw reject('not_started');
  if (coupon.endsAt && coupon.endsAt <= now) throw reject('expired');
  if (coupon.maxRedemptions !== null && coupon.redemptions >= coupon.maxRedemptions) {
    throw reject('used_up');
  }
  if (coupon.firstOrderOnly || coupon.maxPerCustomer !== null) {
    // A guest may look at the price with the coupon, but must log in before ordering anyway.
    if (!customer) return;
    if (coupon.firstOrderOnly && (await orderRepository.countOf(customer.id)) > 0) {
      throw reject('first_order_only');
    }
    const used = await promotionRepository.countRedemptions(coupon.id, customer.id);
    if (coupon.maxPerCustomer !== null && used >= coupon.maxPerCustomer) {
      throw reject('already_used');
    }
  }
}

function spread(amount: Money, lines: PricedLine[]): Money {
  const shares = amount.allocate(lines.map((line) => line.total.minor));
  return Money.sum(lines.map((line, index) => line.addDiscount(shares[index] ?? Money.zero())));
}

/** Writes the coupon's discount into the quote, or tells why it cannot be used. */
export async function applyCoupon(
  quote: PriceQuote,
  code: string,
  customer: User | null,
  now: Date,
): Promise<void> {
  const coupon = await promotionRepository.findCoupon(code);
  if (!coupon) throw new CouponRejectedError(code, 'unknown');
  await assertUsable(coupon, customer, now);
  if (quote.goodsTotal.minor < coupon.minimumSubtotalMinor) {
    throw new CouponRejectedError(code, 'below_minimum');
  }
  if (coupon.kind === 'freeShipping') {
    quote.freeShipping = true;
    quote.coupon = { code, amount: Money.zero() };
    return;
  }
  const eligible = quote.lines.filter(
    (line) =>
      !line.closed && (coupon.categoryId === null || line.article.categoryId === coupon.categoryId),
  );
  const base = Money.sum(eligible.map((line) => line.total));
  if (base.isZero()) throw new CouponRejectedError(code, 'no_eligible_items');
  const wanted =
    coupon.kind === 'percent'
      ? base.share(coupon.basisPoints)
      : new Money(coupon.amountMinor).min(base);
  quote.coupon = { code, amount: spread(wanted, eligible) };
}

/** Counts a use, within the order's transaction; the limits are checked again under the lock. */
export async function redeemCoupon(
  manager: EntityManager,
  code: string,
  user: User,
  orderNumber: string,
  amount: bigint,
): Promise<void> {
  const coupon = await requireCoupon(code, manager);
  if (coupon.maxRedemptions !== null && coupon.redemptions >= coupon.maxRedemptions) {
    throw new CouponRejectedError(code, 'used_up');
  }
  await manager.increment(Coupon, { id: coupon.id }, 'redemptions', 1);
  await manager.save(
    manager.create(Redemption, {
      couponId: coupon.id,
      userId: user.id,
      orderNumber,
      amountMinor: amount,
    }),
  );
}

/** A cancelled order gives its coupon back. */
export async function restoreCoupon(manager: EntityManager, orderNumber: string): Promise<void> {
  const redemption = await manager.findOneBy(Redemption, { orderNumber });
  if (!redemption) return;
  await manager.decrement(Coupon, { id: redemption.couponId }, 'redemptions', 1);
  await manager.remove(redemption);
}
