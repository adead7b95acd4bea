import { z } from 'zod';
import { orderStatuses, returnReasons } from '../entities/index.js';
import { pageQuery, positiveAmount, quantity } from './commonSchemas.js';

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

export const refundSchema = z.object({
  amount: positiveAmount,
  reason: z.string().trim().min(3).max(200),
});
export type RefundInput = z.infer<typeof refundSchema>;

export const transferReceiptSchema = z.object({ amount: positiveAmount });
export type TransferReceipt = z.infer<typeof transferReceiptSchema>;

/** What the payment provider reports about bank transfers. */
export const paymentReportSchema = z.object({
  type: z.literal('transfer.received'),
  orderNumber: z.string().trim().min(1).max(30),
  amount: positiveAmount,
});
