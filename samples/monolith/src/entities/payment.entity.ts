import {
  Column,
  CreateDateColumn,
  Entity,
  Index,
  ManyToOne,
  PrimaryGeneratedColumn,
} from 'typeorm';
import { minorUnits } from '../utils/money.js';
import { Order } from './order.entity.js';
import { User } from './user.entity.js';

export type PaymentMethod = 'card' | 'transfer';

export type PaymentStatus =
  | 'awaiting'
  | 'authorized'
  | 'captured'
  | 'declined'
  | 'voided'
  | 'partially_refunded'
  | 'refunded';

@Entity('payments')
export class Payment {
  @PrimaryGeneratedColumn({ type: 'integer' })
  id!: number;

  /** Null for an attempt that was declined: its order was never written. */
  @Index()
  @Column({ type: 'integer', nullable: true })
  orderId!: number | null;

  @ManyToOne(() => Order, { nullable: true, onDelete: 'CASCADE' })
  order!: Order | null;

  @Index()
  @Column({ type: 'integer' })
  payerId!: number;

  @ManyToOne(() => User, { onDelete: 'RESTRICT' })
  payer!: User;

  @Column({ type: 'varchar', length: 10 })
  method!: PaymentMethod;

  @Column({ type: 'varchar', length: 20 })
  status!: PaymentStatus;

  @Column({ type: 'integer', transformer: minorUnits })
  amountMinor!: bigint;

  @Column({ type: 'integer', default: 0, transformer: minorUnits })
  refundedMinor!: bigint;

  @Index({ unique: true })
  @Column({ type: 'varchar', length: 40, nullable: true })
  gatewayReference!: string | null;

  @Column({ type: 'varchar', length: 4, nullable: true })
  cardLast4!: string | null;

  @Column({ type: 'varchar', length: 24, nullable: true })
  declineReason!: string | null;

  @Column({ type: 'datetime', nullable: true })
  capturedAt!: Date | null;

  @CreateDateColumn({ type: 'datetime' })
  createdAt!: Date;
}

@Entity('refunds')
export class Refund {
  @PrimaryGeneratedColumn({ type: 'integer' })
  id!: number;

  @Index()
  @Column({ type: 'integer' })
  paymentId!: number;

  @ManyToOne(() => Payment, { onDelete: 'CASCADE' })
  payment!: Payment;

  @Column({ type: 'integer', transformer: minorUnits })
  amountMinor!: bigint;

  @Column({ type: 'varchar', length: 200 })
  reason!: string;

  @Column({ type: 'varchar', length: 40, nullable: true })
  gatewayReference!: string | null;

  @Column({ type: 'integer', nullable: true })
  issuedById!: number | null;

  @ManyToOne(() => User, { nullable: true, onDelete: 'SET NULL' })
  issuedBy!: User | null;

  @CreateDateColumn({ type: 'datetime' })
  createdAt!: Date;
}
