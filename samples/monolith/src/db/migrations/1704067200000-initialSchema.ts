import type { MigrationInterface, QueryRunner } from 'typeorm';

export class InitialSchema1704067200000 implements MigrationInterface {
  name = 'InitialSchema1704067200000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`CREATE TABLE "users" (
      "id" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
      "email" varchar(160) NOT NULL,
      "passwordHash" varchar(200) NOT NULL,
      "name" varchar(120) NOT NULL,
      "role" varchar(12) NOT NULL DEFAULT ('customer'),
      "active" boolean NOT NULL DEFAULT (1),
      "loyaltyPoints" integer NOT NULL DEFAULT (0),
      "failedLogins" integer NOT NULL DEFAULT (0),
      "lockedUntil" datetime,
      "anonymisedAt" datetime,
      "createdAt" datetime NOT NULL DEFAULT (datetime('now'))
    )`);
    await queryRunner.query(`CREATE TABLE "addresses" (
      "id" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
      "userId" integer NOT NULL,
      "label" varchar(40) NOT NULL DEFAULT ('Home'),
      "recipient" varchar(120) NOT NULL,
      "line1" varchar(120) NOT NULL,
      "line2" varchar(120),
      "postalCode" varchar(12) NOT NULL,
      "city" varchar(80) NOT NULL,
      "country" varchar(2) NOT NULL,
      "phone" varchar(30),
      "isDefault" boolean NOT NULL DEFAULT (0),
      CONSTRAINT "FK_95c93a584de49f0b0e13f753630" FOREIGN KEY ("userId") REFERENCES "users" ("id") ON DELETE CASCADE ON UPDATE NO ACTION
    )`);
    await queryRunner.query(`CREATE TABLE "carts" (
      "id" varchar(36) PRIMARY KEY NOT NULL,
      "userId" integer,
      "status" varchar(10) NOT NULL DEFAULT ('open'),
      "couponCode" varchar(24),
      "remindedAt" datetime,
      "touchedAt" datetime NOT NULL,
      "createdAt" datetime NOT NULL DEFAULT (datetime('now')),
      CONSTRAINT "FK_69828a178f152f157dcf2f70a89" FOREIGN KEY ("userId") REFERENCES "users" ("id") ON DELETE CASCADE ON UPDATE NO ACTION
    )`);
    await queryRunner.query(`CREATE TABLE "cart_items" (
      "id" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
      "cartId" varchar(36) NOT NULL,
      "sku" varchar(40) NOT NULL,
      "quantity" integer NOT NULL,
      "seenPriceMinor" integer NOT NULL,
      "savedForLater" boolean NOT NULL DEFAULT (0),
      CONSTRAINT "UQ_4d2e8b49d45a8b07db121cd771a" UNIQUE ("cartId", "sku"),
      CONSTRAINT "FK_edd714311619a5ad09525045838" FOREIGN KEY ("cartId") REFERENCES "carts" ("id") ON DELETE CASCADE ON UPDATE NO ACTION
    )`);
    await queryRunner.query(`CREATE TABLE "categories" (
      "id" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
      "name" varchar(80) NOT NULL,
      "slug" varchar(100) NOT NULL,
      "parentId" integer,
      "position" integer NOT NULL DEFAULT (0),
      CONSTRAINT "FK_9a6f051e66982b5f0318981bcaa" FOREIGN KEY ("parentId") REFERENCES "categories" ("id") ON DELETE RESTRICT ON UPDATE NO ACTION
    )`);
    await queryRunner.query(`CREATE TABLE "coupons" (
      "id" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
      "code" varchar(24) NOT NULL,
      "kind" varchar(12) NOT NULL,
      "basisPoints" integer NOT NULL DEFAULT (0),
      "amountMinor" integer NOT NULL DEFAULT (0),
      "minimumSubtotalMinor" integer NOT NULL DEFAULT (0),
      "maxRedemptions" integer,
      "maxPerCustomer" integer,
      "firstOrderOnly" boolean NOT NULL DEFAULT (0),
      "categoryId" integer,
      "redemptions" integer NOT NULL DEFAULT (0),
      "startsAt" datetime,
      "endsAt" datetime,
      "active" boolean NOT NULL DEFAULT (1)
    )`);
    await queryRunner.query(`CREATE TABLE "coupon_redemptions" (
      "id" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
      "couponId" integer NOT NULL,
      "userId" integer NOT NULL,
      "orderNumber" varchar(30) NOT NULL,
      "amountMinor" integer NOT NULL,
      "createdAt" datetime NOT NULL DEFAULT (datetime('now')),
      CONSTRAINT "FK_26b8ad24ace2974b2b6c2047d3a" FOREIGN KEY ("couponId") REFERENCES "coupons" ("id") ON DELETE CASCADE ON UPDATE NO ACTION,
      CONSTRAINT "FK_21b5ef20634735e39029e178e7e" FOREIGN KEY ("userId") REFERENCES "users" ("id") ON DELETE CASCADE ON UPDATE NO ACTION
    )`);
    await queryRunner.query(`CREATE TABLE "daily_sales" (
      "day" varchar(10) PRIMARY KEY NOT NULL,
      "orders" integer NOT NULL,
      "items" integer NOT NULL,
      "grossMinor" integer NOT NULL,
      "refundedMinor" integer NOT NULL,
      "newCustomers" integer NOT NULL
    )`);
    await queryRunner.query(`CREATE TABLE "orders" (
      "id" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
      "number" varchar(30) NOT NULL,
      "userId" integer NOT NULL,
      "status" varchar(12) NOT NULL DEFAULT ('pending'),
      "currency" varchar(3) NOT NULL,
      "subtotalMinor" integer NOT NULL,
      "discountMinor" integer NOT NULL,
      "shippingMinor" integer NOT NULL,
      "shippingTaxBasisPoints" integer NOT NULL,
      "taxMinor" integer NOT NULL,
      "totalMinor" integer NOT NULL,
      "couponCode" varchar(24),
      "shippingMethod" varchar(12) NOT NULL,
      "shippingAddress" text NOT NULL,
      "placedAt" datetime NOT NULL,
      "paidAt" datetime,
      "deliveredAt" datetime,
      "cancelledAt" datetime,
      "cancelReason" varchar(200),
      CONSTRAINT "FK_151b79a83ba240b0cb31b2302d1" FOREIGN KEY ("userId") REFERENCES "users" ("id") ON DELETE RESTRICT ON UPDATE NO ACTION
    )`);
    await queryRunner.query(`CREATE TABLE "invoices" (
      "id" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
      "number" varchar(30) NOT NULL,
      "kind" varchar(12) NOT NULL,
      "orderId" integer NOT NULL,
      "billedToId" integer NOT NULL,
      "address" text NOT NULL,
      "lines" text NOT NULL,
      "grossMinor" integer NOT NULL,
      "taxMinor" integer NOT NULL,
      "status" varchar(10) NOT NULL,
      "correctsNumber" varchar(30),
      "issuedAt" datetime NOT NULL,
      "dueAt" datetime NOT NULL,
      "remindersSent" integer NOT NULL DEFAULT (0),
      CONSTRAINT "FK_a58a78a0e0031dd93a2f56f1e8e" FOREIGN KEY ("orderId") REFERENCES "orders" ("id") ON DELETE RESTRICT ON UPDATE NO ACTION,
      CONSTRAINT "FK_fe6fc9ac453fb0cf3668ab5da50" FOREIGN KEY ("billedToId") REFERENCES "users" ("id") ON DELETE RESTRICT ON UPDATE NO ACTION
    )`);
    await queryRunner.query(`CREATE TABLE "job_runs" (
      "id" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
      "job" varchar(40) NOT NULL,
      "startedAt" datetime NOT NULL,
      "finishedAt" datetime,
      "outcome" varchar(300),
      "ok" boolean NOT NULL DEFAULT (1)
    )`);
    await queryRunner.query(`CREATE TABLE "loyalty_entries" (
      "id" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
      "userId" integer NOT NULL,
      "points" integer NOT NULL,
      "reason" varchar(12) NOT NULL,
      "reference" varchar(60) NOT NULL,
      "createdAt" datetime NOT NULL DEFAULT (datetime('now')),
      CONSTRAINT "FK_ab1c3b32e2ea3ce7b532a32467c" FOREIGN KEY ("userId") REFERENCES "users" ("id") ON DELETE CASCADE ON UPDATE NO ACTION
    )`);
    await queryRunner.query(`CREATE TABLE "notification_preferences" (
      "id" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
      "userId" integer NOT NULL,
      "topic" varchar(20) NOT NULL,
      "email" boolean NOT NULL,
      CONSTRAINT "UQ_4ec94af4c9509a499a27c69d035" UNIQUE ("userId", "topic"),
      CONSTRAINT "FK_b70c44e8b00757584a393225593" FOREIGN KEY ("userId") REFERENCES "users" ("id") ON DELETE CASCADE ON UPDATE NO ACTION
    )`);
    await queryRunner.query(`CREATE TABLE "notifications" (
      "id" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
      "recipientId" integer NOT NULL,
      "template" varchar(40) NOT NULL,
      "topic" varchar(20) NOT NULL,
      "dedupeKey" varchar(120) NOT NULL,
      "subject" varchar(160) NOT NULL,
      "body" text NOT NULL,
      "status" varchar(10) NOT NULL DEFAULT ('queued'),
      "attempts" integer NOT NULL DEFAULT (0),
      "nextAttemptAt" datetime NOT NULL,
      "lastError" varchar(200),
      "attachmentName" varchar(80),
      "attachment" blob,
      "readAt" datetime,
      "createdAt" datetime NOT NULL DEFAULT (datetime('now')),
      CONSTRAINT "FK_db873ba9a123711a4bff527ccd5" FOREIGN KEY ("recipientId") REFERENCES "users" ("id") ON DELETE CASCADE ON UPDATE NO ACTION
    )`);
    await queryRunner.query(`CREATE TABLE "number_sequences" (
      "name" varchar(30) PRIMARY KEY NOT NULL,
      "lastValue" integer NOT NULL
    )`);
    await queryRunner.query(`CREATE TABLE "order_lines" (
      "id" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
      "orderId" integer NOT NULL,
      "sku" varchar(40) NOT NULL,
      "productId" integer NOT NULL,
      "name" varchar(230) NOT NULL,
      "quantity" integer NOT NULL,
      "returnedQuantity" integer NOT NULL DEFAULT (0),
      "unitPriceMinor" integer NOT NULL,
      "discountMinor" integer NOT NULL,
      "taxBasisPoints" integer NOT NULL,
      "weightGrams" integer NOT NULL,
      CONSTRAINT "FK_307e8091afc1a959953d06d5ad1" FOREIGN KEY ("orderId") REFERENCES "orders" ("id") ON DELETE CASCADE ON UPDATE NO ACTION
    )`);
    await queryRunner.query(`CREATE TABLE "order_status_changes" (
      "id" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
      "orderId" integer NOT NULL,
      "fromStatus" varchar(12),
      "toStatus" varchar(12) NOT NULL,
      "note" varchar(200),
      "actorId" integer,
      "createdAt" datetime NOT NULL DEFAULT (datetime('now')),
      CONSTRAINT "FK_1b98e6e59305fc8fee4452f2608" FOREIGN KEY ("orderId") REFERENCES "orders" ("id") ON DELETE CASCADE ON UPDATE NO ACTION,
      CONSTRAINT "FK_e96f602c7daee472b46a86eaa81" FOREIGN KEY ("actorId") REFERENCES "users" ("id") ON DELETE SET NULL ON UPDATE NO ACTION
    )`);
    await queryRunner.query(`CREATE TABLE "payments" (
      "id" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
      "orderId" integer,
      "payerId" integer NOT NULL,
      "method" varchar(10) NOT NULL,
      "status" varchar(20) NOT NULL,
      "amountMinor" integer NOT NULL,
      "refundedMinor" integer NOT NULL DEFAULT (0),
      "gatewayReference" varchar(40),
      "cardLast4" varchar(4),
      "declineReason" varchar(24),
      "capturedAt" datetime,
      "createdAt" datetime NOT NULL DEFAULT (datetime('now')),
      CONSTRAINT "FK_af929a5f2a400fdb6913b4967e1" FOREIGN KEY ("orderId") REFERENCES "orders" ("id") ON DELETE CASCADE ON UPDATE NO ACTION,
      CONSTRAINT "FK_ff40a657baa9226eb63c6c01dd3" FOREIGN KEY ("payerId") REFERENCES "users" ("id") ON DELETE RESTRICT ON UPDATE NO ACTION
    )`);
    await queryRunner.query(`CREATE TABLE "products" (
      "id" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
      "name" varchar(140) NOT NULL,
      "slug" varchar(160) NOT NULL,
      "description" text NOT NULL DEFAULT (''),
      "brand" varchar(80) NOT NULL,
      "categoryId" integer NOT NULL,
      "status" varchar(10) NOT NULL DEFAULT ('draft'),
      "taxClass" varchar(10) NOT NULL DEFAULT ('standard'),
      "attributes" text NOT NULL,
      "ratingHundredths" integer NOT NULL DEFAULT (0),
      "ratingCount" integer NOT NULL DEFAULT (0),
      "createdAt" datetime NOT NULL DEFAULT (datetime('now')),
      "updatedAt" datetime NOT NULL DEFAULT (datetime('now')),
      CONSTRAINT "FK_ff56834e735fa78a15d0cf21926" FOREIGN KEY ("categoryId") REFERENCES "categories" ("id") ON DELETE RESTRICT ON UPDATE NO ACTION
    )`);
    await queryRunner.query(`CREATE TABLE "product_images" (
      "productId" integer PRIMARY KEY NOT NULL,
      "contentType" varchar(40) NOT NULL,
      "hash" varchar(64) NOT NULL,
      "content" blob NOT NULL,
      CONSTRAINT "FK_b367708bf720c8dd62fc6833161" FOREIGN KEY ("productId") REFERENCES "products" ("id") ON DELETE CASCADE ON UPDATE NO ACTION
    )`);
    await queryRunner.query(`CREATE TABLE "product_variants" (
      "id" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
      "sku" varchar(40) NOT NULL,
      "productId" integer NOT NULL,
      "name" varchar(80) NOT NULL,
      "priceMinor" integer NOT NULL,
      "listPriceMinor" integer,
      "weightGrams" integer NOT NULL DEFAULT (0),
      "barcode" varchar(14),
      "active" boolean NOT NULL DEFAULT (1),
      CONSTRAINT "FK_f515690c571a03400a9876600b5" FOREIGN KEY ("productId") REFERENCES "products" ("id") ON DELETE CASCADE ON UPDATE NO ACTION
    )`);
    await queryRunner.query(`CREATE TABLE "promotions" (
      "id" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
      "name" varchar(80) NOT NULL,
      "kind" varchar(14) NOT NULL,
      "rule" text NOT NULL,
      "startsAt" datetime NOT NULL,
      "endsAt" datetime,
      "priority" integer NOT NULL DEFAULT (100),
      "exclusive" boolean NOT NULL DEFAULT (0),
      "active" boolean NOT NULL DEFAULT (1)
    )`);
    await queryRunner.query(`CREATE TABLE "refunds" (
      "id" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
      "paymentId" integer NOT NULL,
      "amountMinor" integer NOT NULL,
      "reason" varchar(200) NOT NULL,
      "gatewayReference" varchar(40),
      "issuedById" integer,
      "createdAt" datetime NOT NULL DEFAULT (datetime('now')),
      CONSTRAINT "FK_a276dea330e561499e4a6e1b309" FOREIGN KEY ("paymentId") REFERENCES "payments" ("id") ON DELETE CASCADE ON UPDATE NO ACTION,
      CONSTRAINT "FK_42b12ba7904e01d8b128e5d069c" FOREIGN KEY ("issuedById") REFERENCES "users" ("id") ON DELETE SET NULL ON UPDATE NO ACTION
    )`);
    await queryRunner.query(`CREATE TABLE "return_requests" (
      "id" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
      "number" varchar(30) NOT NULL,
      "orderId" integer NOT NULL,
      "requestedById" integer NOT NULL,
      "reason" varchar(14) NOT NULL,
      "comment" varchar(400),
      "status" varchar(10) NOT NULL DEFAULT ('requested'),
      "lines" text NOT NULL,
      "refundMinor" integer,
      "receivedAt" datetime,
      "createdAt" datetime NOT NULL DEFAULT (datetime('now')),
      CONSTRAINT "FK_01853126105daa52caee638ab8a" FOREIGN KEY ("orderId") REFERENCES "orders" ("id") ON DELETE CASCADE ON UPDATE NO ACTION,
      CONSTRAINT "FK_bdabe6b640cad82ada1e6b6c6bc" FOREIGN KEY ("requestedById") REFERENCES "users" ("id") ON DELETE RESTRICT ON UPDATE NO ACTION
    )`);
    await queryRunner.query(`CREATE TABLE "reviews" (
      "id" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
      "productId" integer NOT NULL,
      "authorId" integer NOT NULL,
      "stars" integer NOT NULL,
      "title" varchar(120) NOT NULL,
      "body" text NOT NULL,
      "verifiedPurchase" boolean NOT NULL DEFAULT (0),
      "status" varchar(10) NOT NULL DEFAULT ('pending'),
      "helpfulVotes" integer NOT NULL DEFAULT (0),
      "createdAt" datetime NOT NULL DEFAULT (datetime('now')),
      CONSTRAINT "UQ_a917d8a850b61f4cb2950594d54" UNIQUE ("productId", "authorId"),
      CONSTRAINT "FK_a6b3c434392f5d10ec171043666" FOREIGN KEY ("productId") REFERENCES "products" ("id") ON DELETE CASCADE ON UPDATE NO ACTION,
      CONSTRAINT "FK_48770372f891b9998360e4434f3" FOREIGN KEY ("authorId") REFERENCES "users" ("id") ON DELETE CASCADE ON UPDATE NO ACTION
    )`);
    await queryRunner.query(`CREATE TABLE "sessions" (
      "id" varchar(36) PRIMARY KEY NOT NULL,
      "userId" integer NOT NULL,
      "refreshTokenHash" varchar(64) NOT NULL,
      "userAgent" varchar(200),
      "expiresAt" datetime NOT NULL,
      "revokedAt" datetime,
      "createdAt" datetime NOT NULL DEFAULT (datetime('now')),
      CONSTRAINT "FK_57de40bc620f456c7311aa3a1e6" FOREIGN KEY ("userId") REFERENCES "users" ("id") ON DELETE CASCADE ON UPDATE NO ACTION
    )`);
    await queryRunner.query(`CREATE TABLE "shipments" (
      "id" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
      "orderId" integer NOT NULL,
      "trackingCode" varchar(30) NOT NULL,
      "carrier" varchar(40) NOT NULL,
      "status" varchar(18) NOT NULL DEFAULT ('label_created'),
      "lines" text NOT NULL,
      "weightGrams" integer NOT NULL,
      "packedById" integer,
      "dispatchedAt" datetime,
      "deliveredAt" datetime,
      "createdAt" datetime NOT NULL DEFAULT (datetime('now')),
      CONSTRAINT "FK_13ba957bcb616719a0dc3fca82f" FOREIGN KEY ("orderId") REFERENCES "orders" ("id") ON DELETE CASCADE ON UPDATE NO ACTION,
      CONSTRAINT "FK_06cb38b7763c99c04f8ec35c211" FOREIGN KEY ("packedById") REFERENCES "users" ("id") ON DELETE SET NULL ON UPDATE NO ACTION
    )`);
    await queryRunner.query(`CREATE TABLE "shipping_rates" (
      "id" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
      "zone" varchar(20) NOT NULL,
      "countries" text NOT NULL,
      "method" varchar(12) NOT NULL,
      "carrier" varchar(40) NOT NULL,
      "maxWeightGrams" integer NOT NULL,
      "priceMinor" integer NOT NULL,
      "freeFromMinor" integer
    )`);
    await queryRunner.query(`CREATE TABLE "warehouses" (
      "id" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
      "code" varchar(10) NOT NULL,
      "name" varchar(80) NOT NULL,
      "country" varchar(2) NOT NULL,
      "priority" integer NOT NULL DEFAULT (100),
      "active" boolean NOT NULL DEFAULT (1)
    )`);
    await queryRunner.query(`CREATE TABLE "stock_levels" (
      "id" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
      "warehouseId" integer NOT NULL,
      "sku" varchar(40) NOT NULL,
      "onHand" integer NOT NULL DEFAULT (0),
      "reserved" integer NOT NULL DEFAULT (0),
      "reorderPoint" integer NOT NULL DEFAULT (0),
      CONSTRAINT "UQ_0db1be5e12360bddb98ee552abe" UNIQUE ("warehouseId", "sku"),
      CONSTRAINT "FK_eaadbdcdebe3748847e8d212d9c" FOREIGN KEY ("warehouseId") REFERENCES "warehouses" ("id") ON DELETE RESTRICT ON UPDATE NO ACTION
    )`);
    await queryRunner.query(`CREATE TABLE "stock_movements" (
      "id" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
      "warehouseId" integer NOT NULL,
      "sku" varchar(40) NOT NULL,
      "delta" integer NOT NULL,
      "reason" varchar(12) NOT NULL,
      "reference" varchar(60),
      "actorId" integer,
      "createdAt" datetime NOT NULL DEFAULT (datetime('now')),
      CONSTRAINT "FK_2d118fa925e343f74b7dfe822ec" FOREIGN KEY ("warehouseId") REFERENCES "warehouses" ("id") ON DELETE RESTRICT ON UPDATE NO ACTION,
      CONSTRAINT "FK_a1d647c826af0ed28b7f8b00a07" FOREIGN KEY ("actorId") REFERENCES "users" ("id") ON DELETE SET NULL ON UPDATE NO ACTION
    )`);
    await queryRunner.query(`CREATE TABLE "stock_reservations" (
      "id" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
      "reference" varchar(30) NOT NULL,
      "sku" varchar(40) NOT NULL,
      "warehouseId" integer NOT NULL,
      "quantity" integer NOT NULL,
      "status" varchar(10) NOT NULL DEFAULT ('held'),
      "expiresAt" datetime,
      "createdAt" datetime NOT NULL DEFAULT (datetime('now')),
      CONSTRAINT "FK_b873d1ee07b1032c76da78fd65b" FOREIGN KEY ("warehouseId") REFERENCES "warehouses" ("id") ON DELETE RESTRICT ON UPDATE NO ACTION
    )`);
    await queryRunner.query(`CREATE TABLE "tax_rates" (
      "id" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
      "country" varchar(2) NOT NULL,
      "taxClass" varchar(10) NOT NULL,
      "basisPoints" integer NOT NULL,
      "validFrom" varchar(10) NOT NULL,
      CONSTRAINT "UQ_48770a92731244cc76fdcd4fac6" UNIQUE ("country", "taxClass", "validFrom")
    )`);
    await queryRunner.query(`CREATE TABLE "tracking_events" (
      "id" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
      "shipmentId" integer NOT NULL,
      "status" varchar(18) NOT NULL,
      "description" varchar(200) NOT NULL,
      "location" varchar(80),
      "occurredAt" datetime NOT NULL,
      CONSTRAINT "FK_bc333e60902230de3bd29923a26" FOREIGN KEY ("shipmentId") REFERENCES "shipments" ("id") ON DELETE CASCADE ON UPDATE NO ACTION
    )`);
    await queryRunner.query(
      'CREATE UNIQUE INDEX "IDX_97672ac88f789774dd47f7c8be" ON "users" ("email") ',
    );
    await queryRunner.query(
      'CREATE UNIQUE INDEX "IDX_e025109230e82925843f2a14c4" ON "coupons" ("code") ',
    );
    await queryRunner.query('CREATE INDEX "IDX_c370c0e920974f9b3442e4767a" ON "job_runs" ("job") ');
    await queryRunner.query(
      'CREATE INDEX "IDX_36661c5571e1da5702014a9dad" ON "promotions" ("startsAt") ',
    );
    await queryRunner.query(
      'CREATE UNIQUE INDEX "IDX_d8b96d60ff9a288f5ed862280d" ON "warehouses" ("code") ',
    );
    await queryRunner.query(
      'CREATE INDEX "IDX_95c93a584de49f0b0e13f75363" ON "addresses" ("userId") ',
    );
    await queryRunner.query('CREATE INDEX "IDX_69828a178f152f157dcf2f70a8" ON "carts" ("userId") ');
    await queryRunner.query(
      'CREATE UNIQUE INDEX "IDX_420d9f679d41281f282f5bc7d0" ON "categories" ("slug") ',
    );
    await queryRunner.query(
      'CREATE INDEX "IDX_9a6f051e66982b5f0318981bca" ON "categories" ("parentId") ',
    );
    await queryRunner.query(
      'CREATE INDEX "IDX_5dc1ed1db4e367f0257ddaca3a" ON "coupon_redemptions" ("couponId", "userId") ',
    );
    await queryRunner.query(
      'CREATE UNIQUE INDEX "IDX_4e174e347d448617acdf98fef0" ON "orders" ("number") ',
    );
    await queryRunner.query(
      'CREATE INDEX "IDX_151b79a83ba240b0cb31b2302d" ON "orders" ("userId") ',
    );
    await queryRunner.query(
      'CREATE INDEX "IDX_775c9f06fc27ae3ff8fb26f2c4" ON "orders" ("status") ',
    );
    await queryRunner.query(
      'CREATE INDEX "IDX_f639d4e1a33dd1e3479cfabc18" ON "orders" ("placedAt") ',
    );
    await queryRunner.query(
      'CREATE INDEX "IDX_307e8091afc1a959953d06d5ad" ON "order_lines" ("orderId") ',
    );
    await queryRunner.query(
      'CREATE INDEX "IDX_9460dcd3abb5dda0ddbd372d16" ON "order_lines" ("productId") ',
    );
    await queryRunner.query(
      'CREATE INDEX "IDX_1b98e6e59305fc8fee4452f260" ON "order_status_changes" ("orderId") ',
    );
    await queryRunner.query(
      'CREATE UNIQUE INDEX "IDX_6b20aa66f2a835a4f2fbde4872" ON "invoices" ("number") ',
    );
    await queryRunner.query(
      'CREATE INDEX "IDX_a58a78a0e0031dd93a2f56f1e8" ON "invoices" ("orderId") ',
    );
    await queryRunner.query(
      'CREATE INDEX "IDX_ab1c3b32e2ea3ce7b532a32467" ON "loyalty_entries" ("userId") ',
    );
    await queryRunner.query(
      'CREATE INDEX "IDX_9351456b0f65f198ee136d98d8" ON "loyalty_entries" ("reason", "reference") ',
    );
    await queryRunner.query(
      'CREATE INDEX "IDX_db873ba9a123711a4bff527ccd" ON "notifications" ("recipientId") ',
    );
    await queryRunner.query(
      'CREATE UNIQUE INDEX "IDX_4e652c0d7bd0781daccfea1e11" ON "notifications" ("dedupeKey") ',
    );
    await queryRunner.query(
      'CREATE INDEX "IDX_92f5d3a7779be163cbea7916c6" ON "notifications" ("status") ',
    );
    await queryRunner.query(
      'CREATE INDEX "IDX_af929a5f2a400fdb6913b4967e" ON "payments" ("orderId") ',
    );
    await queryRunner.query(
      'CREATE INDEX "IDX_ff40a657baa9226eb63c6c01dd" ON "payments" ("payerId") ',
    );
    await queryRunner.query(
      'CREATE UNIQUE INDEX "IDX_9d4d9f469b7236cc5ad3d4050c" ON "payments" ("gatewayReference") ',
    );
    await queryRunner.query(
      'CREATE UNIQUE INDEX "IDX_464f927ae360106b783ed0b410" ON "products" ("slug") ',
    );
    await queryRunner.query(
      'CREATE INDEX "IDX_61fac54950763ae56ee51f17fd" ON "products" ("brand") ',
    );
    await queryRunner.query(
      'CREATE INDEX "IDX_ff56834e735fa78a15d0cf2192" ON "products" ("categoryId") ',
    );
    await queryRunner.query(
      'CREATE UNIQUE INDEX "IDX_46f236f21640f9da218a063a86" ON "product_variants" ("sku") ',
    );
    await queryRunner.query(
      'CREATE INDEX "IDX_f515690c571a03400a9876600b" ON "product_variants" ("productId") ',
    );
    await queryRunner.query(
      'CREATE INDEX "IDX_a276dea330e561499e4a6e1b30" ON "refunds" ("paymentId") ',
    );
    await queryRunner.query(
      'CREATE UNIQUE INDEX "IDX_1f2109f99631d640b97557afae" ON "return_requests" ("number") ',
    );
    await queryRunner.query(
      'CREATE INDEX "IDX_01853126105daa52caee638ab8" ON "return_requests" ("orderId") ',
    );
    await queryRunner.query(
      'CREATE INDEX "IDX_a6b3c434392f5d10ec17104366" ON "reviews" ("productId") ',
    );
    await queryRunner.query(
      'CREATE INDEX "IDX_57de40bc620f456c7311aa3a1e" ON "sessions" ("userId") ',
    );
    await queryRunner.query(
      'CREATE INDEX "IDX_13ba957bcb616719a0dc3fca82" ON "shipments" ("orderId") ',
    );
    await queryRunner.query(
      'CREATE UNIQUE INDEX "IDX_8f63eba0c4474a3e6999ce3fc0" ON "shipments" ("trackingCode") ',
    );
    await queryRunner.query(
      'CREATE INDEX "IDX_bc333e60902230de3bd29923a2" ON "tracking_events" ("shipmentId") ',
    );
    await queryRunner.query(
      'CREATE INDEX "IDX_a34b363075c66f59e6b009b180" ON "stock_levels" ("sku") ',
    );
    await queryRunner.query(
      'CREATE INDEX "IDX_77f0fcdbb16372c4d878986324" ON "stock_movements" ("sku") ',
    );
    await queryRunner.query(
      'CREATE INDEX "IDX_994a2a5167bd8039bfd27c53a4" ON "stock_reservations" ("reference") ',
    );
    await queryRunner.query(
      'CREATE INDEX "IDX_5bb5d01e006628288129347c7d" ON "stock_reservations" ("status") ',
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    const tables = [
      'tracking_events',
      'tax_rates',
      'stock_reservations',
      'stock_movements',
      'stock_levels',
      'warehouses',
      'shipping_rates',
      'shipments',
      'sessions',
      'reviews',
      'return_requests',
      'refunds',
      'promotions',
      'product_variants',
      'product_images',
      'products',
      'payments',
      'order_status_changes',
      'order_lines',
      'number_sequences',
      'notifications',
      'notification_preferences',
      'loyalty_entries',
      'job_runs',
      'invoices',
      'orders',
      'daily_sales',
      'coupon_redemptions',
      'coupons',
      'categories',
      'cart_items',
      'carts',
      'addresses',
      'users',
    ];
    for (const table of tables) await queryRunner.query(`DROP TABLE "${table}"`);
  }
}
