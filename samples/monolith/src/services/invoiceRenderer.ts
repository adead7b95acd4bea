import { company } from '../config/company.js';
import type { Invoice } from '../entities/index.js';
import { Money, addressLines, escapeHtml, htmlPage, htmlTable, isoDate } from '../utils/index.js';
import { taxIncluded } from './taxService.js';

function amountText(minor: number | bigint): string {
  return new Money(BigInt(minor)).toDecimal();
}

function percentText(basisPoints: number): string {
  return `${(basisPoints / 100).toFixed(basisPoints % 100 === 0 ? 0 : 1)} %`;
}

/** Tax by rate: gross, tax within it, and what is left. */
function taxRows(invoice: Invoice): string[][] {
  const grossByRate = new Map<number, bigint>();
  for (const line of invoice.lines) {
    const sum = grossByRate.get(line.taxBasisPoints) ?? 0n;
    grossByRate.set(line.taxBasisPoints, sum + BigInt(line.grossMinor));
  }
  return [...grossByRate].map(([rate, gross]) => {
    const tax = taxIncluded(new Money(gross), rate);
    const net = new Money(gross).minus(tax);
    return [percentText(rate), net.toDecimal(), tax.toDecimal(), amountText(gross)];
  });
}

function closingText(invoice: Invoice): string {
  if (invoice.kind === 'credit_note') {
    return `This credit note corrects invoice ${escapeHtml(invoice.correctsNumber ?? '')}.`;
  }
  if (invoice.status === 'paid') return 'Paid, with thanks.';
  if (invoice.status === 'cancelled') return 'This invoice has been cancelled.';
  return `Please transfer the amount by ${isoDate(invoice.dueAt)} to ${company.iban}.`;
}

/** A document that prints well; kept as text because its amounts must never be computed again. */
export function renderInvoice(invoice: Invoice, orderNumber: string): string {
  const title = `${invoice.kind === 'invoice' ? 'Invoice' : 'Credit note'} ${invoice.number}`;
  const seller = [company.name, company.street, `${company.postalCode} ${company.city}`];
  const lines = invoice.lines.map((line) => [
    line.text,
    String(line.quantity),
    percentText(line.taxBasisPoints),
    amountText(line.grossMinor),
  ]);
  return htmlPage(
    title,
    [
      `<p>${seller.map((line) => escapeHtml(line)).join('<br>')}<br>VAT ${company.vatId}</p>`,
      `<p>${addressLines(invoice.address)
        .map((line) => escapeHtml(line))
        .join('<br>')}</p>`,
      `<h1>${escapeHtml(title)}</h1>`,
      `<p>Date ${isoDate(invoice.issuedAt)}, order ${escapeHtml(orderNumber)}</p>`,
      htmlTable(['Article', 'Quantity', 'Tax', 'Amount EUR'], lines, 1),
      `<p class="number"><strong>Total ${amountText(invoice.grossMinor)} EUR</strong></p>`,
      htmlTable(['Tax rate', 'Net', 'Tax', 'Gross'], taxRows(invoice), 3),
      `<p>${closingText(invoice)}</p>`,
    ].join('\n'),
  );
}
