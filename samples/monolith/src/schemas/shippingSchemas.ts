import { z } from 'zod';
import { shipmentStatuses } from '../entities/index.js';
import { amount, pageQuery, quantity } from './commonSchemas.js';

export const shipmentSchema = z.object({
  orderNumber: z.string().trim().min(1).max(30),
  /** Without lines, everything that has not been packed yet goes into the parcel. */
  lines: z
    .array(z.object({ orderLineId: z.number().int().positive(), quantity }))
    .min(1)
    .max(100)
    .optional(),
});
export type ShipmentInput = z.infer<typeof shipmentSchema>;

export const shipmentQuery = pageQuery.extend({ status: z.enum(shipmentStatuses).optional() });
export type ShipmentQuery = z.infer<typeof shipmentQuery>;

/** What carriers report; `status` is in their words, and translated by the service. */
export const carrierReportSchema = z.object({
  trackingCode: z.string().trim().min(1).max(30),
  status: z.enum(['PICKED_UP', 'IN_TRANSIT', 'OUT_FOR_DELIVERY', 'DELIVERED', 'PROBLEM']),
  description: z.string().trim().max(200).default(''),
  location: z.string().trim().max(80).nullable().default(null),
  occurredAt: z.coerce.date(),
});
export type CarrierReport = z.infer<typeof carrierReportSchema>;

export const shippingRateChangeSchema = z
  .object({
    price: amount,
    freeFrom: amount.nullable(),
    maxWeightGrams: z.number().int().min(100).max(100_000),
  })
  .partial();
export type ShippingRateChange = z.infer<typeof shippingRateChangeSchema>;

export const trackingParams = z.object({ code: z.string().trim().min(1).max(30) });
