import { Column, Entity, PrimaryGeneratedColumn, Unique } from 'typeorm';
import type { TaxClass } from './product.entity.js';

@Entity('tax_rates')
@Unique(['country', 'taxClass', 'validFrom'])
export class TaxRate {
  @PrimaryGeneratedColumn({ type: 'integer' })
  id!: number;

  @Column({ type: 'varchar', length: 2 })
  country!: string;

  @Column({ type: 'varchar', length: 10 })
  taxClass!: TaxClass;

  @Column({ type: 'integer' })
  basisPoints!: number;

  /** "2025-01-01": a rate holds until a later one of the same country and class begins. */
  @Column({ type: 'varchar', length: 10 })
  validFrom!: string;
}
