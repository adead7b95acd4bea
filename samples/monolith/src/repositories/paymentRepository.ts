import type { EntityManager } from 'typeorm';
import { In, LessThan } from 'typeorm';
import { AppDataSource } from '../db/dataSource.js';
import type { InvoiceKind } from '../entities/index.js';
import { Invoice, Payment, Refund } from '../entities/index.js';
import type { Page, PageRequest } from '../utils/index.js';
import { pageOf, pageOffset } from '../utils/index.js';

export const paymentRepository = {
  /** The payment that an order was placed with; declined attempts have no order. */
  findOfOrder(
    orderId: number,
    manager: EntityManager = AppDataSource.manager,
  ): Promise<Payment | null> {
    return manager.findOneBy(Payment, { orderId });
  },

  refundsOf(paymentId: number): Promise<Refund[]> {
    return AppDataSource.manager.find(Refund, {
      where: { paymentId },
      relations: { issuedBy: true },
      order: { id: 'ASC' },
    });
  },

  async page(request: PageRequest): Promise<Page<Payment>> {
    const [payments, total] = await AppDataSource.manager.findAndCount(Payment, {
      relations: { order: true, payer: true },
      order: { id: 'DESC' },
      ...pageOffset(request),
    });
    return pageOf(payments, total, request);
  },

  findInvoice(number: string): Promise<Invoice | null> {
    return AppDataSource.manager.findOne(Invoice, {
      where: { number },
      relations: { order: true, billedTo: true },
    });
  },

  invoicesOfOrder(
    orderId: number,
    kinds: InvoiceKind[],
    manager: EntityManager = AppDataSource.manager,
  ): Promise<Invoice[]> {
    return manager.find(Invoice, {
      where: { orderId, kind: In(kinds) },
      order: { id: 'ASC' },
    });
  },

  overdueInvoices(now: Date, maxReminders: number): Promise<Invoice[]> {
    return AppDataSource.manager.find(Invoice, {
      where: {
        kind: 'invoice',
        status: 'open',
        dueAt: LessThan(now),
        remindersSent: LessThan(maxReminders),
      },
      relations: { order: true, billedTo: true },
      order: { id: 'ASC' },
    });
  },

  async invoicePage(request: PageRequest): Promise<Page<Invoice>> {
    const [invoices, total] = await AppDataSource.manager.findAndCount(Invoice, {
      relations: { order: true, billedTo: true },
      order: { id: 'DESC' },
      ...pageOffset(request),
    });
    return pageOf(invoices, total, request);
  },
};
