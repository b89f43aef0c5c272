import { postCall, saidWhy, single, Stage, type Call } from './gate.js';

/** Entry 2 (6.00 from unit 2) with its sides exchanged, as ledger.reverse would send it. */
const opposite: Partial<Call> = {
  ...single,
  rule: `'{REV}'`,
  sourceType: `'{entry}'`,
  sourceId: `'{2}'`,
  debitCode: `'{2001}'`,
  debitType: `'{unit}'`,
  debitHolder: `'{2}'`,
  creditCode: `'{1001}'`,
  creditType: `'{bank_account}'`,
  amount: `'{6.00}'`,
};
/** Twice the same, in one call. */
const twice: Partial<Call> = {
  on: `'{2024-02-08,2024-02-09}'`,
  rule: `'{REV,REV}'`,
  sourceType: `'{entry,entry}'`,
  sourceId: `'{2,2}'`,
  occurrence: `'{1,2}'`,
  debitCode: `'{2001,2001}'`,
  debitType: `'{unit,unit}'`,
  debitHolder: `'{2,2}'`,
  creditCode: `'{1001,1001}'`,
  creditType: `'{bank_account,bank_account}'`,
  creditHolder: `'{1,1}'`,
  amount: `'{6.00,6.00}'`,
};
/** One entry of two transfers, with the lines that are told. */
const ofTwoLines = (lines: string): Partial<Call> => ({
  ...single,
  entry: `'{1,1}'`,
  line: `'${lines}'`,
  fund: `'{SVC,SVC}'`,
  debitCode: `'{1001,1001}'`,
  debitType: `'{bank_account,bank_account}'`,
  debitHolder: `'{1,1}'`,
  creditCode: `'{2001,2001}'`,
  creditType: `'{unit,unit}'`,
  creditHolder: `'{1,2}'`,
  amount: `'{4.00,6.00}'`,
});

describe('the gate, called past ledger.reverse with entries that say what they reverse (I4),', () => {
  let stage: Stage;
  const call = (change: Partial<Call>, reverses: string) => stage.attempt('mingbai_app', postCall(change).replace(/\)$/, `, ${reverses})`));

  beforeAll(async () => {
    stage = await Stage.set();
  });
  afterAll(() => stage.close());

  it('takes the whole entry with its sides exchanged', async () => {
    expect((await call(opposite, `'{2}'`)).rows).toEqual([{ first_seq: 3, voucher_nos: [3] }]);
  });

  it.each<[what: string, change: Partial<Call>, reverses: string]>([
    ['a reversal of nothing', opposite, 'null'],
    ['a reversal of null', opposite, `'{NULL}'`],
    ['a reversal without a list', opposite, `'{}'`],
    ['a list that is longer than the entries', opposite, `'{2,2}'`],
    ['a list of two dimensions', opposite, `'{{2}}'`],
    ['an entry that there is not', opposite, `'{99}'`],
    ['entry 0', opposite, `'{0}'`],
    ['itself', opposite, `'{3}'`],
    ['the entry before it in the same call', { ...twice, occurrence: `'{1,1}'`, sourceId: `'{2,3}'` }, `'{2,3}'`],
    ['an entry twice in a call', twice, `'{2,2}'`],
    ['a part of it', { ...opposite, amount: `'{5.99}'` }, `'{2}'`],
    ['more of it', { ...opposite, amount: `'{6.01}'` }, `'{2}'`],
    ['the money of another holder', { ...opposite, debitHolder: `'{1}'`, amount: `'{4.00}'` }, `'{2}'`],
    [
      'the same once more instead of its opposite',
      { ...single, rule: `'{REV}'`, sourceType: `'{entry}'`, sourceId: `'{2}'`, creditHolder: `'{2}'`, amount: `'{6.00}'` },
      `'{2}'`,
    ],
    ['under another rule', single, `'{2}'`],
    ['under the name of another entry', { ...opposite, sourceId: `'{1}'` }, `'{2}'`],
    ['under the name of a document', { ...opposite, sourceType: `'{receipt}'`, sourceId: `'{77}'` }, `'{2}'`],
  ])('says why it refuses %s', async (_, change, reverses) => {
    const ending = await call(change, reverses);
    expect({ said: saidWhy(ending), ...ending }).toMatchObject({ said: true });
  });

  it.each(['{0,1}', '{-1,1}', '{2,3}', '{1,1}', '{2147483647,2147483647}'])('says why it refuses the lines %s of one entry', async (lines) => {
    const ending = await stage.attempt('mingbai_app', postCall(ofTwoLines(lines)));
    expect({ said: saidWhy(ending), ...ending }).toMatchObject({ said: true });
  });
  it('takes the lines of an entry in any order', async () => {
    for (const lines of ['{1,2}', '{2,1}']) expect((await stage.attempt('mingbai_app', postCall(ofTwoLines(lines)))).refusal).toBeNull();
  });
});
