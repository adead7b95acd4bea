import type { Request, Response } from 'express';
import type { Payment } from '../entities/index.js';
import { BadRequestError } from '../errors/index.js';
import { currentUser } from '../middleware/authenticate.js';
import { paymentRepository } from '../repositories/index.js';
import { numberParams, pageQuery } from '../schemas/commonSchemas.js';
import type { RefundInput, TransferReceipt } from '../schemas/paymentSchemas.js';
import {
  OrderSummary,
  invoiceDocument,
  invoicesOfOrder,
  listInvoices,
  orderService,
  paymentService,
  sendInvoice,
} from '../services/index.js';
import { Money, mapPage } from '../utils/index.js';

function presentPayment(payment: Payment) {
  return {
    id: payment.id,
    order: payment.order?.number ?? null,
    payer: payment.payer.email,
    method: payment.method,
    status: payment.status,
    amount: new Money(payment.amountMinor),
    refunded: new Money(payment.refundedMinor),
    declineReason: payment.declineReason,
    createdAt: payment.createdAt,
  };
}

export async function listPayments(req: Request, res: Response): Promise<void> {
  const page = await paymentRepository.page(pageQuery.parse(req.query));
  res.json(mapPage(page, presentPayment));
}

export async function showStatement(req: Request, res: Response): Promise<void> {
  const { number } = numberParams.parse(req.params);
  res.json(await paymentService.statement(number, currentUser(req)));
}

export async function postRefund(req: Request, res: Response): Promise<void> {
  const { number } = numberParams.parse(req.params);
  const { amount, reason }: RefundInput = req.body;
  const refund = await paymentService.refund(number, amount, reason, currentUser(req));
  res.status(201).json({
    id: refund.id,
    amount: new Money(refund.amountMinor),
    reason: refund.reason,
    at: refund.createdAt,
  });
}

export async function postTransfer(req: Request, res: Response): Promise<void> {
  const { number } = numberParams.parse(req.params);
  const { amount }: TransferReceipt = req.body;
  res.json(new OrderSummary(await paymentService.receiveTransfer(number, amount)));
}

export async function paymentWebhook(req: Request, res: Response): Promise<void> {
  if (!req.rawBody) throw new BadRequestError('The report is empty');
  const order = await paymentService.handleReport(req.rawBody, req.get('x-signature') ?? '');
  res.json({ order: order.number, status: order.status });
}

export async function listAllInvoices(req: Request, res: Response): Promise<void> {
  res.json(await listInvoices(pageQuery.parse(req.query)));
}

export async function listOrderInvoices(req: Request, res: Response): Promise<void> {
  const { number } = numberParams.parse(req.params);
  const order = await orderService.get(number, currentUser(req));
  res.json(await invoicesOfOrder(order));
}

export async function showInvoice(req: Request, res: Response): Promise<void> {
  const { number } = numberParams.parse(req.params);
  res.type('html').send(await invoiceDocument(number, currentUser(req)));
}

export async function mailInvoice(req: Request, res: Response): Promise<void> {
  const { number } = numberParams.parse(req.params);
  await sendInvoice(number);
  res.status(202).json({ message: `${number} is on its way` });
}
