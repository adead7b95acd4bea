import assert from 'node:assert/strict';
import {
  addBusinessDays,
  addressLines,
  csvCell,
  escapeHtml,
  groupBy,
  isPostalCode,
  isoDate,
  likePattern,
  parseCsv,
  passesLuhn,
  quantitiesBySku,
  randomCode,
  sameSignature,
  slugify,
  sqlDateTime,
} from '../../src/utils/index.js';

describe('helpers', () => {
  it('count business days over a weekend', () => {
    const friday = new Date('2025-03-07T10:00:00Z');
    assert.equal(isoDate(addBusinessDays(friday, 1)), '2025-03-10');
    assert.equal(isoDate(addBusinessDays(friday, 6)), '2025-03-17');
  });

  it('write dates as the database keeps them', () => {
    assert.equal(sqlDateTime(new Date('2025-03-07T10:00:00Z')), '2025-03-07 10:00:00.000');
  });

  it('make addresses of names', () => {
    assert.equal(slugify('  Gießkanne „Été“ (5 l) '), 'giesskanne-ete-5-l');
    assert.equal(slugify('!!!'), '');
  });

  it('escape what HTML would read as its own', () => {
    assert.equal(
      escapeHtml(`<a href="x">'&'</a>`),
      '&lt;a href=&quot;x&quot;&gt;&#39;&amp;&#39;&lt;/a&gt;',
    );
  });

  it('quote CSV cells where needed, and defuse formulas', () => {
    assert.equal(csvCell('plain'), 'plain');
    assert.equal(csvCell('a "b", c'), '"a ""b"", c"');
    assert.equal(csvCell('=SUM(A1)'), "'=SUM(A1)");
    assert.equal(csvCell(-5), '-5');
    assert.equal(csvCell(null), '');
  });

  it('read CSV with quotes, commas and line breaks in cells', () => {
    const rows = parseCsv('a,b\r\n"1,5","say ""hi""\nthere"\n\nlast,\n');
    assert.deepEqual(rows, [
      ['a', 'b'],
      ['1,5', 'say "hi"\nthere'],
      ['last', ''],
    ]);
  });

  it('take wildcards literally in searches', () => {
    assert.equal(likePattern(' 100%_\\ '), '%100\\%\\_\\\\%');
  });

  it('add up quantities of the same article', () => {
    const lines = [
      { sku: 'A', quantity: 1 },
      { sku: 'B', quantity: 2 },
      { sku: 'A', quantity: 3 },
    ];
    assert.deepEqual(
      [...quantitiesBySku(lines)],
      [
        ['A', 4],
        ['B', 2],
      ],
    );
    assert.deepEqual(
      groupBy(lines, (line) => line.sku)
        .get('A')
        ?.map((line) => line.quantity),
      [1, 3],
    );
  });

  it('check card numbers and signatures', () => {
    assert.equal(passesLuhn('4242424242424242'), true);
    assert.equal(passesLuhn('4242424242424241'), false);
    assert.equal(passesLuhn(''), false);
    assert.equal(sameSignature('abc', 'abc'), true);
    assert.equal(sameSignature('abc', 'abcd'), false);
  });

  it('make codes that can be read out', () => {
    assert.match(randomCode(200), /^[2-9A-HJKMNP-Z]{200}$/);
  });

  it('know the postal codes of the countries that are delivered to', () => {
    assert.equal(isPostalCode('PL', '00-950'), true);
    assert.equal(isPostalCode('PL', '00950'), false);
    assert.equal(isPostalCode('US', '10001'), false);
    const lines = addressLines({
      recipient: 'Ada',
      line1: 'Feldweg 3',
      line2: null,
      postalCode: '20095',
      city: 'Hamburg',
      country: 'DE',
      phone: null,
    });
    assert.deepEqual(lines, ['Ada', 'Feldweg 3', '20095 Hamburg', 'DE']);
  });
});
