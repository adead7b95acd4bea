import type { EntityManager } from 'typeorm';
import { config } from '../config/env.js';
import { nextNumber } from '../db/sequences.js';
import { inTransaction } from '../db/transaction.js';
import type { InvoiceLine, InvoiceStatus, Order, User } from '../entities/index.js';
import { Invoice } from '../entities/index.js';
import { NotFoundError } from '../errors/index.js';
import { eventBus } from '../events/eventBus.js';
import { paymentRepository } from '../repositories/index.js';
import type { Page, PageRequest } from '../utils/index.js';
import { Money, addDays, mapPage } from '../utils/index.js';
import { renderInvoice } from './invoiceRenderer.js';
import { notificationService } from './notificationService.js';
import { taxIncluded } from './taxService.js';

const MAX_REMINDERS = 3;
const DAYS_BETWEEN_REMINDERS = 7;

function linesOf(order: Order): InvoiceLine[] {
  const lines: InvoiceLine[] = order.lines.map((line) => ({
    text: line.name,
    quantity: line.quantity,
    grossMinor: Number(line.totalMinor),
    taxBasisPoints: line.taxBasisPoints,
  }));
  if (order.shippingMinor > 0n) {
    lines.push({
      text: `Shipping (${order.shippingMethod})`,
      quantity: 1,
      grossMinor: Number(order.shippingMinor),
      taxBasisPoints: order.shippingTaxBasisPoints,
    });
  }
  return lines;
}

/** Spreads an amount over tax rates as the order's own lines are spread. */
function creditLines(order: Order, amount: bigint, reason: string): InvoiceLine[] {
  const grossByRate = new Map<number, bigint>();
  for (const { taxBasisPoints, grossMinor } of linesOf(order)) {
    grossByRate.set(taxBasisPoints, (grossByRate.get(taxBasisPoints) ?? 0n) + BigInt(grossMinor));
  }
  const shares = new Money(amount).allocate([...grossByRate.values()]);
  return [...grossByRate.keys()].map((taxBasisPoints, index) => ({
    text: reason,
    quantity: 1,
    grossMinor: -Number(shares[index]?.minor ?? 0n),
    taxBasisPoints,
  }));
}

function taxOf(lines: InvoiceLine[]): bigint {
  const taxes = lines.map((line) =>
    taxIncluded(new Money(BigInt(line.grossMinor)), line.taxBasisPoints),
  );
  return Money.sum(taxes).minor;
}

export async function issueInvoice(
  manager: EntityManager,
  order: Order,
  status: InvoiceStatus,
): Promise<Invoice> {
  const issuedAt = new Date();
  const lines = linesOf(order);
  return manager.save(
    manager.create(Invoice, {
      number: await nextNumber(manager, 'invoice', issuedAt),
      kind: 'invoice',
      orderId: order.id,
      billedToId: order.userId,
      address: order.shippingAddress,
      lines,
      grossMinor: order.totalMinor,
      taxMinor: taxOf(lines),
      status,
      issuedAt,
      dueAt: addDays(issuedAt, config.invoicePaymentDays),
    }),
  );
}

export async function settleInvoice(manager: EntityManager, order: Order): Promise<void> {
  await manager.update(Invoice, { orderId: order.id, status: 'open' }, { status: 'paid' });
}

export async function issueCreditNote(
  manager: EntityManager,
  order: Order,
  amount: bigint,
  reason: string,
): Promise<Invoice> {
  const [corrected] = await paymentRepository.invoicesOfOrder(order.id, ['invoice'], manager);
  if (!corrected) throw new NotFoundError('Invoice of order', order.number);
  const issuedAt = new Date();
  const lines = creditLines(order, amount, reason);
  return manager.save(
    manager.create(Invoice, {
      number: await nextNumber(manager, 'credit-note', issuedAt),
      kind: 'credit_note',
      orderId: order.id,
      billedToId: order.userId,
      address: corrected.address,
      lines,
      grossMinor: -amount,
      taxMinor: taxOf(lines),
      status: 'paid',
      correctsNumber: corrected.number,
      issuedAt,
      dueAt: issuedAt,
    }),
  );
}

