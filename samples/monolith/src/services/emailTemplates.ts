import { company } from '../config/company.js';
import { escapeHtml, pluralize } from '../utils/index.js';

export const topics = ['account', 'orders', 'billing', 'offers', 'operations'] as const;
export type Topic = (typeof topics)[number];

/** These are part of the contract, and mailed whatever the customer prefers. */
export const mandatoryTopics: ReadonlySet<Topic> = new Set(['account', 'billing', 'operations']);

type TemplateData = Record<string, string | number | boolean>;

interface Template {
  topic: Topic;
  subject: string;
  /** Paragraphs; {{name}} is replaced by the value, escaped. */
  paragraphs: string[];
}

const templates = {
  welcome: {
    topic: 'account',
    subject: 'Welcome to Fig & Fern, {{name}}',
    paragraphs: [
      'Hello {{name}},',
      'your account is ready. We have put 50 loyalty points into it for a start.',
    ],
  },
  passwordReset: {
    topic: 'account',
    subject: 'Choose a new password',
    paragraphs: [
      'Someone, hopefully you, wants to set a new password for this account.',
      `Please open ${company.website}/reset?token={{token}} within an hour.`,
      'If it was not you, there is nothing to do: your password stays as it is.',
    ],
  },
  orderPlaced: {
    topic: 'orders',
    subject: 'Your order {{number}}',
    paragraphs: ['Thank you!', 'We received your order {{number}} on {{date}}.'],
  },
  orderPaid: {
    topic: 'orders',
    subject: 'Payment received for {{number}}',
    paragraphs: ['Your payment for {{number}} has arrived. We are packing now.'],
  },
  orderShipped: {
    topic: 'orders',
    subject: 'Your order {{number}} is on its way',
    paragraphs: [
      'Your parcel has left our house.',
      `Follow it at ${company.website}/track/{{trackingCode}}.`,
    ],
  },
  orderDelivered: {
    topic: 'orders',
    subject: 'Your order {{number}} has arrived',
    paragraphs: ['We hope that you enjoy it. A review helps others to choose.'],
  },
  orderCancelled: {
    topic: 'orders',
    subject: 'Your order {{number}} has been cancelled',
    paragraphs: ['The order {{number}} has been cancelled: {{reason}}.'],
  },
  paymentDeclined: {
    topic: 'billing',
    subject: 'Your payment did not go through',
    paragraphs: [
      'Your payment of {{amount}} was declined ({{reason}}).',
      'Your cart is as you left it, so that you can try another way to pay.',
    ],
  },
  refunded: {
    topic: 'billing',
    subject: 'Refund for {{number}}',
    paragraphs: ['We have paid {{amount}} back for your order {{number}}.'],
  },
  invoice: {
    topic: 'billing',
    subject: 'Invoice {{number}} for your order {{order}}',
    paragraphs: ['Hello {{name}},', 'please find invoice {{number}} attached.'],
  },
  paymentReminder: {
    topic: 'billing',
    subject: 'Reminder {{level}}: invoice {{number}}',
    paragraphs: [
      'We have not received {{amount}} for invoice {{number}} yet.',
      `Please transfer the amount to ${company.iban}.`,
    ],
  },
  returnDecided: {
    topic: 'orders',
    subject: 'Your return {{number}}',
    paragraphs: ['We have looked at your return {{number}}: {{decision}}.'],
  },
  cartReminder: {
    topic: 'offers',
    subject: 'You left something in your cart',
    paragraphs: ['There are still {{articles}} in your cart. Shall we keep them for you?'],
  },
  lowStock: {
    topic: 'operations',
    subject: 'Low stock: {{sku}}',
    paragraphs: ['{{warehouse}} has {{onHand}} of {{sku}} left (reorder at {{reorderPoint}}).'],
  },
  reviewPosted: {
    topic: 'operations',
    subject: 'A review of {{product}} waits for approval',
    paragraphs: ['Review {{review}} of {{product}} waits for approval.'],
  },
  parcelProblem: {
    topic: 'operations',
    subject: 'Problem with parcel {{trackingCode}}',
    paragraphs: ['{{trackingCode}}: {{description}}.'],
  },
} as const satisfies Record<string, Template>;

export type TemplateName = keyof typeof templates;

export interface RenderedEmail {
  topic: Topic;
  subject: string;
  body: string;
}

function fill(text: string, data: TemplateData, transform: (value: string) => string): string {
  return text.replace(/\{\{(\w+)\}\}/g, (_placeholder, key: string) => {
    const value = data[key];
    if (value === undefined) throw new RangeError(`The template needs a value for "${key}"`);
    return transform(String(value));
  });
}

export function renderEmail(name: TemplateName, data: TemplateData): RenderedEmail {
  const template: Template = templates[name];
  const paragraphs = template.paragraphs.map((text) => `<p>${fill(text, data, escapeHtml)}</p>`);
  return {
    topic: template.topic,
    subject: fill(template.subject, data, (value) => value),
    body: `${paragraphs.join('\n')}\n<p>${escapeHtml(company.name)}</p>`,
  };
}

export function articlesText(count: number): string {
  return pluralize(count, 'article');
}
