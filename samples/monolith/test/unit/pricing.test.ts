import assert from 'node:assert/strict';
import { Promotion } from '../../src/entities/index.js';
import {
  PriceQuote,
  PricedLine,
  applyPromotions,
  estimateArrival,
  taxIncluded,
  tierFor,
} from '../../src/services/index.js';
import { Money, isoDate } from '../../src/utils/index.js';

function line(sku: string, price: string, quantity: number, taxBasisPoints = 1_900): PricedLine {
  return new PricedLine({
    sku,
    productId: 1,
    categoryId: sku.startsWith('TEA') ? 7 : 8,
    name: sku,
    quantity,
    unitPrice: Money.parse(price),
    taxBasisPoints,
    weightGrams: 100,
  });
}

function promotion(values: Partial<Promotion>): Promotion {
  return Object.assign(new Promotion(), {
    name: 'Offer',
    kind: 'percent',
    rule: { basisPoints: 1_000 },
    exclusive: false,
    ...values,
  });
}

describe('price computation', () => {
  it('writes discounts into the lines that it is given', () => {
    const lines = [line('TEA-1', '10.00', 2), line('POT-1', '30.00', 1)];
    const applied = applyPromotions(lines, [
      promotion({ rule: { basisPoints: 1_000, categoryIds: [7] } }),
    ]);
    assert.deepEqual(applied, { names: ['Offer'], freeShipping: false });
    assert.deepEqual(
      lines.map((each) => each.discount.toDecimal()),
      ['2.00', '0.00'],
    );
  });

  it('never takes more off a line than it costs', () => {
    const cheap = line('TEA-1', '1.00', 1);
    assert.equal(cheap.addDiscount(Money.parse('5.00')).toDecimal(), '1.00');
    assert.equal(cheap.addDiscount(Money.parse('5.00')).toDecimal(), '0.00');
    assert.equal(cheap.total.isZero(), true);
  });

  it('names a promotion only where it has given something', () => {
    const lines = [line('POT-1', '30.00', 1)];
    const none = applyPromotions(lines, [
      promotion({ kind: 'buyXGetY', rule: { buy: 1, get: 1 } }),
      promotion({ rule: { basisPoints: 1_000, skus: ['TEA-1'] } }),
    ]);
    assert.deepEqual(none.names, []);
    const free = applyPromotions(lines, [
      promotion({ kind: 'freeShipping', rule: { minimumSubtotalMinor: 3_000 } }),
    ]);
    assert.equal(free.freeShipping, true);
  });

  it('measures a minimum after the discounts before it', () => {
    const lines = [line('POT-1', '30.00', 1)];
    const applied = applyPromotions(lines, [
      promotion({}),
      promotion({ name: 'Late', rule: { basisPoints: 1_000, minimumSubtotalMinor: 2_701 } }),
    ]);
    assert.deepEqual(applied.names, ['Offer']);
  });

  it('adds tax up by rate, shipping included', () => {
    const quote = new PriceQuote(
      [line('TEA-1', '10.70', 1, 700), line('POT-1', '11.90', 1)],
      'DE',
      1_900,
    );
    quote.setShipping(Money.parse('11.90'));
    assert.deepEqual(
      [...quote.taxByRate()].map(([rate, tax]) => [rate, tax.toDecimal()]),
      [
        [700, '0.70'],
        [1_900, '3.80'],
      ],
    );
    assert.equal(quote.tax.toDecimal(), '4.50');
    assert.equal(quote.total.toDecimal(), '34.50');
    assert.equal(quote.weightGrams, 200);
  });

  it('charges nothing for shipping that is free', () => {
    const quote = new PriceQuote([line('TEA-1', '10.00', 1)], 'DE', 1_900);
    quote.freeShipping = true;
    quote.setShipping(Money.parse('4.90'));
    assert.equal(quote.total.toDecimal(), '10.00');
  });

  it('finds the tax in a gross amount', () => {
    assert.equal(taxIncluded(Money.parse('119.00'), 1_900).toDecimal(), '19.00');
    assert.equal(taxIncluded(Money.parse('0.03'), 1_900).toDecimal(), '0.00');
    assert.equal(taxIncluded(Money.parse('-119.00'), 1_900).toDecimal(), '-19.00');
  });

  it('raises the tier at its threshold', () => {
    assert.deepEqual(
      [0, 499, 500, 1_999, 2_000, 6_000].map((points) => tierFor(points).name),
      ['bronze', 'bronze', 'silver', 'silver', 'gold', 'platinum'],
    );
  });

  it('expects late orders a day later, and none at the weekend', () => {
    const morning = new Date('2025-03-06T09:00:00Z');
    const evening = new Date('2025-03-06T15:00:00Z');
    assert.equal(isoDate(estimateArrival(morning, 'express')), '2025-03-07');
    assert.equal(isoDate(estimateArrival(evening, 'express')), '2025-03-10');
    assert.equal(isoDate(estimateArrival(morning, 'unheard-of')), '2025-03-11');
  });
});
