import { Between } from 'typeorm';
import { AppDataSource } from '../db/dataSource.js';
import { inTransaction } from '../db/transaction.js';
import { DailySales } from '../entities/index.js';
import { BadRequestError } from '../errors/index.js';
import { eventBus } from '../events/eventBus.js';
import { salesRepository } from '../repositories/index.js';
import {
  Money,
  addDays,
  daysBetween,
  htmlPage,
  htmlTable,
  isoDate,
  keyBy,
  startOfDay,
} from '../utils/index.js';

const TOP = 10;
const LONGEST_SERIES_DAYS = 400;

export interface Period {
  from: Date;
  to: Date;
}

/** Sums come out of SQL as plain numbers. */
function money(minor: number): Money {
  return new Money(BigInt(minor));
}

/** Without dates: the last 30 days, today included. */
export function periodOf(from: Date | undefined, to: Date | undefined, now: Date): Period {
  const end = to ?? addDays(startOfDay(now), 1);
  const start = from ?? addDays(end, -30);
  if (start >= end) throw new BadRequestError('The period ends before it begins');
  return { from: start, to: end };
}

/** Change against the period before in percent; null where there was nothing to compare with. */
function growth(now: number, before: number): number | null {
  return before === 0 ? null : Math.round(((now - before) / before) * 1000) / 10;
}

export async function dashboard(period: Period) {
  const length = daysBetween(period.from, period.to);
  const current = await salesRepository.totals(period.from, period.to);
  const previous = await salesRepository.totals(addDays(period.from, -length), period.from);
  const average = current.orders === 0 ? 0 : Math.round(current.grossMinor / current.orders);
  return {
    period,
    orders: current.orders,
    items: current.items,
    customers: current.customers,
    gross: money(current.grossMinor),
    discount: money(current.discountMinor),
    tax: money(current.taxMinor),
    averageOrder: money(average),
    growthPercent: {
      orders: growth(current.orders, previous.orders),
      gross: growth(current.grossMinor, previous.grossMinor),
    },
  };
}

export async function categoryRevenue({ from, to }: Period) {
  const revenue = await salesRepository.revenueByCategory(from, to);
  const total = revenue.reduce((sum, row) => sum + row.grossMinor, 0);
  return revenue.map((row) => ({
    category: row.category,
    items: row.items,
    gross: money(row.grossMinor),
    sharePercent: total === 0 ? 0 : Math.round((row.grossMinor / total) * 1000) / 10,
  }));
}

export async function topProducts({ from, to }: Period) {
  const products = await salesRepository.topProducts(from, to, TOP);
  const days = Math.max(1, daysBetween(from, to));
  return products.map((row) => ({
    sku: row.sku,
    name: row.name,
    sold: row.sold,
    returned: row.returned,
    gross: money(row.grossMinor),
    /** How long the stock lasts if it goes on selling like this. */
    daysOfStock: Math.floor(row.onHand / (row.sold / days)),
  }));
}

export async function topCustomers({ from, to }: Period) {
  const customers = await salesRepository.topCustomers(from, to, TOP);
  return customers.map(({ paidMinor, refundedMinor, ...customer }) => ({
    ...customer,
    spent: money(paidMinor - refundedMinor),
  }));
}

export async function paymentMix({ from, to }: Period) {
  const mix = await salesRepository.paymentMix(from, to);
  return mix.map(({ amountMinor, ...row }) => ({ ...row, amount: money(amountMinor) }));
}

export async function couponPerformance({ from, to }: Period) {
  const coupons = await salesRepository.couponPerformance(from, to);
  return coupons.map(({ code, redemptions, discountMinor, orderValueMinor }) => ({
    code,
    redemptions,
    discount: money(discountMinor),
    orderValue: money(orderValueMinor),
  }));
}

export async function carrierPerformance({ from, to }: Period) {
  const carriers = await salesRepository.carrierPerformance(from, to);
  return carriers.map(({ averageDays, ...row }) => ({
    ...row,
    averageDays: averageDays === null ? null : Math.round(averageDays * 10) / 10,
  }));
}

export async function stockValue() {
  const values = await salesRepository.stockValue();
  return values.map(({ valueMinor, ...row }) => ({ ...row, value: money(valueMinor) }));
}

/** Recomputes the stored figures of one day from the orders. */
export async function rebuildDay(date: Date): Promise<DailySales> {
  const from = startOfDay(date);
  const figures = await salesRepository.dayFigures(from, addDays(from, 1));
  return inTransaction((manager) =>
    manager.save(
      manager.create(DailySales, {
        day: isoDate(from),
        orders: figures.orders,
        items: figures.items,
        grossMinor: BigInt(figures.grossMinor),
        refundedMinor: BigInt(figures.refundedMinor),
        newCustomers: figures.newCustomers,
      }),
    ),
  );
}

/** One entry a day for charts; days without a row are days without sales. */
export async function dailySeries({ from, to }: Period) {
  if (daysBetween(from, to) > LONGEST_SERIES_DAYS) {
    throw new BadRequestError(`A series has at most ${LONGEST_SERIES_DAYS} days`);
  }
  const last = addDays(to, -1);
  const stored = await AppDataSource.manager.find(DailySales, {
    where: { day: Between(isoDate(from), isoDate(last)) },
  });
  const byDay = keyBy(stored, (row) => row.day);
  const series = [];
  for (let day = startOfDay(from); day < to; day = addDays(day, 1)) {
    const row = byDay.get(isoDate(day));
    series.push({
      day: isoDate(day),
      orders: row?.orders ?? 0,
      items: row?.items ?? 0,
      gross: new Money(row?.grossMinor ?? 0n),
      refunded: new Money(row?.refundedMinor ?? 0n),
      newCustomers: row?.newCustomers ?? 0,
    });
  }
  return series;
}

/** The monthly report, to be printed. */
export async function salesReportHtml(period: Period): Promise<string> {
  const totals = await dashboard(period);
  const categories = await categoryRevenue(period);
  const products = await topProducts(period);
  const title = `Sales ${isoDate(period.from)} to ${isoDate(addDays(period.to, -1))}`;
  return htmlPage(
    title,
    [
      `<h1>${title}</h1>`,
      `<p>${totals.orders} orders, ${totals.gross.toString()}</p>`,
      htmlTable(
        ['Category', 'Items', 'Gross', 'Share'],
        categories.map((row) => [
          row.category,
          String(row.items),
          row.gross.toDecimal(),
          `${row.sharePercent} %`,
        ]),
        3,
      ),
      htmlTable(
        ['Article', 'Name', 'Sold', 'Gross'],
        products.map((row) => [row.sku, row.name, String(row.sold), row.gross.toDecimal()]),
        2,
      ),
    ].join('\n'),
  );
}

/** Keeps the chart of today up to date; the nightly job repairs what was missed. */
export function registerReportListeners(): void {
  eventBus.subscribe('order.paid', async () => {
    await rebuildDay(new Date());
  });
  eventBus.subscribe('payment.refunded', async () => {
    await rebuildDay(new Date());
  });
}
