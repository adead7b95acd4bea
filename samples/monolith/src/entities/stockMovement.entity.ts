import {
  Column,
  CreateDateColumn,
  Entity,
  Index,
  ManyToOne,
  PrimaryGeneratedColumn,
} from 'typeorm';
import { User } from './user.entity.js';
import { Warehouse } from './warehouse.entity.js';

export type MovementReason =
  | 'receipt'
  | 'sale'
  | 'return'
  | 'adjustment'
  | 'transfer'
  | 'stocktake';

/** The journal of every change of what is on hand; never updated. */
@Entity('stock_movements')
export class StockMovement {
  @PrimaryGeneratedColumn({ type: 'integer' })
  id!: number;

  @Column({ type: 'integer' })
  warehouseId!: number;

  @ManyToOne(() => Warehouse, { onDelete: 'RESTRICT' })
  warehouse!: Warehouse;

  @Index()
  @Column({ type: 'varchar', length: 40 })
  sku!: string;

  @Column({ type: 'integer' })
  delta!: number;

  @Column({ type: 'varchar', length: 12 })
  reason!: MovementReason;

  @Column({ type: 'varchar', length: 60, nullable: true })
  reference!: string | null;

  @Column({ type: 'integer', nullable: true })
  actorId!: number | null;

  @ManyToOne(() => User, { nullable: true, onDelete: 'SET NULL' })
  actor!: User | null;

  @CreateDateColumn({ type: 'datetime' })
  createdAt!: Date;
}
