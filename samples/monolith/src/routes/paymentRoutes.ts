import { Router } from 'express';
import {
  listAllInvoices,
  listOrderInvoices,
  listPayments,
  mailInvoice,
  paymentWebhook,
  postRefund,
  postTransfer,
  showInvoice,
  showStatement,
} from '../controllers/paymentController.js';
import { authenticate, requireRole } from '../middleware/authenticate.js';
import { validateBody } from '../middleware/validate.js';
import { refundSchema, transferReceiptSchema } from '../schemas/paymentSchemas.js';

const staff = requireRole('staff');

export const paymentRoutes = Router();

paymentRoutes.post('/webhook', paymentWebhook);
paymentRoutes.get('/', staff, listPayments);
paymentRoutes.get('/orders/:number', authenticate, showStatement);
paymentRoutes.post('/orders/:number/refunds', staff, validateBody(refundSchema), postRefund);
paymentRoutes.post(
  '/orders/:number/transfer',
  staff,
  validateBody(transferReceiptSchema),
  postTransfer,
);

export const invoiceRoutes = Router();

invoiceRoutes.get('/', staff, listAllInvoices);
invoiceRoutes.get('/orders/:number', authenticate, listOrderInvoices);
invoiceRoutes.get('/:number', authenticate, showInvoice);
invoiceRoutes.post('/:number/mail', staff, mailInvoice);
