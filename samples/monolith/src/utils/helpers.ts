import { createHash, createHmac, randomInt, timingSafeEqual } from 'node:crypto';
import type { DeliveryCountry } from '../config/company.js';
import { deliveryCountries } from '../config/company.js';

// Everything that did not find a better home over the years. Nearly every module of the shop
// imports something from here, whatever its subject.

// ---------------------------------------------------------------- dates

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

export function addMinutes(date: Date, minutes: number): Date {
  return new Date(date.getTime() + minutes * MINUTE_MS);
}

export function addDays(date: Date, days: number): Date {
  return new Date(date.getTime() + days * DAY_MS);
}

export function daysBetween(earlier: Date, later: Date): number {
  return (later.getTime() - earlier.getTime()) / DAY_MS;
}

export function startOfDay(date: Date): Date {
  return new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()));
}

/** "2025-03-31", in UTC like everything that the shop stores. */
export function isoDate(date: Date): string {
  return date.toISOString().slice(0, 10);
}

/** The text form in which the ORM keeps dates, for comparisons in hand-written SQL. */
export function sqlDateTime(date: Date): string {
  return date.toISOString().replace('T', ' ').replace('Z', '');
}

/** Skips Saturdays and Sundays; parcels do not move on those. */
export function addBusinessDays(date: Date, days: number): Date {
  let result = date;
  let left = days;
  while (left > 0) {
    result = addDays(result, 1);
    const weekday = result.getUTCDay();
    if (weekday !== 0 && weekday !== 6) left -= 1;
  }
  return result;
}

// ---------------------------------------------------------------- text

export function slugify(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/ß/g, 'ss')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
}

export function pluralize(count: number, singular: string, plural = `${singular}s`): string {
  return `${count} ${count === 1 ? singular : plural}`;
}

const HTML_ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => HTML_ENTITIES[character] ?? character);
}

/** A whole printable page around trusted body HTML. */
export function htmlPage(title: string, body: string): string {
  return [
    '<!doctype html>',
    '<html lang="en">',
    `<head><meta charset="utf-8"><title>${escapeHtml(title)}</title>`,
    '<style>body{font-family:sans-serif;margin:2rem}table{border-collapse:collapse;width:100%}',
    'td,th{border-bottom:1px solid #ccc;padding:.3rem;text-align:left}.number{text-align:right}</style>',
    '</head>',
    `<body>${body}</body>`,
    '</html>',
  ].join('\n');
}

/** Rows of cells as an HTML table; cells are escaped, the last `numeric` columns right-aligned. */
export function htmlTable(header: string[], rows: string[][], numeric = 0): string {
  const cell = (tag: string, text: string, index: number) =>
    `<${tag}${index >= header.length - numeric ? ' class="number"' : ''}>${escapeHtml(text)}</${tag}>`;
  const row = (tag: string, cells: string[]) =>
    `<tr>${cells.map((text, index) => cell(tag, text, index)).join('')}</tr>`;
  return `<table>${row('th', header)}${rows.map((cells) => row('td', cells)).join('')}</table>`;
}

/** Quotes a cell where needed, and defuses what a spreadsheet would run as a formula. */
export function csvCell(value: string | number | bigint | null): string {
  if (value === null) return '';
  if (typeof value !== 'string') return String(value);
  const safe = /^[=+\-@\t]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
}

/** Reads RFC 4180 text into rows; empty lines are left out. */
export function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let quoted = false;
  const endRow = () => {
    row.push(cell);
    if (row.length > 1 || row[0] !== '') rows.push(row);
    row = [];
    cell = '';
  };
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (quoted) {
      if (character !== '"') cell += character;
      else if (text[index + 1] === '"') {
        cell += '"';
        index += 1;
      } else quoted = false;
    } else if (character === '"') quoted = true;
    else if (character === ',') {
      row.push(cell);
      cell = '';
    } else if (character === '\n') endRow();
    else if (character !== '\r') cell += character;
  }
  endRow();
  return rows;
}

/** A LIKE pattern that finds the text anywhere; wildcards in the text are taken literally. */
export function likePattern(text: string): string {
  return `%${text.trim().replace(/[\\%_]/g, (character) => `\\${character}`)}%`;
}

