import { Readable } from 'node:stream';
import { csvCell } from './helpers.js';

export type CsvRow = readonly (string | number | bigint | null)[];

/** Turns rows into CSV text as they are produced, so that an export never sits in memory whole. */
export function csvStream(header: readonly string[], rows: AsyncIterable<CsvRow>): Readable {
  async function* lines(): AsyncGenerator<string> {
    yield `${header.join(',')}\r\n`;
    for await (const row of rows) {
      yield `${row.map((cell) => csvCell(cell)).join(',')}\r\n`;
    }
  }
  return Readable.from(lines(), { objectMode: false, encoding: 'utf8' });
}
