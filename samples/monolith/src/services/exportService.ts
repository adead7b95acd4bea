import type { Readable } from 'node:stream';
import type { User } from '../entities/index.js';
import { orderRepository, salesRepository, stockRepository } from '../repositories/index.js';
import type { CsvRow } from '../utils/index.js';
import { Money, csvStream, isoDate } from '../utils/index.js';
import type { Period } from './salesReportService.js';

const BATCH = 200;

const ORDER_COLUMNS = [
  'number',
  'date',
  'status',
  'customer',
  'email',
  'country',
  'discount',
  'tax',
  'total',
];

async function* orderRows({ from, to }: Period, userId?: number): AsyncGenerator<CsvRow> {
  let lastId = 0;
  for (;;) {
    const orders = await orderRepository.batchAfter(lastId, { from, to, userId }, BATCH);
    for (const order of orders) {
      yield [
        order.number,
        isoDate(order.placedAt),
        order.status,
        order.user.name,
        order.user.email,
        order.shippingAddress.country,
        new Money(order.discountMinor).toDecimal(),
        new Money(order.taxMinor).toDecimal(),
        new Money(order.totalMinor).toDecimal(),
      ];
    }
    const last = orders.at(-1);
    if (!last || orders.length < BATCH) return;
    lastId = last.id;
  }
}

export function exportOrders(period: Period): Readable {
  return csvStream(ORDER_COLUMNS, orderRows(period));
}

const EVERYTHING: Period = { from: new Date(0), to: new Date('9999-12-31') };

/** A customer's own copy of the orders, which the law lets them ask for. */
export function exportOrdersOf(customer: User): Readable {
  return csvStream(ORDER_COLUMNS, orderRows(EVERYTHING, customer.id));
}

async function* stockRows(): AsyncGenerator<CsvRow> {
  for (let page = 1; ; page += 1) {
    const levels = await stockRepository.search({ page, pageSize: BATCH });
    for (const level of levels.items) {
      const { sku, onHand, reserved, available, reorderPoint } = level;
      yield [sku, level.warehouse.code, onHand, reserved, available, reorderPoint];
    }
    if (page >= levels.pages) return;
  }
}

export function exportStock(): Readable {
  const header = ['sku', 'warehouse', 'on hand', 'reserved', 'available', 'reorder point'];
  return csvStream(header, stockRows());
}

async function* customerRows(): AsyncGenerator<CsvRow> {
  let lastId = 0;
  for (;;) {
    const customers = await salesRepository.customersAfter(lastId, BATCH);
    for (const { customerId, name, email, orders, paidMinor, refundedMinor } of customers) {
      const spent = new Money(BigInt(paidMinor - refundedMinor));
      yield [customerId, name, email, orders, spent.toDecimal()];
    }
    const last = customers.at(-1);
    if (!last || customers.length < BATCH) return;
    lastId = last.customerId;
  }
}

export function exportCustomers(): Readable {
  return csvStream(['id', 'name', 'email', 'orders', 'spent'], customerRows());
}
