import { z } from 'zod';
import { shippingMethods } from '../entities/index.js';
import { country, quantity, sku } from './commonSchemas.js';

export const cartItemSchema = z.object({ sku, quantity: quantity.default(1) });
export type CartItemInput = z.infer<typeof cartItemSchema>;

export const cartItemChangeSchema = z
  .object({ quantity: z.number().int().min(0).max(999), savedForLater: z.boolean() })
  .partial()
  .refine((change) => Object.keys(change).length > 0, 'must change something');
export type CartItemChange = z.infer<typeof cartItemChangeSchema>;

export const cartCouponSchema = z.object({
  code: z.string().trim().toUpperCase().min(1).max(24),
});
export type CartCouponInput = z.infer<typeof cartCouponSchema>;

export const cartParams = z.object({ cartId: z.uuid() });

export const cartQuery = z.object({ country: country.default('DE') });

const cardSchema = z
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
export type CardInput = z.infer<typeof cardSchema>;
