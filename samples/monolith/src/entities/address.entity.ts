import { Column, Entity, Index, ManyToOne, PrimaryGeneratedColumn } from 'typeorm';
import type { PostalAddress } from '../utils/helpers.js';
import { User } from './user.entity.js';

@Entity('addresses')
export class Address implements PostalAddress {
  @PrimaryGeneratedColumn({ type: 'integer' })
  id!: number;

  @Index()
  @Column({ type: 'integer' })
  userId!: number;

  @ManyToOne(() => User, { onDelete: 'CASCADE' })
  user!: User;

  @Column({ type: 'varchar', length: 40, default: 'Home' })
  label!: string;

  @Column({ type: 'varchar', length: 120 })
  recipient!: string;

  @Column({ type: 'varchar', length: 120 })
  line1!: string;

  @Column({ type: 'varchar', length: 120, nullable: true })
  line2!: string | null;

  @Column({ type: 'varchar', length: 12 })
  postalCode!: string;

  @Column({ type: 'varchar', length: 80 })
  city!: string;

  @Column({ type: 'varchar', length: 2 })
  country!: string;

  @Column({ type: 'varchar', length: 30, nullable: true })
  phone!: string | null;

  @Column({ type: 'boolean', default: false })
  isDefault!: boolean;
}
