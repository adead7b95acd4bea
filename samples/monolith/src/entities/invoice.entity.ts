import { Column, Entity, Index, ManyToOne, PrimaryGeneratedColumn } from 'typeorm';
import type { PostalAddress } from '../utils/helpers.js';
import { minorUnits } from '../utils/money.js';
import { Order } from './order.entity.js';
import { User } from './user.entity.js';

export type InvoiceKind = 'invoice' | 'credit_note';
export type InvoiceStatus = 'open' | 'paid' | 'cancelled';

/** Amounts in minor units; plain numbers, because the column is JSON. */
export interface InvoiceLine {
  text: string;
  quantity: number;
  grossMinor: number;
  taxBasisPoints: number;
}

@Entity('invoices')
export class Invoice {
  @PrimaryGeneratedColumn({ type: 'integer' })
  id!: number;

  /** Gapless within a year, as the law wants it. */
  @Index({ unique: true })
  @Column({ type: 'varchar', length: 30 })
  number!: string;

  @Column({ type: 'varchar', length: 12 })
  kind!: InvoiceKind;

  @Index()
  @Column({ type: 'integer' })
  orderId!: number;

  @ManyToOne(() => Order, { onDelete: 'RESTRICT' })
  order!: Order;

  @Column({ type: 'integer' })
  billedToId!: number;

  @ManyToOne(() => User, { onDelete: 'RESTRICT' })
  billedTo!: User;

  @Column({ type: 'simple-json' })
  address!: PostalAddress;

  @Column({ type: 'simple-json' })
  lines!: InvoiceLine[];

  @Column({ type: 'integer', transformer: minorUnits })
  grossMinor!: bigint;

  @Column({ type: 'integer', transformer: minorUnits })
  taxMinor!: bigint;

  @Column({ type: 'varchar', length: 10 })
  status!: InvoiceStatus;

  /** Of a credit note: the invoice that it corrects. */
  @Column({ type: 'varchar', length: 30, nullable: true })
  correctsNumber!: string | null;

  @Column({ type: 'datetime' })
  issuedAt!: Date;

  @Column({ type: 'datetime' })
  dueAt!: Date;

  @Column({ type: 'integer', default: 0 })
  remindersSent!: number;
}
