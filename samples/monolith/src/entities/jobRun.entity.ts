import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

@Entity('job_runs')
export class JobRun {
  @PrimaryGeneratedColumn({ type: 'integer' })
  id!: number;

  @Index()
  @Column({ type: 'varchar', length: 40 })
  job!: string;

  @Column({ type: 'datetime' })
  startedAt!: Date;

  @Column({ type: 'datetime', nullable: true })
  finishedAt!: Date | null;

  @Column({ type: 'varchar', length: 300, nullable: true })
  outcome!: string | null;

  @Column({ type: 'boolean', default: true })
  ok!: boolean;
}
