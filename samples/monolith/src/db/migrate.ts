import { logger } from '../utils/logger.js';
import { AppDataSource } from './dataSource.js';

/** The start-up step that brings the database file to the schema of this release. */
export async function migrate(): Promise<void> {
  const applied = await AppDataSource.runMigrations({ transaction: 'each' });
  for (const migration of applied) logger.info({ migration: migration.name }, 'migrated');
}
