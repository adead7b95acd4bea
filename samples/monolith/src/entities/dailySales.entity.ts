import { Column, Entity, PrimaryColumn } from 'typeorm';
import { minorUnits } from '../utils/money.js';

/** One row a day, rebuilt by a nightly job, so that charts need not read every order. */
@Entity('daily_sales')
export class DailySales {
  @PrimaryColumn({ type: 'varchar', length: 10 })
  day!: string;

  @Column({ type: 'integer' })
  orders!: number;

  @Column({ type: 'integer' })
  items!: number;

  @Column({ type: 'integer', transformer: minorUnits })
  grossMinor!: bigint;

  @Column({ type: 'integer', transformer: minorUnits })
  refundedMinor!: bigint;

  @Column({ type: 'integer' })
  newCustomers!: number;
}
