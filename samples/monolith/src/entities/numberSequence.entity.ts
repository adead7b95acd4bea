import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The last number given out for orders, invoices, returns and so on, by year. */
@Entity('number_sequences')
export class NumberSequence {
  @PrimaryColumn({ type: 'varchar', length: 30 })
  name!: string;

  @Column({ type: 'integer' })
  lastValue!: number;
}
