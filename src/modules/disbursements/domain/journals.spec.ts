import { businessDate, Money, type OrganisationId } from '../../../kernel/index.js';
import type { EntryDraft } from '../../ledger/index.js';
import { journalForFailure, journalForHold, journalForInstruction, journalForRelease, journalForSettlement, type PostedPayout } from './journals.js';

const payout: PostedPayout = { id: 77, number: 'BF2024-0001', fund: 'SVC', amount: Money.parse('40398.59'), firmId: 4 as OrganisationId };
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
