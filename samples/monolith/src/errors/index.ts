export * from './appError.js';
export * from './domainErrors.js';
