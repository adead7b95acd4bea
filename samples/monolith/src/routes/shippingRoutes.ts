import { Router } from 'express';
import {
  carrierWebhook,
  deleteShipment,
  getLabel,
  getPackingSlip,
  getRates,
  getShipments,
  getStuckShipments,
  patchRate,
  postDispatch,
  postShipment,
  postTrackingReport,
  showPackingQueue,
  trackParcel,
} from '../controllers/shippingController.js';
import { requireRole } from '../middleware/authenticate.js';
import { validateBody } from '../middleware/validate.js';
import {
  carrierReportSchema,
  shipmentSchema,
  shippingRateChangeSchema,
} from '../schemas/shippingSchemas.js';

const staff = requireRole('staff');

export const shipmentRoutes = Router();

shipmentRoutes.use(staff);
shipmentRoutes.get('/', getShipments);
shipmentRoutes.get('/queue', showPackingQueue);
shipmentRoutes.get('/stuck', getStuckShipments);
shipmentRoutes.post('/', validateBody(shipmentSchema), postShipment);
shipmentRoutes.post('/reports', validateBody(carrierReportSchema), postTrackingReport);
shipmentRoutes.post('/:id/dispatch', postDispatch);
shipmentRoutes.delete('/:id', deleteShipment);
shipmentRoutes.get('/:id/packing-slip', getPackingSlip);
shipmentRoutes.get('/:id/label', getLabel);

export const trackingRoutes = Router();

trackingRoutes.post('/webhook', carrierWebhook);
trackingRoutes.get('/:code', trackParcel);

export const shippingRateRoutes = Router();

shippingRateRoutes.get('/', getRates);
shippingRateRoutes.patch(
  '/:id',
  requireRole('admin'),
  validateBody(shippingRateChangeSchema),
  patchRate,
);
