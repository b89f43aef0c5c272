import { refusalOf } from '../../../../test/support/refusal.js';
import { readBallotsFile } from './ballots-file.js';

const read = (text: string) => readBallotsFile(Buffer.from(text));

describe('a list of ballots', () => {
  it('is read with the columns of the product or with Chinese ones, in any order', () => {
    const expected = [
      { unit: '01-101', choice: 'FOR', castOn: '2024-11-05', way: 'PAPER', reason: null },
      { unit: '01-102', choice: 'AGAINST', castOn: '2024-11-06', way: 'ONLINE', reason: '登记时看错' },
    ];
    expect(read('unit,choice,castOn,way,reason\n01-101,FOR,2024-11-05,PAPER,\n01-102,against,2024-11-06,ONLINE,登记时看错\n')).toEqual(expected);
    expect(read('意见,房屋,方式,投票日期,更正原因\n同意,01-101,纸质,2024/11/5,\n反对,01-102,网络,2024.11.06,登记时看错\n')).toEqual(expected);
    expect(read('unit,choice,castOn,way\n01-101,弃权,2024-11-05,PAPER\n')[0]).toMatchObject({ choice: 'ABSTAIN', reason: null });
  });

  it.each([
    ['a missing column', 'unit,choice,way\n01-101,FOR,PAPER\n', 'VOTE_FILE_COLUMNS', { column: 'castOn' }],
    ['a word that is none', 'unit,choice,castOn,way\n01-101,YES,2024-11-05,PAPER\n', 'VOTE_FILE_WORD', { line: 2, column: 'choice', value: 'YES' }],
    ['30 February', 'unit,choice,castOn,way\n01-101,FOR,2024-02-30,PAPER\n', 'VOTE_FILE_WORD', { line: 2, column: 'castOn' }],
    ['no day', 'unit,choice,castOn,way\n01-101,FOR,,PAPER\n', 'VOTE_FILE_WORD', { line: 2, column: 'castOn' }],
    ['a broken quote', 'unit,choice,castOn,way\n"01-101,FOR\n', 'VOTE_FILE', {}],
    ['what is no text', '\0\0\0\0', 'VOTE_FILE', { line: 1 }],
  ])('refuses %s', (_, text, code, details) => {
    expect(refusalOf(() => read(text))).toMatchObject({ code, details });
  });

  it('refuses what is larger than a list', () => {
    expect(refusalOf(() => readBallotsFile(Buffer.alloc(2 * 1024 * 1024 + 1, 'a'))).code).toBe('VOTE_FILE');
  });
});
