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

export const returnReasons = [
  'changed_mind',
  'wrong_item',
  'damaged',
  'defective',
  'late',
] as const;
export type ReturnReason = (typeof returnReasons)[number];

export type ReturnStatus = 'requested' | 'approved' | 'rejected' | 'refunded';

export interface ReturnLine {
  orderLineId: number;
  sku: string;
  quantity: number;
  /** Known once the parcel has been opened. */
  condition: 'resellable' | 'damaged' | null;
}

@Entity('return_requests')
export class ReturnRequest {
  @PrimaryGeneratedColumn({ type: 'integer' })
  id!: number;

  @Index({ unique: true })
  @Column({ type: 'varchar', length: 30 })
  number!: string;

  @Index()
  @Column({ type: 'integer' })
  orderId!: number;

  @ManyToOne(() => Order, { onDelete: 'CASCADE' })
  order!: Order;

  @Column({ type: 'integer' })
  requestedById!: number;

  @ManyToOne(() => User, { onDelete: 'RESTRICT' })
  requestedBy!: User;

  @Column({ type: 'varchar', length: 14 })
  reason!: ReturnReason;

  @Column({ type: 'varchar', length: 400, nullable: true })
  comment!: string | null;

  @Column({ type: 'varchar', length: 10, default: 'requested' })
  status!: ReturnStatus;

  @Column({ type: 'simple-json' })
  lines!: ReturnLine[];

  @Column({ type: 'integer', nullable: true, transformer: minorUnits })
  refundMinor!: bigint | null;

  @Column({ type: 'datetime', nullable: true })
  receivedAt!: Date | null;

  @CreateDateColumn({ type: 'datetime' })
  createdAt!: Date;
}
