/** What a payer wrote into the remark, as it stands there: `03-201` of WY03-201, `ZL01`, `BF2024-0001`. Each once. */
export interface References {
  readonly units: readonly string[];
  readonly leases: readonly string[];
  readonly payouts: readonly string[];
}

/** A code has a digit; the longest has 27 signs, so no more are looked at for it: without that bound `-WY-WY-WY…` is read again for every WY in it. */
const UNIT = /(?<![0-9A-Z])WY[ :#]?(?=[A-Z-]{0,26}\d)([0-9A-Z]+(?:-[0-9A-Z]+)*)/g;
const LEASE = /(?<![0-9A-Z])ZL[ -]?(\d+)(?![0-9A-Z])/g;
const PAYOUT = /(?<![0-9A-Z])BF[ -]?(\d{4}-\d+)(?![0-9A-Z])/g;
/** Dashes that keyboards and banks put in the place of a hyphen. */
const DASHES = /[\u2010-\u2015\u2212\u30FC_]/g;

/** The references in a remark: full-width letters, other dashes and small letters are read as what they stand for, and nothing else is mended. Takes steps in proportion to its length. */
export function referencesIn(remark: string): References {
  const text = remark.normalize('NFKC').toUpperCase().replaceAll(DASHES, '-');
  const found = (pattern: RegExp, prefix: string): string[] => [...new Set(Array.from(text.matchAll(pattern), ([, code]) => `${prefix}${code}`))];
  return { units: found(UNIT, ''), leases: found(LEASE, 'ZL'), payouts: found(PAYOUT, 'BF') };
}

/** Two names of a person or firm are the same when nothing but spaces and widths differ. */
export function sameName(one: string, other: string): boolean {
  return plain(one) !== '' && plain(one) === plain(other);
}

function plain(name: string): string {
  return name.normalize('NFKC').replaceAll(/\s/g, '').toUpperCase();
}
