import { businessDate, Money } from '../../../kernel/index.js';
import type { EntryDraft } from '../../ledger/index.js';
import {
  journalForFailure,
  journalForHold,
  journalForInstruction,
  journalForRelease,
  journalForReturn,
  journalForSettlement,
  journalForUnpaid,
  type PostedPayout,
} from './journals.js';

const payout: PostedPayout = {
  id: 77,
  number: 'BF2024-0001',
  fund: 'SVC',
  amount: Money.parse('40398.59'),
  sourceCode: '2101',
  sourceHolderType: 'firm',
  sourceHolderId: 4,
  returns: 0,
};
const mark = { on: businessDate('2024-02-18'), occurrence: 1 };
const lines = (draft: EntryDraft) =>
  draft.transfers.map((line) => {
    const side = (ref: typeof line.debit) => `${ref.code}[${ref.holder?.type} ${ref.holder?.id}]`;
    return `${draft.rule} ${line.fund} ${side(line.debit)}/${side(line.credit)} ${line.amount.toString()}`;
  });

describe('entries of a payout', () => {
  it('hold the amount out of what the firm has earned (P13)', () => {
    expect(lines(journalForHold(payout, mark))).toEqual(['P13 SVC 2101[firm 4]/2111[disbursement 77] 40398.59']);
  });

  it('move it in flight when the bank is told to pay (P14)', () => {
    expect(lines(journalForInstruction(payout, mark))).toEqual(['P14 SVC 2111[disbursement 77]/2112[disbursement 77] 40398.59']);
  });

  it('take it out of the bank account when the bank has paid (P15)', () => {
    expect(lines(journalForSettlement(payout, mark, 5))).toEqual(['P15 SVC 2112[disbursement 77]/1001[bank_account 5] 40398.59']);
  });

  it('give it back to the claim when an approval is taken back or the payout cancelled (P16)', () => {
    expect(lines(journalForRelease(payout, mark))).toEqual(['P16 SVC 2111[disbursement 77]/2101[firm 4] 40398.59']);
  });

  it('leave it held when the bank did not pay (P16)', () => {
    expect(lines(journalForFailure(payout, mark))).toEqual(['P16 SVC 2112[disbursement 77]/2111[disbursement 77] 40398.59']);
  });

  it('hold each kind out of the account of its claim', () => {
    const back: PostedPayout = { ...payout, fund: 'TRN', sourceCode: '2302', sourceHolderType: 'bank_line', sourceHolderId: 9 };
    expect(lines(journalForHold(back, mark))).toEqual(['P13 TRN 2302[bank_line 9]/2111[disbursement 77] 40398.59']);
    const tax: PostedPayout = { ...payout, fund: 'COM', sourceCode: '2201', sourceHolderType: null, sourceHolderId: null };
    expect(lines(journalForRelease(tax, mark))).toEqual(['P16 COM 2111[disbursement 77]/2201[undefined undefined] 40398.59']);
  });

  it('keep what came back for the payout (P22), hold it again out of that, and give it back to the claim when it is not paid again (P22c)', () => {
    expect(lines(journalForReturn(payout, mark, 5))).toEqual(['P22 SVC 1001[bank_account 5]/2303[disbursement 77] 40398.59']);
    const cameBack = { ...payout, returns: 1 };
    expect(lines(journalForHold(cameBack, mark))).toEqual(['P13 SVC 2303[disbursement 77]/2111[disbursement 77] 40398.59']);
    expect(lines(journalForRelease(cameBack, mark))).toEqual(['P16 SVC 2111[disbursement 77]/2303[disbursement 77] 40398.59']);
    expect(lines(journalForUnpaid(cameBack, mark))).toEqual(['P22c SVC 2303[disbursement 77]/2101[firm 4] 40398.59']);
  });

  it('name their payout, their day and how often it happened, and nobody by name', () => {
    const draft = journalForHold(payout, { on: businessDate('2024-02-18'), occurrence: 2 });
    expect(draft).toMatchObject({
      effectiveOn: '2024-02-18',
      occurrence: 2,
      source: { type: 'disbursement', id: 77 },
      description: 'Payout BF2024-0001 approved, amount held',
    });
  });
});