/** An invoice that was never paid is cancelled by a credit note: numbers must not disappear. */
export async function cancelInvoices(
  manager: EntityManager,
  order: Order,
  reason: string,
): Promise<void> {
  const invoices = await paymentRepository.invoicesOfOrder(order.id, ['invoice'], manager);
  for (const invoice of invoices) {
    await issueCreditNote(manager, order, invoice.grossMinor, reason);
    await manager.update(Invoice, invoice.id, { status: 'cancelled' });
  }
}

export interface InvoiceView {
  number: string;
  kind: string;
  orderNumber: string;
  customer: string;
  gross: Money;
  tax: Money;
  status: string;
  corrects: string | null;
  issuedAt: Date;
  dueAt: Date;
}

function present(invoice: Invoice): InvoiceView {
  return {
    number: invoice.number,
    kind: invoice.kind,
    orderNumber: invoice.order.number,
    customer: invoice.billedTo.name,
    gross: new Money(invoice.grossMinor),
    tax: new Money(invoice.taxMinor),
    status: invoice.status,
    corrects: invoice.correctsNumber,
    issuedAt: invoice.issuedAt,
    dueAt: invoice.dueAt,
  };
}

export async function listInvoices(request: PageRequest): Promise<Page<InvoiceView>> {
  return mapPage(await paymentRepository.invoicePage(request), present);
}

export async function invoicesOfOrder(order: Order): Promise<InvoiceView[]> {
  const invoices = await paymentRepository.invoicesOfOrder(order.id, ['invoice', 'credit_note']);
  return invoices.map((invoice) =>
    present(Object.assign(invoice, { order, billedTo: order.user })),
  );
}

async function requireInvoice(number: string): Promise<Invoice> {
  const invoice = await paymentRepository.findInvoice(number);
  if (!invoice) throw new NotFoundError('Invoice', number);
  return invoice;
}

export async function invoiceDocument(number: string, viewer: User): Promise<string> {
  const invoice = await requireInvoice(number);
  if (invoice.billedToId !== viewer.id && !viewer.isStaff) {
    throw new NotFoundError('Invoice', number);
  }
  return renderInvoice(invoice, invoice.order.number);
}

/** Mails a document to whom it concerns. */
export async function sendInvoice(number: string): Promise<void> {
  const invoice = await requireInvoice(number);
  const document = Buffer.from(renderInvoice(invoice, invoice.order.number), 'utf8');
  await notificationService.sendDocument(
    invoice.billedTo,
    'invoice',
    { name: invoice.billedTo.name, number, order: invoice.order.number },
    `${number}.html`,
    document,
  );
}

/** A reminder a week, at most three; answers the numbers of the invoices reminded of. */
export async function remindOfOverdueInvoices(now: Date): Promise<string[]> {
  const overdue = await paymentRepository.overdueInvoices(now, MAX_REMINDERS);
  const reminded: string[] = [];
  for (const invoice of overdue) {
    const nextReminderAt = addDays(invoice.dueAt, invoice.remindersSent * DAYS_BETWEEN_REMINDERS);
    if (nextReminderAt > now) continue;
    const level = invoice.remindersSent + 1;
    await inTransaction((manager) => manager.update(Invoice, invoice.id, { remindersSent: level }));
    await notificationService.notify(
      invoice.billedToId,
      'paymentReminder',
      { number: invoice.number, amount: new Money(invoice.grossMinor).toString(), level },
      `${invoice.number}/${level}`,
    );
    reminded.push(invoice.number);
  }
  return reminded;
}

export function registerInvoiceListeners(): void {
  const sendAll = async ({ orderId }: { orderId: number }) => {
    const invoices = await paymentRepository.invoicesOfOrder(orderId, ['invoice']);
    for (const invoice of invoices) await sendInvoice(invoice.number);
  };
  eventBus.subscribe('order.placed', sendAll);
  eventBus.subscribe('order.paid', sendAll);
}
