import { LessThanOrEqual } from 'typeorm';
import { AppDataSource } from '../db/dataSource.js';
import { inTransaction } from '../db/transaction.js';
import type { TaxClass } from '../entities/index.js';
import { TaxRate } from '../entities/index.js';
import { BadRequestError } from '../errors/index.js';
import type { TaxRateInput } from '../schemas/pricingSchemas.js';
import { Money, divideRounded, isoDate } from '../utils/index.js';

/** The part of a gross amount that is tax. Called for every line of every list: synchronous. */
export function taxIncluded(gross: Money, basisPoints: number): Money {
  const share = BigInt(basisPoints);
  return new Money(divideRounded(gross.minor * share, 10_000n + share), gross.currency);
}

/** The rates of a country on a day; of several that have begun, the latest counts. */
export async function taxRatesOn(country: string, day: Date): Promise<Map<TaxClass, number>> {
  const rates = await AppDataSource.manager.find(TaxRate, {
    where: { country, validFrom: LessThanOrEqual(isoDate(day)) },
    order: { validFrom: 'ASC' },
  });
  if (rates.length === 0) throw new BadRequestError(`There are no tax rates for ${country}`);
  return new Map(rates.map((rate) => [rate.taxClass, rate.basisPoints]));
}

export function listTaxRates(): Promise<TaxRate[]> {
  return AppDataSource.manager.find(TaxRate, {
    order: { country: 'ASC', taxClass: 'ASC', validFrom: 'ASC' },
  });
}

export async function setTaxRate(input: TaxRateInput): Promise<TaxRate> {
  return inTransaction(async (manager) => {
    const { country, taxClass, validFrom } = input;
    const existing = await manager.findOneBy(TaxRate, { country, taxClass, validFrom });
    return manager.save(manager.merge(TaxRate, existing ?? manager.create(TaxRate), input));
  });
}
