import { refusalOf } from '../../../../test/support/refusal.js';
import { payeeNumber, readPayeeName, readPayeeParty } from './payee.js';

describe('a payee', () => {
  it('is cited by a number that grows past three digits', () => {
    expect([payeeNumber(1), payeeNumber(999), payeeNumber(1000)]).toEqual(['SK001', 'SK999', 'SK1000']);
    expect(() => payeeNumber(0)).toThrow('counted from 1');
  });

  it('is an organisation or a person, which is said where it may be either', () => {
    expect([readPayeeParty('OTHER', 'PERSON'), readPayeeParty('OTHER', 'ORGANISATION'), readPayeeParty('VENDOR', null)]).toEqual([true, false, false]);
    for (const kind of ['COMMITTEE', 'OTHER'] as const) expect(refusalOf(() => readPayeeParty(kind, null)).code).toBe('PAYEE_PARTY_MISSING');
    for (const kind of ['FIRM', 'TAX_OFFICE', 'CUSTODIAN'] as const) expect(refusalOf(() => readPayeeParty(kind, 'PERSON')).code).toBe('PAYEE_PARTY_KIND');
  });

  it('has a name of one printed line of at most 60 characters', () => {
    expect(readPayeeName(' 嘉善保安用品店 ')).toBe('嘉善保安用品店');
    expect(readPayeeName('名'.repeat(60))).toHaveLength(60);
    for (const text of ['', '  ', '名'.repeat(61), '一\n二'])
      expect(refusalOf(() => readPayeeName(text))).toEqual({ code: 'PAYEE_NAME_TEXT', details: { max: 60 } });
  });
});
