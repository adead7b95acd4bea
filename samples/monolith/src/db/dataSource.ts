import 'reflect-metadata';
import { DataSource } from 'typeorm';
import { config } from '../config/env.js';
import {
  Address,
  Cart,
  CartItem,
  Category,
  Coupon,
  CouponRedemption,
  DailySales,
  Invoice,
  JobRun,
  LoyaltyEntry,
  Notification,
  NotificationPreference,
  NumberSequence,
  Order,
  OrderLine,
  OrderStatusChange,
  Payment,
  Product,
  ProductImage,
  ProductVariant,
  Promotion,
  Refund,
  ReturnRequest,
  Review,
  Session,
  Shipment,
  ShippingRate,
  StockLevel,
  StockMovement,
  StockReservation,
  TaxRate,
  TrackingEvent,
  User,
  Warehouse,
} from '../entities/index.js';
import { InitialSchema1704067200000 } from './migrations/1704067200000-initialSchema.js';
import { ReferenceData1709251200000 } from './migrations/1709251200000-referenceData.js';

/** The part of the SQLite driver's connection that is touched before the ORM uses it. */
interface RawConnection {
  prepare(sql: string): unknown;
  pragma(text: string): unknown;
}

/**
 * A transaction that reads first and writes later fails at once, whatever the busy timeout, when
 * another process has written in between. Taking the write lock at the start makes it wait instead.
 */
function prepareConnection(connection: RawConnection): void {
  const prepare = connection.prepare.bind(connection);
  connection.prepare = (sql) => prepare(sql === 'BEGIN TRANSACTION' ? 'BEGIN IMMEDIATE' : sql);
  // Safe with a write-ahead log: a power cut may lose the last commits, never the database.
  connection.pragma('synchronous = NORMAL');
}

export const AppDataSource = new DataSource({
  type: 'better-sqlite3',
  database: config.databaseFile,
  enableWAL: true,
  timeout: config.databaseBusyTimeoutMs,
  statementCacheSize: 500,
  prepareDatabase: prepareConnection,
  synchronize: false,
  migrationsRun: false,
  entities: [
    Address,
    Cart,
    CartItem,
    Category,
    Coupon,
    CouponRedemption,
    DailySales,
    Invoice,
    JobRun,
    LoyaltyEntry,
    Notification,
    NotificationPreference,
    NumberSequence,
    Order,
    OrderLine,
    OrderStatusChange,
    Payment,
    Product,
    ProductImage,
    ProductVariant,
    Promotion,
    Refund,
    ReturnRequest,
    Review,
    Session,
    Shipment,
    ShippingRate,
    StockLevel,
    StockMovement,
    StockReservation,
    TaxRate,
    TrackingEvent,
    User,
    Warehouse,
  ],
  migrations: [InitialSchema1704067200000, ReferenceData1709251200000],
});

export async function openDatabase(file: string): Promise<void> {
  AppDataSource.setOptions({ database: file });
  await AppDataSource.initialize();
}

export async function closeDatabase(): Promise<void> {
  await AppDataSource.destroy();
}
