import { mkdir, writeFile } from 'node:fs';
import path from 'node:path';
import { config } from '../config/env.js';
import { AppError } from '../errors/index.js';

export interface Mail {
  id: number;
  to: string;
  subject: string;
  html: string;
  attachment: { name: string; content: Buffer } | null;
}

export interface Receipt {
  file: string;
  bytes: number;
}

export type DeliveryCallback = (error: Error | null, receipt: Receipt | null) => void;

/** The receiving side will never take this mail: trying again would not help. */
export class MailboxError extends AppError {
  constructor(address: string) {
    super(422, 'mailbox_unavailable', `There is no mailbox ${address}`);
  }
}

const BOUNDARY = 'fig-and-fern';

function base64Lines(content: Buffer): string {
  return (content.toString('base64').match(/.{1,76}/g) ?? []).join('\r\n');
}

/** A header may hold ASCII only, and never a line break. */
function headerText(text: string): string {
  const oneLine = text.replace(/[\r\n]+/g, ' ');
  return /^[\x20-\x7e]*$/.test(oneLine)
    ? oneLine
    : `=?utf-8?B?${Buffer.from(oneLine).toString('base64')}?=`;
}

function part(contentType: string, content: Buffer, filename?: string): string[] {
  const disposition = filename ? [`Content-Disposition: attachment; filename="${filename}"`] : [];
  return [
    `--${BOUNDARY}`,
    `Content-Type: ${contentType}`,
    'Content-Transfer-Encoding: base64',
    ...disposition,
    '',
    base64Lines(content),
  ];
}

function compose(mail: Mail): string {
  const { attachment } = mail;
  return [
    `From: ${headerText(config.mailFrom)}`,
    `To: ${mail.to}`,
    `Subject: ${headerText(mail.subject)}`,
    'MIME-Version: 1.0',
    `Content-Type: multipart/mixed; boundary="${BOUNDARY}"`,
    '',
    ...part('text/html; charset=utf-8', Buffer.from(mail.html)),
    ...(attachment ? part('application/octet-stream', attachment.content, attachment.name) : []),
    `--${BOUNDARY}--`,
    '',
  ].join('\r\n');
}

/** Hands a mail to the outbox, a folder that the mail server of the house empties. */
export function deliver(mail: Mail, callback: DeliveryCallback): void {
  if (mail.to.endsWith('.invalid') || mail.to.endsWith('@invalid.example')) {
    callback(new MailboxError(mail.to), null);
    return;
  }
  const file = path.join(config.mailOutbox, `${String(mail.id).padStart(8, '0')}.eml`);
  const text = compose(mail);
  mkdir(config.mailOutbox, { recursive: true }, (folderError) => {
    if (folderError) {
      callback(folderError, null);
      return;
    }
    writeFile(file, text, (fileError) => {
      if (fileError) callback(fileError, null);
      else callback(null, { file, bytes: Buffer.byteLength(text) });
    });
  });
}
