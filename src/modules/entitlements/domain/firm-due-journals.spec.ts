import { businessDate, Money } from '../../../kernel/index.js';
import type { EntryDraft } from '../../ledger/index.js';
import {
  journalForFirmOffset,
  journalForFirmPayment,
  journalForFirmWriteOff,
  journalForPenalty,
  journalForPenaltyCredit,
  journalForTaking,
} from './firm-due-journals.js';

const yuan = (text: string): Money => Money.parse(text);
const effectiveOn = businessDate('2024-05-06');
const lines = ({ rule, transfers }: EntryDraft): string[] =>
  transfers.map(({ fund, debit, credit, amount }) => {
    const [dr, cr] = [debit, credit].map(({ code, holder }) => (holder ? `${code}[${holder.type} ${holder.id}]` : code));
    return `${rule} ${fund} ${dr}/${cr} ${amount.toString()}`;
  });

describe('entries of what the firm owes', () => {
  it('P18 takes a penalty off what the firm has earned, and the rest it owes', () => {
    const penalty = { id: 5, firmId: 4, effectiveOn, amount: yuan('800.00'), fromPayable: yuan('300.00') };
    expect(lines(journalForPenalty(penalty))).toEqual(['P18 SVC 2101[firm 4]/4301 300.00', 'P18 SVC 1104[firm 4]/4301 500.00']);
    expect(lines(journalForPenalty({ ...penalty, fromPayable: yuan('800.00') }))).toEqual(['P18 SVC 2101[firm 4]/4301 800.00']);
    expect(lines(journalForPenalty({ ...penalty, fromPayable: Money.zero }))).toEqual(['P18 SVC 1104[firm 4]/4301 800.00']);
  });

  it('P24 settles the bills of the owner who paid the firm, and the firm owes the money', () => {
    const taking = { id: 6, firmId: 4, unitId: 7, effectiveOn, allocations: [{ amount: yuan('75.23') }, { amount: yuan('24.77') }] };
    expect(lines(journalForTaking(taking))).toEqual(['P24 SVC 1104[firm 4]/1101[unit 7] 75.23', 'P24 SVC 1104[firm 4]/1101[unit 7] 24.77']);
  });

  it('P33 writes it off against what cannot be collected, due by due', () => {
    const parts = [{ amount: yuan('100.00') }, { amount: yuan('500.00') }];
    expect(lines(journalForFirmWriteOff({ id: 8, firmId: 4, effectiveOn, parts }))).toEqual([
      'P33 SVC 5003/1104[firm 4] 100.00',
      'P33 SVC 5003/1104[firm 4] 500.00',
    ]);
  });

  it('P18u gives back what was made good of a penalty that is taken back, and takes back what was given up', () => {
    const undo = { id: 9, firmId: 4, effectiveOn: businessDate('2024-06-03'), madeGood: yuan('120.00'), givenUp: yuan('30.00') };
    expect(lines(journalForPenaltyCredit(undo))).toEqual(['P18u SVC 1104[firm 4]/2101[firm 4] 120.00', 'P18u SVC 1104[firm 4]/5003 30.00']);
    expect(lines(journalForPenaltyCredit({ ...undo, givenUp: yuan('0.00') }))).toEqual(['P18u SVC 1104[firm 4]/2101[firm 4] 120.00']);
  });

  it('P18b and P18o clear it, due by due', () => {
    const clearing = { id: 8, firmId: 4, effectiveOn, parts: [{ amount: yuan('100.00') }, { amount: yuan('500.00') }] };
    expect(lines(journalForFirmPayment({ ...clearing, bankAccountId: 3 }))).toEqual([
      'P18b SVC 1001[bank_account 3]/1104[firm 4] 100.00',
      'P18b SVC 1001[bank_account 3]/1104[firm 4] 500.00',
    ]);
    expect(lines(journalForFirmOffset(clearing))).toEqual(['P18o SVC 2101[firm 4]/1104[firm 4] 100.00', 'P18o SVC 2101[firm 4]/1104[firm 4] 500.00']);
  });
});
