import { z } from 'zod';
import { country, pageQuery, queryFlag, sku } from './commonSchemas.js';

const warehouseCode = z
  .string()
  .trim()
  .toUpperCase()
  .regex(/^[A-Z]{2,10}$/, 'must be two to ten letters');

export const warehouseSchema = z.object({
  code: warehouseCode,
  name: z.string().trim().min(2).max(80),
  country,
  priority: z.number().int().min(0).max(1000).default(100),
});
export type WarehouseInput = z.infer<typeof warehouseSchema>;

export const warehouseChangeSchema = z
  .object({ active: z.boolean(), priority: z.number().int().min(0).max(1000) })
  .partial();
export type WarehouseChange = z.infer<typeof warehouseChangeSchema>;

export const receiptSchema = z.object({
  warehouse: warehouseCode,
  reference: z.string().trim().min(1).max(60),
  lines: z
    .array(z.object({ sku, quantity: z.number().int().min(1).max(100_000) }))
    .min(1)
    .max(500),
});
export type ReceiptInput = z.infer<typeof receiptSchema>;

export const adjustmentSchema = z.object({
  warehouse: warehouseCode,
  sku,
  delta: z
    .number()
    .int()
    .min(-100_000)
    .max(100_000)
    .refine((delta) => delta !== 0, 'must change something'),
  note: z.string().trim().min(3).max(60),
});
export type AdjustmentInput = z.infer<typeof adjustmentSchema>;

export const transferSchema = z
  .object({
    from: warehouseCode,
    to: warehouseCode,
    sku,
    quantity: z.number().int().min(1).max(100_000),
  })
  .refine(({ from, to }) => from !== to, { message: 'must be another warehouse', path: ['to'] });
export type TransferInput = z.infer<typeof transferSchema>;

export const stocktakeSchema = z.object({
  warehouse: warehouseCode,
  counts: z.record(sku, z.number().int().min(0).max(1_000_000)),
});
export type StocktakeInput = z.infer<typeof stocktakeSchema>;

export const reorderPointSchema = z.object({
  warehouse: warehouseCode,
  sku,
  reorderPoint: z.number().int().min(0).max(100_000),
});
export type ReorderPointInput = z.infer<typeof reorderPointSchema>;

export const stockQuery = pageQuery.extend({
  warehouse: warehouseCode.optional(),
  q: z.string().trim().max(40).optional(),
  low: queryFlag.optional(),
});
