import {
  Column,
  CreateDateColumn,
  Entity,
  Index,
  ManyToOne,
  OneToMany,
  PrimaryGeneratedColumn,
} from 'typeorm';
import { Order } from './order.entity.js';
import { User } from './user.entity.js';

export const shipmentStatuses = [
  'label_created',
  'in_transit',
  'out_for_delivery',
  'delivered',
  'exception',
  'cancelled',
] as const;
export type ShipmentStatus = (typeof shipmentStatuses)[number];

export interface ShipmentLine {
  orderLineId: number;
  sku: string;
  name: string;
  quantity: number;
}

@Entity('shipments')
export class Shipment {
  @PrimaryGeneratedColumn({ type: 'integer' })
  id!: number;

  @Index()
  @Column({ type: 'integer' })
  orderId!: number;

  @ManyToOne(() => Order, { onDelete: 'CASCADE' })
  order!: Order;

  @Index({ unique: true })
  @Column({ type: 'varchar', length: 30 })
  trackingCode!: string;

  @Column({ type: 'varchar', length: 40 })
  carrier!: string;

  @Column({ type: 'varchar', length: 18, default: 'label_created' })
  status!: ShipmentStatus;

  @Column({ type: 'simple-json' })
  lines!: ShipmentLine[];

  @Column({ type: 'integer' })
  weightGrams!: number;

  @Column({ type: 'integer', nullable: true })
  packedById!: number | null;

  @ManyToOne(() => User, { nullable: true, onDelete: 'SET NULL' })
  packedBy!: User | null;

  @Column({ type: 'datetime', nullable: true })
  dispatchedAt!: Date | null;

  @Column({ type: 'datetime', nullable: true })
  deliveredAt!: Date | null;

  @CreateDateColumn({ type: 'datetime' })
  createdAt!: Date;

  @OneToMany(() => TrackingEvent, (event) => event.shipment)
  events!: TrackingEvent[];
}

@Entity('tracking_events')
export class TrackingEvent {
  @PrimaryGeneratedColumn({ type: 'integer' })
  id!: number;

  @Index()
  @Column({ type: 'integer' })
  shipmentId!: number;

  @ManyToOne(() => Shipment, (shipment) => shipment.events, { onDelete: 'CASCADE' })
  shipment!: Shipment;

  @Column({ type: 'varchar', length: 18 })
  status!: ShipmentStatus;

  @Column({ type: 'varchar', length: 200 })
  description!: string;

  @Column({ type: 'varchar', length: 80, nullable: true })
  location!: string | null;

  @Column({ type: 'datetime' })
  occurredAt!: Date;
}
