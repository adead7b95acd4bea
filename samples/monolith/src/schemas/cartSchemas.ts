import { z } from 'zod';
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
