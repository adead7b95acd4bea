import type { Request, Response } from 'express';
import type { Shipment, ShippingRate } from '../entities/index.js';
import { BadRequestError } from '../errors/index.js';
import { currentUser } from '../middleware/authenticate.js';
import { idParams } from '../schemas/commonSchemas.js';
import type {
  CarrierReport,
  ShipmentInput,
  ShippingRateChange,
} from '../schemas/shippingSchemas.js';
import { shipmentQuery, trackingParams } from '../schemas/shippingSchemas.js';
import {
  cancelShipment,
  changeShippingRate,
  createShipment,
  dispatchShipment,
  handleCarrierReport,
  listShipments,
  listShippingRates,
  packingQueue,
  packingSlip,
  publicTimeline,
  recordReport,
  shippingLabel,
  stuckShipments,
} from '../services/index.js';
import { Money } from '../utils/index.js';

function presentShipment(shipment: Shipment) {
  const { id, trackingCode, carrier, status, lines, weightGrams } = shipment;
  const { dispatchedAt, deliveredAt } = shipment;
  return { id, trackingCode, carrier, status, lines, weightGrams, dispatchedAt, deliveredAt };
}

function presentRate(rate: ShippingRate) {
  const { priceMinor, freeFromMinor, ...columns } = rate;
  return {
    ...columns,
    price: new Money(priceMinor),
    freeFrom: freeFromMinor === null ? null : new Money(freeFromMinor),
  };
}

export async function showPackingQueue(_req: Request, res: Response): Promise<void> {
  res.json(await packingQueue());
}

export async function getShipments(req: Request, res: Response): Promise<void> {
  res.json(await listShipments(shipmentQuery.parse(req.query)));
}

export async function getStuckShipments(_req: Request, res: Response): Promise<void> {
  res.json(await stuckShipments(new Date()));
}

export async function postShipment(req: Request, res: Response): Promise<void> {
  const input: ShipmentInput = req.body;
  res.status(201).json(presentShipment(await createShipment(input, currentUser(req))));
}

export async function postDispatch(req: Request, res: Response): Promise<void> {
  const { id } = idParams.parse(req.params);
  res.json(presentShipment(await dispatchShipment(id, currentUser(req))));
}

export async function deleteShipment(req: Request, res: Response): Promise<void> {
  const { id } = idParams.parse(req.params);
  await cancelShipment(id, currentUser(req));
  res.status(204).end();
}

export async function getPackingSlip(req: Request, res: Response): Promise<void> {
  const { id } = idParams.parse(req.params);
  res.type('html').send(await packingSlip(id));
}

export async function getLabel(req: Request, res: Response): Promise<void> {
  const { id } = idParams.parse(req.params);
  res.type('application/zpl').send(await shippingLabel(id));
}

export async function postTrackingReport(req: Request, res: Response): Promise<void> {
  const report: CarrierReport = req.body;
  res.status(201).json(presentShipment(await recordReport(report)));
}

export async function carrierWebhook(req: Request, res: Response): Promise<void> {
  if (!req.rawBody) throw new BadRequestError('The report is empty');
  const shipment = await handleCarrierReport(req.rawBody, req.get('x-signature') ?? '');
  res.json({ trackingCode: shipment.trackingCode, status: shipment.status });
}

export async function trackParcel(req: Request, res: Response): Promise<void> {
  const { code } = trackingParams.parse(req.params);
  res.json(await publicTimeline(code));
}

export async function getRates(_req: Request, res: Response): Promise<void> {
  res.json((await listShippingRates()).map((rate) => presentRate(rate)));
}

export async function patchRate(req: Request, res: Response): Promise<void> {
  const { id } = idParams.parse(req.params);
  const change: ShippingRateChange = req.body;
  res.json(presentRate(await changeShippingRate(id, change)));
}