export function maskEmail(email: string): string {
  const [name = '', domain = ''] = email.split('@');
  return `${name.slice(0, 1)}***@${domain}`;
}

// ---------------------------------------------------------------- collections

export function groupBy<T, K>(items: Iterable<T>, keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

export function keyBy<T, K>(items: Iterable<T>, keyOf: (item: T) => K): Map<K, T> {
  const result = new Map<K, T>();
  for (const item of items) result.set(keyOf(item), item);
  return result;
}

export function sumBy<T>(items: Iterable<T>, valueOf: (item: T) => number): number {
  let sum = 0;
  for (const item of items) sum += valueOf(item);
  return sum;
}

/** Adds up the quantities of lines that name the same article. */
export function quantitiesBySku(lines: Iterable<{ sku: string; quantity: number }>) {
  const quantities = new Map<string, number>();
  for (const line of lines) {
    quantities.set(line.sku, (quantities.get(line.sku) ?? 0) + line.quantity);
  }
  return quantities;
}

// ---------------------------------------------------------------- paging

export interface PageRequest {
  page: number;
  pageSize: number;
}

export interface Page<T> {
  items: T[];
  total: number;
  page: number;
  pageSize: number;
  pages: number;
}

export function pageOf<T>(items: T[], total: number, request: PageRequest): Page<T> {
  return {
    items,
    total,
    page: request.page,
    pageSize: request.pageSize,
    pages: Math.ceil(total / request.pageSize),
  };
}

export function pageOffset(request: PageRequest): { skip: number; take: number } {
  return { skip: (request.page - 1) * request.pageSize, take: request.pageSize };
}

export function mapPage<T, U>(page: Page<T>, convert: (item: T) => U): Page<U> {
  return { ...page, items: page.items.map((item) => convert(item)) };
}

// ---------------------------------------------------------------- codes and signatures

/** No 0/O, 1/I/L: people read these codes to each other on the phone. */
const READABLE_ALPHABET = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';

export function randomCode(length: number): string {
  let code = '';
  for (let index = 0; index < length; index += 1) {
    code += READABLE_ALPHABET[randomInt(READABLE_ALPHABET.length)];
  }
  return code;
}

export function sha256Hex(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}

export function hmacHex(secret: string, content: Buffer): string {
  return createHmac('sha256', secret).update(content).digest('hex');
}

export function sameSignature(expected: string, given: string): boolean {
  const left = Buffer.from(expected);
  const right = Buffer.from(given);
  return left.length === right.length && timingSafeEqual(left, right);
}

/** The check digit of card numbers. */
export function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    let digit = Number(digits[digits.length - 1 - index]);
    if (index % 2 === 1) digit = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
    sum += digit;
  }
  return digits.length > 0 && sum % 10 === 0;
}

// ---------------------------------------------------------------- places

const POSTAL_CODES: Record<DeliveryCountry, RegExp> = {
  DE: /^\d{5}$/,
  AT: /^\d{4}$/,
  FR: /^\d{5}$/,
  NL: /^\d{4} ?[A-Z]{2}$/,
  BE: /^\d{4}$/,
  IT: /^\d{5}$/,
  ES: /^\d{5}$/,
  PL: /^\d{2}-\d{3}$/,
  CH: /^\d{4}$/,
};

function isDeliveryCountry(country: string): country is DeliveryCountry {
  return (deliveryCountries as readonly string[]).includes(country);
}

export function isPostalCode(country: string, code: string): boolean {
  return isDeliveryCountry(country) && POSTAL_CODES[country].test(code);
}

export interface PostalAddress {
  recipient: string;
  line1: string;
  line2: string | null;
  postalCode: string;
  city: string;
  country: string;
  phone: string | null;
}

/** The lines of an address label. */
export function addressLines(address: PostalAddress): string[] {
  const lines = [address.recipient, address.line1, address.line2 ?? ''];
  lines.push(`${address.postalCode} ${address.city}`, address.country);
  return lines.filter((line) => line !== '');
}
