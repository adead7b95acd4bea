import type { Product, User } from '../entities/index.js';
import { NotFoundError } from '../errors/index.js';
import type { QuoteInput } from '../schemas/pricingSchemas.js';
import { Money, quantitiesBySku } from '../utils/index.js';
import { catalogService } from './catalogService.js';
import { applyCoupon } from './couponService.js';
import { tierFor } from './loyaltyService.js';
import { PriceQuote, PricedLine } from './priceQuote.js';
import { applyPromotions, runningPromotions } from './promotionService.js';
import { taxRatesOn } from './taxService.js';

export interface DisplayPrice {
  current: Money;
  /** The price without the running promotion, to be struck through. */
  regular: Money;
  listPrice: Money | null;
  promotion: string | null;
}

class PricingService {
  /** Prices as the catalogue shows them: for one piece and for anybody. */
  async displayPrices(products: Product[]): Promise<Map<string, DisplayPrice>> {
    const promotions = (await runningPromotions(new Date())).filter(
      ({ kind, rule }) =>
        (kind === 'percent' || kind === 'fixedPerItem') && !rule.minimumSubtotalMinor,
    );
    const prices = new Map<string, DisplayPrice>();
    for (const product of products) {
      for (const variant of product.variants) {
        const line = new PricedLine({
          sku: variant.sku,
          productId: product.id,
          categoryId: product.categoryId,
          name: product.name,
          quantity: 1,
          unitPrice: new Money(variant.priceMinor),
          taxBasisPoints: 0,
          weightGrams: variant.weightGrams,
        });
        const { names } = applyPromotions([line], promotions);
        prices.set(variant.sku, {
          current: line.total,
          regular: line.gross,
          listPrice: variant.listPriceMinor === null ? null : new Money(variant.listPriceMinor),
          promotion: names[0] ?? null,
        });
      }
    }
    return prices;
  }

  /** Promotions first, then the customer's tier; a coupon comes last, and on its own. */
  async quote(
    quantities: Map<string, number>,
    country: string,
    customer: User | null,
    now: Date,
  ): Promise<PriceQuote> {
    const variants = await catalogService.sellableVariants(quantities.keys());
    const rates = await taxRatesOn(country, now);
    const lines = [...quantities].map(([sku, quantity]) => {
      const variant = variants.get(sku);
      if (!variant) throw new NotFoundError('Article', sku);
      const { product } = variant;
      return new PricedLine({
        sku,
        productId: product.id,
        categoryId: product.categoryId,
        name: `${product.name}, ${variant.name}`,
        quantity,
        unitPrice: new Money(variant.priceMinor),
        taxBasisPoints: rates.get(product.taxClass) ?? 0,
        weightGrams: variant.weightGrams,
      });
    });
    const quote = new PriceQuote(lines, country, rates.get('standard') ?? 0);
    const applied = applyPromotions(lines, await runningPromotions(now));
    quote.promotions.push(...applied.names);
    quote.freeShipping = applied.freeShipping;
    this.applyTier(lines, customer);
    return quote;
  }

  /** For the price calculator: no cart, no customer, nothing is kept. */
  async quoteFor(input: QuoteInput): Promise<PriceQuote> {
    const now = new Date();
    const quote = await this.quote(quantitiesBySku(input.items), input.country, null, now);
    if (input.coupon) await applyCoupon(quote, input.coupon, null, now);
    return quote;
  }

  private applyTier(lines: PricedLine[], customer: User | null): void {
    if (!customer) return;
    const { discountBasisPoints } = tierFor(customer.loyaltyPoints);
    if (discountBasisPoints === 0) return;
    for (const line of lines) {
      if (!line.closed) line.addDiscount(line.total.share(discountBasisPoints));
    }
  }
}

export const pricingService = new PricingService();
