import {
  Column,
  CreateDateColumn,
  Entity,
  Index,
  ManyToOne,
  OneToMany,
  PrimaryGeneratedColumn,
} from 'typeorm';
import type { PostalAddress } from '../utils/helpers.js';
import { minorUnits } from '../utils/money.js';
import { User } from './user.entity.js';

export const orderStatuses = [
  'pending',
  'paid',
  'packed',
  'shipped',
  'delivered',
  'cancelled',
  'returned',
] as const;
export type OrderStatus = (typeof orderStatuses)[number];

@Entity('orders')
export class Order {
  @PrimaryGeneratedColumn({ type: 'integer' })
  id!: number;

  @Index({ unique: true })
  @Column({ type: 'varchar', length: 30 })
  number!: string;

  @Index()
  @Column({ type: 'integer' })
  userId!: number;

  @ManyToOne(() => User, { onDelete: 'RESTRICT' })
  user!: User;

  @Index()
  @Column({ type: 'varchar', length: 12, default: 'pending' })
  status!: OrderStatus;

  @Column({ type: 'varchar', length: 3 })
  currency!: string;

  @Column({ type: 'integer', transformer: minorUnits })
  subtotalMinor!: bigint;

  @Column({ type: 'integer', transformer: minorUnits })
  discountMinor!: bigint;

  @Column({ type: 'integer', transformer: minorUnits })
  shippingMinor!: bigint;

  @Column({ type: 'integer' })
  shippingTaxBasisPoints!: number;

  @Column({ type: 'integer', transformer: minorUnits })
  taxMinor!: bigint;

  @Column({ type: 'integer', transformer: minorUnits })
  totalMinor!: bigint;

  @Column({ type: 'varchar', length: 24, nullable: true })
  couponCode!: string | null;

  @Column({ type: 'varchar', length: 12 })
  shippingMethod!: string;

  @Column({ type: 'simple-json' })
  shippingAddress!: PostalAddress;

  @Index()
  @Column({ type: 'datetime' })
  placedAt!: Date;

  @Column({ type: 'datetime', nullable: true })
  paidAt!: Date | null;

  @Column({ type: 'datetime', nullable: true })
  deliveredAt!: Date | null;

  @Column({ type: 'datetime', nullable: true })
  cancelledAt!: Date | null;

  @Column({ type: 'varchar', length: 200, nullable: true })
  cancelReason!: string | null;

  @OneToMany(() => OrderLine, (line) => line.order, { cascade: ['insert'] })
  lines!: OrderLine[];
}

/** A copy of what was sold: later changes of the catalogue do not reach it. */
@Entity('order_lines')
export class OrderLine {
  @PrimaryGeneratedColumn({ type: 'integer' })
  id!: number;

  @Index()
  @Column({ type: 'integer' })
  orderId!: number;

  @ManyToOne(() => Order, (order) => order.lines, { onDelete: 'CASCADE' })
  order!: Order;

  @Column({ type: 'varchar', length: 40 })
  sku!: string;

  @Index()
  @Column({ type: 'integer' })
  productId!: number;

  @Column({ type: 'varchar', length: 230 })
  name!: string;

  @Column({ type: 'integer' })
  quantity!: number;

  @Column({ type: 'integer', default: 0 })
  returnedQuantity!: number;

  @Column({ type: 'integer', transformer: minorUnits })
  unitPriceMinor!: bigint;

  @Column({ type: 'integer', transformer: minorUnits })
  discountMinor!: bigint;

  @Column({ type: 'integer' })
  taxBasisPoints!: number;

  @Column({ type: 'integer' })
  weightGrams!: number;

  get totalMinor(): bigint {
    return this.unitPriceMinor * BigInt(this.quantity) - this.discountMinor;
  }
}

@Entity('order_status_changes')
export class OrderStatusChange {
  @PrimaryGeneratedColumn({ type: 'integer' })
  id!: number;

  @Index()
  @Column({ type: 'integer' })
  orderId!: number;

  @ManyToOne(() => Order, { onDelete: 'CASCADE' })
  order!: Order;

  @Column({ type: 'varchar', length: 12, nullable: true })
  fromStatus!: OrderStatus | null;

  @Column({ type: 'varchar', length: 12 })
  toStatus!: OrderStatus;

  @Column({ type: 'varchar', length: 200, nullable: true })
  note!: string | null;

  @Column({ type: 'integer', nullable: true })
  actorId!: number | null;

  @ManyToOne(() => User, { nullable: true, onDelete: 'SET NULL' })
  actor!: User | null;

  @CreateDateColumn({ type: 'datetime' })
  createdAt!: Date;
}
