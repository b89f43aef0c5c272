import { businessDate, Money } from '../../../kernel/index.js';
import { journalForDispute, journalForDisputeDecision } from './dispute-journals.js';

const on = businessDate('2026-12-31');
const yuan = (text: string): Money => Money.parse(text);
const shown = ({ transfers }: ReturnType<typeof journalForDispute>) =>
  transfers.map(({ fund, debit, credit, amount }) => `${fund} ${debit.code}/${credit.code} ${amount.toString()}`);

describe('disputes of a handover', () => {
  it('hold apart what the firm is owed', () => {
    const draft = journalForDispute({ id: 7, firmId: 3, effectiveOn: on, amount: yuan('5000.00') });
    expect([draft.rule, draft.source, shown(draft)]).toEqual(['P28a', { type: 'firm_due', id: 7 }, ['SVC 2101/2601 5000.00']]);
  });

  it('give back to the firm what is its, and to the owners what is theirs with its cash', () => {
    const decided = { id: 8, firmId: 3, effectiveOn: on, bankAccountId: 1 };
    expect(shown(journalForDisputeDecision({ ...decided, toFirm: yuan('3000.00'), toOwners: yuan('2000.00') }))).toEqual([
      'SVC 2601/2101 3000.00',
      'SVC 2601/5001.01 2000.00',
      'SVC 5902/1001 2000.00',
      'QLT 1001/4902 2000.00',
    ]);
    expect(shown(journalForDisputeDecision({ ...decided, toFirm: yuan('1.00'), toOwners: Money.zero }))).toEqual(['SVC 2601/2101 1.00']);
  });
});
