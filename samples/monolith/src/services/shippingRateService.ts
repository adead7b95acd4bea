import { AppDataSource } from '../db/dataSource.js';
import { inTransaction } from '../db/transaction.js';
import type { ShippingMethod } from '../entities/index.js';
import { ShippingRate } from '../entities/index.js';
import { NotFoundError, ShippingUnavailableError } from '../errors/index.js';
import type { ShippingRateChange } from '../schemas/shippingSchemas.js';
import { Money, addBusinessDays } from '../utils/index.js';

export interface Parcel {
  country: string;
  weightGrams: number;
  goodsTotal: Money;
}

export interface ShippingOption {
  method: ShippingMethod;
  carrier: string;
  price: Money;
  arrival: Date;
}

const BUSINESS_DAYS: Record<ShippingMethod, number> = { express: 1, standard: 3, pickup: 1 };

/** Orders that come in after this hour (UTC) are packed on the next day. */
const CUT_OFF_HOUR = 14;

/** When a parcel arrives that was ordered at the given time. Lists call it for every row. */
export function estimateArrival(orderedAt: Date, method: string): Date {
  const days = BUSINESS_DAYS[method as ShippingMethod] ?? BUSINESS_DAYS.standard;
  const late = orderedAt.getUTCHours() >= CUT_OFF_HOUR ? 1 : 0;
  return addBusinessDays(orderedAt, days + late);
}

/** The cheapest rate of each method that carries the parcel. */
function optionsFor(parcel: Parcel, rates: ShippingRate[]): ShippingOption[] {
  const cheapest = new Map<ShippingMethod, ShippingOption>();
  for (const rate of rates) {
    if (!rate.countries.includes(parcel.country)) continue;
    if (rate.maxWeightGrams < parcel.weightGrams) continue;
    const free = rate.freeFromMinor !== null && parcel.goodsTotal.minor >= rate.freeFromMinor;
    const price = free ? Money.zero() : new Money(rate.priceMinor);
    const known = cheapest.get(rate.method);
    if (known && !known.price.isGreaterThan(price)) continue;
    cheapest.set(rate.method, {
      method: rate.method,
      carrier: rate.carrier,
      price,
      arrival: estimateArrival(new Date(), rate.method),
    });
  }
  return [...cheapest.values()].sort((a, b) =>
    a.price.minor === b.price.minor ? 0 : a.price.isGreaterThan(b.price) ? 1 : -1,
  );
}

export type ShippingQuoteCallback = (
  error: ShippingUnavailableError | null,
  options: ShippingOption[],
) => void;

/** The shop's oldest interface: it stems from the time when the rates were asked for by fax. */
export function quoteShipping(parcel: Parcel, callback: ShippingQuoteCallback): void {
  AppDataSource.manager.find(ShippingRate, { order: { id: 'ASC' } }).then(
    (rates) => {
      const options = optionsFor(parcel, rates);
      if (options.length > 0) callback(null, options);
      else {
        const weight = (parcel.weightGrams / 1000).toFixed(1);
        const message = `Nobody carries ${weight} kg to ${parcel.country}`;
        callback(new ShippingUnavailableError(message), []);
      }
    },
    (cause: unknown) => {
      callback(new ShippingUnavailableError(`The rates cannot be read: ${String(cause)}`), []);
    },
  );
}

export function listShippingRates(): Promise<ShippingRate[]> {
  return AppDataSource.manager.find(ShippingRate, { order: { zone: 'ASC', id: 'ASC' } });
}

export async function changeShippingRate(
  id: number,
  change: ShippingRateChange,
): Promise<ShippingRate> {
  return inTransaction(async (manager) => {
    const rate = await manager.findOneBy(ShippingRate, { id });
    if (!rate) throw new NotFoundError('Shipping rate', id);
    rate.priceMinor = change.price?.minor ?? rate.priceMinor;
    rate.maxWeightGrams = change.maxWeightGrams ?? rate.maxWeightGrams;
    if (change.freeFrom !== undefined) rate.freeFromMinor = change.freeFrom?.minor ?? null;
    return manager.save(rate);
  });
}
