import {
  expireIdlePoints,
  purgeSessions,
  rebuildDay,
  remindOfOverdueInvoices,
} from '../services/index.js';
import { addDays } from '../utils/index.js';

const SESSIONS_KEPT_DAYS = 30;
const POINTS_KEPT_DAYS = 2 * 365;

/** What is done once, when nobody shops: yesterday's figures, reminders, housekeeping. */
export async function runNightly(now: Date): Promise<string> {
  const { orders } = await rebuildDay(addDays(now, -1));
  const reminded = await remindOfOverdueInvoices(now);
  const sessions = await purgeSessions(addDays(now, -SESSIONS_KEPT_DAYS));
  const lapsed = await expireIdlePoints(addDays(now, -POINTS_KEPT_DAYS));
  return [
    `${orders} orders yesterday`,
    `${reminded.length} invoices reminded of`,
    `${sessions} sessions forgotten`,
    `${lapsed} accounts with lapsed points`,
  ].join(', ');
}
