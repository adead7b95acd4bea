import {
  Column,
  CreateDateColumn,
  Entity,
  Index,
  ManyToOne,
  PrimaryGeneratedColumn,
  Unique,
} from 'typeorm';
import { User } from './user.entity.js';

/** Muted: shown in the inbox, but not mailed, as the customer wished. */
export type NotificationStatus = 'queued' | 'sent' | 'failed' | 'muted';

/** An e-mail to be sent, or already sent; the text is also shown in the customer's inbox. */
@Entity('notifications')
export class Notification {
  @PrimaryGeneratedColumn({ type: 'integer' })
  id!: number;

  @Index()
  @Column({ type: 'integer' })
  recipientId!: number;

  @ManyToOne(() => User, { onDelete: 'CASCADE' })
  recipient!: User;

  @Column({ type: 'varchar', length: 40 })
  template!: string;

  @Column({ type: 'varchar', length: 20 })
  topic!: string;

  /** The same key is never sent twice to a recipient. */
  @Index({ unique: true })
  @Column({ type: 'varchar', length: 120 })
  dedupeKey!: string;

  @Column({ type: 'varchar', length: 160 })
  subject!: string;

  @Column({ type: 'text' })
  body!: string;

  @Index()
  @Column({ type: 'varchar', length: 10, default: 'queued' })
  status!: NotificationStatus;

  @Column({ type: 'integer', default: 0 })
  attempts!: number;

  @Column({ type: 'datetime' })
  nextAttemptAt!: Date;

  @Column({ type: 'varchar', length: 200, nullable: true })
  lastError!: string | null;

  @Column({ type: 'varchar', length: 80, nullable: true })
  attachmentName!: string | null;

  @Column({ type: 'blob', nullable: true })
  attachment!: Buffer | null;

  @Column({ type: 'datetime', nullable: true })
  readAt!: Date | null;

  @CreateDateColumn({ type: 'datetime' })
  createdAt!: Date;
}

@Entity('notification_preferences')
@Unique(['userId', 'topic'])
export class NotificationPreference {
  @PrimaryGeneratedColumn({ type: 'integer' })
  id!: number;

  @Column({ type: 'integer' })
  userId!: number;

  @ManyToOne(() => User, { onDelete: 'CASCADE' })
  user!: User;

  @Column({ type: 'varchar', length: 20 })
  topic!: string;

  @Column({ type: 'boolean' })
  email!: boolean;
}
