import type { EntityManager } from 'typeorm';
import { NumberSequence } from '../entities/index.js';

export type SequenceName = 'order' | 'invoice' | 'credit-note' | 'return' | 'shipment';

const PREFIXES: Record<SequenceName, string> = {
  order: 'SO',
  invoice: 'INV',
  'credit-note': 'CN',
  return: 'RMA',
  shipment: 'FF',
};

/** The next number of the year, such as "SO-2025-000042"; gapless, being part of the transaction. */
export async function nextNumber(
  manager: EntityManager,
  name: SequenceName,
  date: Date,
): Promise<string> {
  const year = date.getUTCFullYear();
  const key = `${name}-${year}`;
  const sequence =
    (await manager.findOneBy(NumberSequence, { name: key })) ??
    manager.create(NumberSequence, { name: key, lastValue: 0 });
  sequence.lastValue += 1;
  await manager.save(sequence);
  return `${PREFIXES[name]}-${year}-${String(sequence.lastValue).padStart(6, '0')}`;
}
