import {
  Column,
  CreateDateColumn,
  Entity,
  Index,
  ManyToOne,
  PrimaryGeneratedColumn,
} from 'typeorm';
import { Warehouse } from './warehouse.entity.js';

export type ReservationStatus = 'held' | 'confirmed' | 'consumed' | 'released';

@Entity('stock_reservations')
export class StockReservation {
  @PrimaryGeneratedColumn({ type: 'integer' })
  id!: number;

  /** The number of the order that the stock is promised to. */
  @Index()
  @Column({ type: 'varchar', length: 30 })
  reference!: string;

  @Column({ type: 'varchar', length: 40 })
  sku!: string;

  @Column({ type: 'integer' })
  warehouseId!: number;

  @ManyToOne(() => Warehouse, { onDelete: 'RESTRICT' })
  warehouse!: Warehouse;

  @Column({ type: 'integer' })
  quantity!: number;

  @Index()
  @Column({ type: 'varchar', length: 10, default: 'held' })
  status!: ReservationStatus;

  /** When a held reservation falls back; confirmed ones do not expire. */
  @Column({ type: 'datetime', nullable: true })
  expiresAt!: Date | null;

  @CreateDateColumn({ type: 'datetime' })
  createdAt!: Date;
}
