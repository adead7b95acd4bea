import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { config } from '../config/env.js';

const KEY_LENGTH = 32;

function derive(password: string, salt: Buffer, cost: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(password, salt, KEY_LENGTH, { N: cost, maxmem: 256 * cost * 8 }, (error, key) => {
      if (error) reject(error);
      else resolve(key);
    });
  });
}

/** "cost$salt$key": the cost is kept so that it can be raised without invalidating old hashes. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password, salt, config.passwordCost);
  return `${config.passwordCost}$${salt.toString('base64url')}$${key.toString('base64url')}`;
}

export async function verifyPassword(password: string, stored: string): Promise<boolean> {
  const [cost, salt, key] = stored.split('$');
  if (!cost || !salt || !key) return false;
  const derived = await derive(password, Buffer.from(salt, 'base64url'), Number(cost));
  return timingSafeEqual(derived, Buffer.from(key, 'base64url'));
}
