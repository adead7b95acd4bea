/** Who sells: printed on invoices and packing slips, and the origin of every parcel. */
export const company = {
  name: 'Fig & Fern GmbH',
  street: 'Lindenstraße 12',
  postalCode: '10969',
  city: 'Berlin',
  country: 'DE',
  vatId: 'DE811907980',
  email: 'shop@figandfern.example',
  iban: 'DE02120300000000202051',
  website: 'https://figandfern.example',
} as const;

/** The shop sells in one currency; prices include the tax of the country of delivery. */
export const shopCurrency = 'EUR';

/** Countries that the shop delivers to, in the order in which forms show them. */
export const deliveryCountries = ['DE', 'AT', 'FR', 'NL', 'BE', 'IT', 'ES', 'PL', 'CH'] as const;

export type DeliveryCountry = (typeof deliveryCountries)[number];

/** Days after delivery within which an order may be sent back. */
export const returnWindowDays = 30;

/** Hours for which stock is held for an order that is to be paid by bank transfer. */
export const prepaymentHoldHours = 7 * 24;
