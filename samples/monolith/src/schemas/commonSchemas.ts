import { z } from 'zod';
import { deliveryCountries } from '../config/company.js';
import { Money } from '../utils/index.js';

export const idParams = z.object({ id: z.coerce.number().int().positive() });

/** For path parameters that are codes or numbers of documents, such as "SO-2025-000042". */
export const numberParams = z.object({ number: z.string().trim().min(1).max(30) });

export const pageQuery = z.object({
  page: z.coerce.number().int().min(1).default(1),
  pageSize: z.coerce.number().int().min(1).max(100).default(20),
});

/** "true" and "false" in a query string; Boolean("false") would be true. */
export const queryFlag = z.enum(['true', 'false']).transform((value) => value === 'true');

/** An amount such as "12.90"; numbers are refused, since 0.1 + 0.2 is not 0.3. */
export const amount = z
  .string()
  .regex(/^\d{1,9}(\.\d{1,2})?$/, 'must be an amount such as "12.90"')
  .transform((text) => Money.parse(text));

export const positiveAmount = amount.refine(
  (money) => money.isPositive(),
  'must be more than zero',
);

export const sku = z
  .string()
  .trim()
  .toUpperCase()
  .regex(/^[A-Z0-9][A-Z0-9-]{1,38}$/, 'must be an article number such as "TEA-GREEN-100"');

export const country = z.enum(deliveryCountries);

export const quantity = z.number().int().min(1).max(999);

export const dateRangeQuery = z
  .object({
    from: z.coerce.date().optional(),
    to: z.coerce.date().optional(),
  })
  .refine(({ from, to }) => !from || !to || from < to, {
    message: 'must lie before "to"',
    path: ['from'],
  });
