import assert from 'node:assert/strict';
import { Money, divideRounded, minorUnits } from '../../src/utils/index.js';

describe('money', () => {
  it('is read exactly, or not at all', () => {
    assert.equal(Money.parse('12.9').minor, 1290n);
    assert.equal(Money.parse('-0.05').minor, -5n);
    assert.equal(Money.parse('7').toString(), '7.00 EUR');
    for (const text of ['', '1.234', '1,50', '1e3', '.5']) {
      assert.throws(() => Money.parse(text), RangeError, text);
    }
  });

  it('is written with two decimals and its sign', () => {
    assert.equal(new Money(-5n).toDecimal(), '-0.05');
    assert.deepEqual(JSON.parse(JSON.stringify(new Money(123_456n))), {
      amount: '1234.56',
      currency: 'EUR',
    });
  });

  it('takes shares rounded half away from zero', () => {
    assert.equal(new Money(1_050n).share(1_000).minor, 105n);
    assert.equal(new Money(5n).share(5_000).minor, 3n);
    assert.equal(new Money(-5n).share(5_000).minor, -3n);
    assert.equal(divideRounded(7n, 3n), 2n);
  });

  it('is divided without losing a cent, the largest remainder first', () => {
    const shares = new Money(100n).allocate([1n, 1n, 1n]);
    assert.deepEqual(
      shares.map((share) => share.minor),
      [34n, 33n, 33n],
    );
    const weighted = new Money(100n).allocate([333n, 666n]);
    assert.deepEqual(
      weighted.map((share) => share.minor),
      [33n, 67n],
    );
    assert.deepEqual(
      new Money(5n).allocate([0n, 0n]).map((share) => share.minor),
      [0n, 0n],
    );
  });

  it('is not mixed with other currencies', () => {
    const francs = new Money(100n, 'CHF');
    assert.throws(() => new Money(1n).plus(francs), /Cannot mix EUR and CHF/);
  });

  it('goes into a column as a number and comes out as a bigint', () => {
    assert.equal(minorUnits.to(1290n), 1290);
    assert.equal(minorUnits.from(1290), 1290n);
    assert.equal(minorUnits.from(null), null);
  });
});
