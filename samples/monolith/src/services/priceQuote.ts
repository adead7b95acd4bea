import { Money } from '../utils/index.js';
import { taxIncluded } from './taxService.js';

export interface PricedArticle {
  sku: string;
  productId: number;
  categoryId: number;
  name: string;
  quantity: number;
  unitPrice: Money;
  taxBasisPoints: number;
  weightGrams: number;
}

/** One line of a quote. Promotions, tiers and coupons write their discounts into it. */
export class PricedLine {
  readonly article: PricedArticle;
  discount = Money.zero();
  /** Set by an exclusive promotion: nothing else may touch the line. */
  closed = false;

  constructor(article: PricedArticle) {
    this.article = article;
  }

  get gross(): Money {
    return this.article.unitPrice.times(this.article.quantity);
  }

  get total(): Money {
    return this.gross.minus(this.discount);
  }

  get tax(): Money {
    return taxIncluded(this.total, this.article.taxBasisPoints);
  }

  /** Never makes a line negative; answers what was really taken off. */
  addDiscount(amount: Money): Money {
    const granted = amount.min(this.total);
    this.discount = this.discount.plus(granted);
    return granted;
  }
}

/** What a set of articles costs a certain customer in a certain country at a certain moment. */
export class PriceQuote {
  readonly lines: PricedLine[];
  readonly country: string;
  readonly promotions: string[] = [];
  readonly shippingTaxBasisPoints: number;
  coupon: { code: string; amount: Money } | null = null;
  freeShipping = false;
  shipping = Money.zero();

  constructor(lines: PricedLine[], country: string, shippingTaxBasisPoints: number) {
    this.lines = lines;
    this.country = country;
    this.shippingTaxBasisPoints = shippingTaxBasisPoints;
  }

  get subtotal(): Money {
    return Money.sum(this.lines.map((line) => line.gross));
  }

  get discount(): Money {
    return Money.sum(this.lines.map((line) => line.discount));
  }

  get goodsTotal(): Money {
    return this.subtotal.minus(this.discount);
  }

  get total(): Money {
    return this.goodsTotal.plus(this.shipping);
  }

  get weightGrams(): number {
    return this.lines.reduce((sum, { article }) => sum + article.weightGrams * article.quantity, 0);
  }

  get tax(): Money {
    return Money.sum(this.taxByRate().values());
  }

  /** Tax by rate in basis points, goods and shipping together, as invoices show it. */
  taxByRate(): Map<number, Money> {
    const byRate = new Map<number, Money>();
    const add = (rate: number, tax: Money) =>
      byRate.set(rate, (byRate.get(rate) ?? Money.zero()).plus(tax));
    for (const line of this.lines) add(line.article.taxBasisPoints, line.tax);
    if (this.shipping.isPositive()) {
      add(this.shippingTaxBasisPoints, taxIncluded(this.shipping, this.shippingTaxBasisPoints));
    }
    return byRate;
  }

  setShipping(price: Money): void {
    this.shipping = this.freeShipping ? Money.zero() : price;
  }
}
