import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { minorUnits } from '../utils/money.js';

export const shippingMethods = ['standard', 'express', 'pickup'] as const;
export type ShippingMethod = (typeof shippingMethods)[number];

@Entity('shipping_rates')
export class ShippingRate {
  @PrimaryGeneratedColumn({ type: 'integer' })
  id!: number;

  @Column({ type: 'varchar', length: 20 })
  zone!: string;

  @Column({ type: 'simple-json' })
  countries!: string[];

  @Column({ type: 'varchar', length: 12 })
  method!: ShippingMethod;

  @Column({ type: 'varchar', length: 40 })
  carrier!: string;

  @Column({ type: 'integer' })
  maxWeightGrams!: number;

  @Column({ type: 'integer', transformer: minorUnits })
  priceMinor!: bigint;

  @Column({ type: 'integer', nullable: true, transformer: minorUnits })
  freeFromMinor!: bigint | null;
}
