import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { dateRangeQuery } from '../schemas/commonSchemas.js';
import type { Period } from '../services/index.js';
import {
  carrierPerformance,
  categoryRevenue,
  couponPerformance,
  dailySeries,
  dashboard,
  exportCustomers,
  exportOrders,
  exportStock,
  paymentMix,
  periodOf,
  rebuildDay,
  salesReportHtml,
  stockValue,
  topCustomers,
  topProducts,
} from '../services/index.js';
import { Money } from '../utils/index.js';

export const rebuildSchema = z.object({ day: z.iso.date() });
type RebuildInput = z.infer<typeof rebuildSchema>;

function requestedPeriod(req: Request): Period {
  const { from, to } = dateRangeQuery.parse(req.query);
  return periodOf(from, to, new Date());
}

/** Answers with what a report makes of the period in the query. */
function report(compute: (period: Period) => Promise<unknown>) {
  return async (req: Request, res: Response): Promise<void> => {
    res.json(await compute(requestedPeriod(req)));
  };
}

export const showDashboard = report(dashboard);
export const showCategoryRevenue = report(categoryRevenue);
export const showTopProducts = report(topProducts);
export const showTopCustomers = report(topCustomers);
export const showPaymentMix = report(paymentMix);
export const showCouponPerformance = report(couponPerformance);
export const showCarrierPerformance = report(carrierPerformance);
export const showDailySeries = report(dailySeries);

export async function showStockValue(_req: Request, res: Response): Promise<void> {
  res.json(await stockValue());
}

export async function showSalesReport(req: Request, res: Response): Promise<void> {
  res.type('html').send(await salesReportHtml(requestedPeriod(req)));
}

export async function postRebuild(req: Request, res: Response): Promise<void> {
  const { day }: RebuildInput = req.body;
  const { grossMinor, refundedMinor, ...figures } = await rebuildDay(new Date(day));
  const gross = new Money(grossMinor);
  res.status(201).json({ ...figures, gross, refunded: new Money(refundedMinor) });
}

async function download(res: Response, filename: string, csv: Readable): Promise<void> {
  res.attachment(filename);
  await pipeline(csv, res);
}

export async function downloadOrders(req: Request, res: Response): Promise<void> {
  await download(res, 'orders.csv', exportOrders(requestedPeriod(req)));
}

export async function downloadStock(_req: Request, res: Response): Promise<void> {
  await download(res, 'stock.csv', exportStock());
}

export async function downloadCustomers(_req: Request, res: Response): Promise<void> {
  await download(res, 'customers.csv', exportCustomers());
}
