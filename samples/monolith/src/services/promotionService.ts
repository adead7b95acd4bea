import { inTransaction } from '../db/transaction.js';
import type { PromotionRule } from '../entities/index.js';
import { Promotion } from '../entities/index.js';
import { ConflictError, NotFoundError } from '../errors/index.js';
import { promotionRepository } from '../repositories/index.js';
import type { PromotionInput } from '../schemas/pricingSchemas.js';
import type { Page, PageRequest } from '../utils/index.js';
import { Money } from '../utils/index.js';
import type { PricedLine } from './priceQuote.js';

export function listPromotions(request: PageRequest): Promise<Page<Promotion>> {
  return promotionRepository.page(request);
}

export function runningPromotions(now: Date): Promise<Promotion[]> {
  return promotionRepository.running(now);
}

export async function createPromotion(input: PromotionInput): Promise<Promotion> {
  return inTransaction((manager) =>
    manager.save(manager.create(Promotion, { ...input, active: true })),
  );
}

/** A promotion that customers may have seen is not changed any more, only ended. */
export async function updatePromotion(id: number, input: PromotionInput): Promise<Promotion> {
  return inTransaction(async (manager) => {
    const promotion = await manager.findOneBy(Promotion, { id });
    if (!promotion) throw new NotFoundError('Promotion', id);
    if (promotion.startsAt <= new Date()) {
      throw new ConflictError('A promotion that has begun can only be ended');
    }
    return manager.save(Object.assign(promotion, input));
  });
}

export async function endPromotion(id: number, now: Date): Promise<Promotion> {
  return inTransaction(async (manager) => {
    const promotion = await manager.findOneBy(Promotion, { id });
    if (!promotion) throw new NotFoundError('Promotion', id);
    promotion.active = false;
    promotion.endsAt = promotion.startsAt < now ? now : promotion.endsAt;
    return manager.save(promotion);
  });
}

function appliesTo(line: PricedLine, rule: PromotionRule): boolean {
  if (line.closed) return false;
  const { sku, categoryId } = line.article;
  if (rule.skus && !rule.skus.includes(sku)) return false;
  return !rule.categoryIds || rule.categoryIds.includes(categoryId);
}

function discountOf(line: PricedLine, { kind, rule }: Promotion): Money {
  const { quantity, unitPrice } = line.article;
  switch (kind) {
    case 'percent':
      return line.total.share(rule.basisPoints ?? 0);
    case 'fixedPerItem':
      return new Money(BigInt(rule.amountMinor ?? 0)).times(quantity);
    case 'buyXGetY': {
      const { buy = 1, get = 0 } = rule;
      return unitPrice.times(Math.floor(quantity / (buy + get)) * get);
    }
    case 'freeShipping':
      return Money.zero();
  }
}

export interface AppliedPromotions {
  names: string[];
  freeShipping: boolean;
}

/** Writes the discounts of the promotions into the lines, in the promotions' order. */
export function applyPromotions(lines: PricedLine[], promotions: Promotion[]): AppliedPromotions {
  const applied: AppliedPromotions = { names: [], freeShipping: false };
  for (const promotion of promotions) {
    const subtotal = Money.sum(lines.map((line) => line.total));
    if (subtotal.minor < BigInt(promotion.rule.minimumSubtotalMinor ?? 0)) continue;
    const matching = lines.filter((line) => appliesTo(line, promotion.rule));
    if (matching.length === 0) continue;
    if (promotion.kind === 'freeShipping') {
      applied.freeShipping = true;
      applied.names.push(promotion.name);
      continue;
    }
    let granted = Money.zero();
    for (const line of matching) {
      const discount = line.addDiscount(discountOf(line, promotion));
      if (discount.isPositive() && promotion.exclusive) line.closed = true;
      granted = granted.plus(discount);
    }
    if (granted.isPositive()) applied.names.push(promotion.name);
  }
  return applied;
}
