import { AppDataSource } from '../db/dataSource.js';
import { sqlDateTime } from '../utils/index.js';

// Reports read the tables of every other part of the shop, and do so in SQL: what they need is
// sums over everything, not objects.

export interface SalesTotals {
  orders: number;
  items: number;
  grossMinor: number;
  discountMinor: number;
  taxMinor: number;
  customers: number;
}

export interface CategoryRevenue {
  category: string;
  items: number;
  grossMinor: number;
}

export interface ProductSales {
  sku: string;
  name: string;
  sold: number;
  returned: number;
  grossMinor: number;
  onHand: number;
}

export interface CustomerSales {
  customerId: number;
  name: string;
  email: string;
  orders: number;
  paidMinor: number;
  refundedMinor: number;
}

export interface PaymentMix {
  method: string;
  payments: number;
  amountMinor: number;
  declined: number;
}

export interface CouponPerformance {
  code: string;
  redemptions: number;
  discountMinor: number;
  orderValueMinor: number;
}

export interface CarrierPerformance {
  carrier: string;
  parcels: number;
  delivered: number;
  averageDays: number | null;
}

export interface StockValue {
  warehouse: string;
  articles: number;
  pieces: number;
  valueMinor: number;
}

export interface DayFigures {
  orders: number;
  items: number;
  grossMinor: number;
  refundedMinor: number;
  newCustomers: number;
}

const COUNTED = `o."status" NOT IN ('pending', 'cancelled')`;

async function rows<T>(sql: string, parameters: (string | number)[]): Promise<T[]> {
  return AppDataSource.manager.query(sql, parameters);
}

async function firstRow<T>(sql: string, parameters: (string | number)[]): Promise<T> {
  const [row] = await rows<T>(sql, parameters);
  if (row === undefined) throw new RangeError('The query answers no row');
  return row;
}

function range(from: Date, to: Date): string[] {
  return [sqlDateTime(from), sqlDateTime(to)];
}

