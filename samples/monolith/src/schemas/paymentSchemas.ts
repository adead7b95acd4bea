import { z } from 'zod';
import { positiveAmount } from './commonSchemas.js';

export const cardSchema = z
  .object({
    number: z
      .string()
      .transform((digits) => digits.replace(/[ -]/g, ''))
      .pipe(z.string().regex(/^\d{12,19}$/, 'must have 12 to 19 digits')),
    expiryMonth: z.number().int().min(1).max(12),
    expiryYear: z.number().int().min(2000).max(2100),
    securityCode: z.string().regex(/^\d{3,4}$/),
    holder: z.string().trim().min(2).max(120),
  })
  .strict();
export type CardInput = z.infer<typeof cardSchema>;

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
