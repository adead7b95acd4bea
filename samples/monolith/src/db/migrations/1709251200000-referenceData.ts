import type { MigrationInterface, QueryRunner } from 'typeorm';

const TAX_RATES: [country: string, standard: number, reduced: number][] = [
  ['DE', 1900, 700],
  ['AT', 2000, 1000],
  ['FR', 2000, 550],
  ['NL', 2100, 900],
  ['BE', 2100, 600],
  ['IT', 2200, 1000],
  ['ES', 2100, 1000],
  ['PL', 2300, 800],
  ['CH', 810, 260],
];

const EU_NEIGHBOURS = ['AT', 'FR', 'NL', 'BE', 'IT', 'ES', 'PL'];

const SHIPPING_RATES: [
  zone: string,
  countries: string[],
  method: string,
  carrier: string,
  maxWeight: number,
  price: number,
  freeFrom: number | null,
][] = [
  ['domestic', ['DE'], 'standard', 'DPX', 5_000, 490, 5_900],
  ['domestic', ['DE'], 'standard', 'DPX', 31_500, 990, 15_000],
  ['domestic', ['DE'], 'express', 'Falcon', 10_000, 1_490, null],
  ['domestic', ['DE'], 'pickup', 'Store', 31_500, 0, null],
  ['europe', EU_NEIGHBOURS, 'standard', 'DPX', 5_000, 1_290, 9_900],
  ['europe', EU_NEIGHBOURS, 'standard', 'DPX', 31_500, 2_490, null],
  ['europe', EU_NEIGHBOURS, 'express', 'Falcon', 10_000, 3_290, null],
  ['overseas', ['CH'], 'standard', 'Alpina', 10_000, 2_190, null],
];

/** Tax rates, shipping rates and the first warehouse: a shop without them could not sell. */
export class ReferenceData1709251200000 implements MigrationInterface {
  name = 'ReferenceData1709251200000';

  async up(queryRunner: QueryRunner): Promise<void> {
    const insertTax =
      'INSERT INTO "tax_rates" ("country", "taxClass", "basisPoints", "validFrom") VALUES (?, ?, ?, ?)';
    for (const [country, standard, reduced] of TAX_RATES) {
      await queryRunner.query(insertTax, [country, 'standard', standard, '2024-01-01']);
      await queryRunner.query(insertTax, [country, 'reduced', reduced, '2024-01-01']);
      await queryRunner.query(insertTax, [country, 'zero', 0, '2024-01-01']);
    }
    for (const [zone, countries, method, carrier, weight, price, freeFrom] of SHIPPING_RATES) {
      await queryRunner.query(
        'INSERT INTO "shipping_rates" ("zone", "countries", "method", "carrier", "maxWeightGrams", "priceMinor", "freeFromMinor") VALUES (?, ?, ?, ?, ?, ?, ?)',
        [zone, JSON.stringify(countries), method, carrier, weight, price, freeFrom],
      );
    }
    await queryRunner.query(
      'INSERT INTO "warehouses" ("code", "name", "country", "priority", "active") VALUES (?, ?, ?, ?, ?)',
      ['BER', 'Berlin', 'DE', 10, 1],
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DELETE FROM "warehouses" WHERE "code" = ?', ['BER']);
    await queryRunner.query('DELETE FROM "shipping_rates"');
    await queryRunner.query('DELETE FROM "tax_rates"');
  }
}
