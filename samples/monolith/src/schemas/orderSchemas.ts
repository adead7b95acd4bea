import { z } from 'zod';
import { orderStatuses, returnReasons, shippingMethods } from '../entities/index.js';
import { pageQuery, quantity } from './commonSchemas.js';
import { cardSchema } from './paymentSchemas.js';

export const checkoutSchema = z.object({
  cartId: z.uuid(),
  addressId: z.number().int().positive().optional(),
  shippingMethod: z.enum(shippingMethods).default('standard'),
  payment: z.discriminatedUnion('method', [
    z.object({ method: z.literal('card'), card: cardSchema }),
    z.object({ method: z.literal('transfer') }),
  ]),
});
export type CheckoutInput = z.infer<typeof checkoutSchema>;

export const orderQuery = pageQuery.extend({
  status: z.enum(orderStatuses).optional(),
  q: z.string().trim().max(80).optional(),
  from: z.coerce.date().optional(),
  to: z.coerce.date().optional(),
});
export type OrderQuery = z.infer<typeof orderQuery>;

export const cancelSchema = z.object({ reason: z.string().trim().min(3).max(200) });
export type CancelInput = z.infer<typeof cancelSchema>;

export const returnSchema = z.object({
  reason: z.enum(returnReasons),
  comment: z.string().trim().max(400).nullable().default(null),
  lines: z
    .array(z.object({ orderLineId: z.number().int().positive(), quantity }))
    .min(1)
    .max(100),
});
export type ReturnInput = z.infer<typeof returnSchema>;

export const returnDecisionSchema = z.object({ approve: z.boolean() });
export type ReturnDecision = z.infer<typeof returnDecisionSchema>;

export const returnReceiptSchema = z.object({
  lines: z
    .array(
      z.object({
        orderLineId: z.number().int().positive(),
        condition: z.enum(['resellable', 'damaged']),
      }),
    )
    .min(1),
});
export type ReturnReceipt = z.infer<typeof returnReceiptSchema>;
