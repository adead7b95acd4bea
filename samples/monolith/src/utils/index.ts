export * from './csvStream.js';
export * from './helpers.js';
export * from './logger.js';
export * from './money.js';
export * from './passwords.js';
