import { Router } from 'express';
import type { Coupon } from '../entities/index.js';
import { requireRole } from '../middleware/authenticate.js';
import { validateBody } from '../middleware/validate.js';
import { idParams, pageQuery } from '../schemas/commonSchemas.js';
import type {
  CouponBatchInput,
  CouponInput,
  PromotionInput,
  QuoteInput,
  TaxRateInput,
} from '../schemas/pricingSchemas.js';
import {
  codeParams,
  couponBatchSchema,
  couponQuery,
  couponSchema,
  promotionSchema,
  quoteSchema,
  taxRateSchema,
} from '../schemas/pricingSchemas.js';
import {
  couponUsage,
  createCoupon,
  createPromotion,
  deactivateCoupon,
  endPromotion,
  generateCoupons,
  listCoupons,
  listPromotions,
  listTaxRates,
  pricingService,
  setTaxRate,
  updatePromotion,
} from '../services/index.js';
import { Money, mapPage } from '../utils/index.js';

function presentCoupon(coupon: Coupon) {
  const { amountMinor, minimumSubtotalMinor, ...columns } = coupon;
  return {
    ...columns,
    amount: new Money(amountMinor),
    minimumSubtotal: new Money(minimumSubtotalMinor),
  };
}

const staff = requireRole('staff');

export const promotionRoutes = Router();

promotionRoutes.use(staff);

promotionRoutes.get('/', async (req, res) => {
  res.json(await listPromotions(pageQuery.parse(req.query)));
});

promotionRoutes.post('/', validateBody(promotionSchema), async (req, res) => {
  const input: PromotionInput = req.body;
  res.status(201).json(await createPromotion(input));
});

promotionRoutes.put('/:id', validateBody(promotionSchema), async (req, res) => {
  const { id } = idParams.parse(req.params);
  const input: PromotionInput = req.body;
  res.json(await updatePromotion(id, input));
});

promotionRoutes.post('/:id/end', async (req, res) => {
  const { id } = idParams.parse(req.params);
  res.json(await endPromotion(id, new Date()));
});

export const couponRoutes = Router();

couponRoutes.use(staff);

couponRoutes.get('/', async (req, res) => {
  const { active, ...page } = couponQuery.parse(req.query);
  res.json(mapPage(await listCoupons(page, active), presentCoupon));
});

couponRoutes.post('/', validateBody(couponSchema), async (req, res) => {
  const input: CouponInput = req.body;
  res.status(201).json(presentCoupon(await createCoupon(input)));
});

couponRoutes.post('/batch', validateBody(couponBatchSchema), async (req, res) => {
  const input: CouponBatchInput = req.body;
  res.status(201).json({ codes: await generateCoupons(input) });
});

couponRoutes.get('/:code/redemptions', async (req, res) => {
  const { code } = codeParams.parse(req.params);
  const redemptions = await couponUsage(code);
  res.json(
    redemptions.map((redemption) => ({
      order: redemption.orderNumber,
      customer: redemption.user.email,
      amount: new Money(redemption.amountMinor),
      at: redemption.createdAt,
    })),
  );
});

couponRoutes.post('/:code/deactivate', async (req, res) => {
  const { code } = codeParams.parse(req.params);
  res.json(presentCoupon(await deactivateCoupon(code)));
});

export const priceRoutes = Router();

priceRoutes.post('/quote', validateBody(quoteSchema), async (req, res) => {
  const input: QuoteInput = req.body;
  const quote = await pricingService.quoteFor(input);
  res.json({
    lines: quote.lines.map((line) => ({
      sku: line.article.sku,
      quantity: line.article.quantity,
      unitPrice: line.article.unitPrice,
      discount: line.discount,
      total: line.total,
    })),
    promotions: quote.promotions,
    coupon: quote.coupon,
    freeShipping: quote.freeShipping,
    subtotal: quote.subtotal,
    discount: quote.discount,
    total: quote.total,
    taxIncluded: quote.tax,
  });
});

priceRoutes.get('/tax-rates', async (_req, res) => {
  res.json(await listTaxRates());
});

priceRoutes.put(
  '/tax-rates',
  requireRole('admin'),
  validateBody(taxRateSchema),
  async (req, res) => {
    const input: TaxRateInput = req.body;
    res.json(await setTaxRate(input));
  },
);