export const salesRepository = {
  totals(from: Date, to: Date): Promise<SalesTotals> {
    return firstRow<SalesTotals>(
      `SELECT COUNT(*) AS "orders",
              COALESCE(SUM((SELECT SUM(l."quantity") FROM "order_lines" l
                            WHERE l."orderId" = o."id")), 0) AS "items",
              COALESCE(SUM(o."totalMinor"), 0) AS "grossMinor",
              COALESCE(SUM(o."discountMinor"), 0) AS "discountMinor",
              COALESCE(SUM(o."taxMinor"), 0) AS "taxMinor",
              COUNT(DISTINCT o."userId") AS "customers"
       FROM "orders" o
       WHERE ${COUNTED} AND o."placedAt" >= ? AND o."placedAt" < ?`,
      range(from, to),
    );
  },

  revenueByCategory(from: Date, to: Date): Promise<CategoryRevenue[]> {
    return rows<CategoryRevenue>(
      `SELECT c."name" AS "category",
              SUM(l."quantity") AS "items",
              SUM(l."unitPriceMinor" * l."quantity" - l."discountMinor") AS "grossMinor"
       FROM "orders" o
       JOIN "order_lines" l ON l."orderId" = o."id"
       JOIN "products" p ON p."id" = l."productId"
       JOIN "categories" c ON c."id" = p."categoryId"
       WHERE ${COUNTED} AND o."placedAt" >= ? AND o."placedAt" < ?
       GROUP BY c."id"
       ORDER BY "grossMinor" DESC, c."name"`,
      range(from, to),
    );
  },

  /** Joins what ordering, the catalogue and the warehouse know about an article. */
  topProducts(from: Date, to: Date, limit: number): Promise<ProductSales[]> {
    return rows<ProductSales>(
      `SELECT l."sku" AS "sku",
              p."name" AS "name",
              SUM(l."quantity") AS "sold",
              SUM(l."returnedQuantity") AS "returned",
              SUM(l."unitPriceMinor" * l."quantity" - l."discountMinor") AS "grossMinor",
              COALESCE((SELECT SUM(s."onHand") FROM "stock_levels" s
                        WHERE s."sku" = l."sku"), 0) AS "onHand"
       FROM "orders" o
       JOIN "order_lines" l ON l."orderId" = o."id"
       JOIN "products" p ON p."id" = l."productId"
       WHERE ${COUNTED} AND o."placedAt" >= ? AND o."placedAt" < ?
       GROUP BY l."sku", p."name"
       ORDER BY "sold" DESC, l."sku"
       LIMIT ?`,
      [...range(from, to), limit],
    );
  },

  /** Joins customers, their orders and what they really paid. */
  topCustomers(from: Date, to: Date, limit: number): Promise<CustomerSales[]> {
    return rows<CustomerSales>(
      `SELECT u."id" AS "customerId", u."name" AS "name", u."email" AS "email",
              COUNT(DISTINCT o."id") AS "orders",
              SUM(pay."amountMinor") AS "paidMinor",
              SUM(pay."refundedMinor") AS "refundedMinor"
       FROM "users" u
       JOIN "orders" o ON o."userId" = u."id"
       JOIN "payments" pay ON pay."orderId" = o."id"
       WHERE ${COUNTED} AND pay."capturedAt" IS NOT NULL
         AND o."placedAt" >= ? AND o."placedAt" < ?
       GROUP BY u."id"
       ORDER BY SUM(pay."amountMinor" - pay."refundedMinor") DESC, u."id"
       LIMIT ?`,
      [...range(from, to), limit],
    );
  },

  paymentMix(from: Date, to: Date): Promise<PaymentMix[]> {
    return rows<PaymentMix>(
      `SELECT pay."method" AS "method",
              SUM(pay."capturedAt" IS NOT NULL) AS "payments",
              SUM(CASE WHEN pay."capturedAt" IS NOT NULL THEN pay."amountMinor" ELSE 0 END)
                AS "amountMinor",
              SUM(pay."status" = 'declined') AS "declined"
       FROM "payments" pay
       WHERE pay."createdAt" >= ? AND pay."createdAt" < ?
       GROUP BY pay."method"
       ORDER BY pay."method"`,
      range(from, to),
    );
  },

  couponPerformance(from: Date, to: Date): Promise<CouponPerformance[]> {
    return rows<CouponPerformance>(
      `SELECT c."code" AS "code",
              COUNT(*) AS "redemptions",
              SUM(r."amountMinor") AS "discountMinor",
              SUM(o."totalMinor") AS "orderValueMinor"
       FROM "coupon_redemptions" r
       JOIN "coupons" c ON c."id" = r."couponId"
       JOIN "orders" o ON o."number" = r."orderNumber"
       WHERE o."placedAt" >= ? AND o."placedAt" < ?
       GROUP BY c."id"
       ORDER BY "redemptions" DESC, c."code"`,
      range(from, to),
    );
  },

  carrierPerformance(from: Date, to: Date): Promise<CarrierPerformance[]> {
    return rows<CarrierPerformance>(
      `SELECT s."carrier" AS "carrier",
              COUNT(*) AS "parcels",
              SUM(s."deliveredAt" IS NOT NULL) AS "delivered",
              AVG(julianday(s."deliveredAt") - julianday(s."dispatchedAt")) AS "averageDays"
       FROM "shipments" s
       WHERE s."dispatchedAt" >= ? AND s."dispatchedAt" < ?
       GROUP BY s."carrier"
       ORDER BY s."carrier"`,
      range(from, to),
    );
  },

  stockValue(): Promise<StockValue[]> {
    return rows<StockValue>(
      `SELECT w."code" AS "warehouse",
              COUNT(*) AS "articles",
              SUM(s."onHand") AS "pieces",
              SUM(s."onHand" * v."priceMinor") AS "valueMinor"
       FROM "stock_levels" s
       JOIN "warehouses" w ON w."id" = s."warehouseId"
       JOIN "product_variants" v ON v."sku" = s."sku"
       WHERE s."onHand" > 0
       GROUP BY w."id"
       ORDER BY w."code"`,
      [],
    );
  },

  dayFigures(from: Date, to: Date): Promise<DayFigures> {
    const day = range(from, to);
    return firstRow<DayFigures>(
      `SELECT
         (SELECT COUNT(*) FROM "orders" o
          WHERE ${COUNTED} AND o."placedAt" >= ? AND o."placedAt" < ?) AS "orders",
         (SELECT COALESCE(SUM(l."quantity"), 0) FROM "order_lines" l
          JOIN "orders" o ON o."id" = l."orderId"
          WHERE ${COUNTED} AND o."placedAt" >= ? AND o."placedAt" < ?) AS "items",
         (SELECT COALESCE(SUM(o."totalMinor"), 0) FROM "orders" o
          WHERE ${COUNTED} AND o."placedAt" >= ? AND o."placedAt" < ?) AS "grossMinor",
         (SELECT COALESCE(SUM(r."amountMinor"), 0) FROM "refunds" r
          WHERE r."createdAt" >= ? AND r."createdAt" < ?) AS "refundedMinor",
         (SELECT COUNT(*) FROM "users" u
          WHERE u."role" = 'customer' AND u."createdAt" >= ? AND u."createdAt" < ?)
           AS "newCustomers"`,
      [...day, ...day, ...day, ...day, ...day],
    );
  },

  /** For exports: customers with what they have spent, in batches. */
  customersAfter(id: number, limit: number): Promise<CustomerSales[]> {
    return rows<CustomerSales>(
      `SELECT u."id" AS "customerId", u."name" AS "name", u."email" AS "email",
              COUNT(o."id") AS "orders",
              COALESCE(SUM(pay."amountMinor"), 0) AS "paidMinor",
              COALESCE(SUM(pay."refundedMinor"), 0) AS "refundedMinor"
       FROM "users" u
       LEFT JOIN "orders" o ON o."userId" = u."id" AND ${COUNTED}
       LEFT JOIN "payments" pay ON pay."orderId" = o."id" AND pay."capturedAt" IS NOT NULL
       WHERE u."id" > ? AND u."role" = 'customer' AND u."anonymisedAt" IS NULL
       GROUP BY u."id"
       ORDER BY u."id"
       LIMIT ?`,
      [id, limit],
    );
  },
};
