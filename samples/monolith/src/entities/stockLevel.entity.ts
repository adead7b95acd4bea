import { Column, Entity, Index, ManyToOne, PrimaryGeneratedColumn, Unique } from 'typeorm';
import { Warehouse } from './warehouse.entity.js';

@Entity('stock_levels')
@Unique(['warehouseId', 'sku'])
export class StockLevel {
  @PrimaryGeneratedColumn({ type: 'integer' })
  id!: number;

  @Column({ type: 'integer' })
  warehouseId!: number;

  @ManyToOne(() => Warehouse, { onDelete: 'RESTRICT' })
  warehouse!: Warehouse;

  @Index()
  @Column({ type: 'varchar', length: 40 })
  sku!: string;

  @Column({ type: 'integer', default: 0 })
  onHand!: number;

  /** Part of what is on hand that is promised to an order. */
  @Column({ type: 'integer', default: 0 })
  reserved!: number;

  @Column({ type: 'integer', default: 0 })
  reorderPoint!: number;

  get available(): number {
    return this.onHand - this.reserved;
  }
}
