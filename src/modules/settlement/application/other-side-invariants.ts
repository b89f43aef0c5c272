import { Money } from '../../../kernel/index.js';
import { sqlInvariant, type Invariant, type Tx } from '../../../platform/database/index.js';
import { paymentReferencesIn } from '../../communities/index.js';
import { isOtherSide, isSaidToBe, namesAccount } from '../domain/account-move.js';
import type { ChannelName, FirmSide, MatchableLine } from '../domain/matchables.js';
import { mayBeChannels, mayBeCharge, mayBeFirms, mayBeInterest, mayBeReturned, mayUndo, namesPayout } from '../domain/other-side.js';
import { FirmSides } from './firm-sides.js';

/** A match that stands: its line, and the other side of what it is held against: an earlier line, a payee, a firm or a channel. */
interface Placed extends Omit<MatchableLine, 'amount'> {
  readonly target:
    | 'CORRECTION'
    | 'TAKEN_BACK'
    | 'BOUNCED_RECEIPT'
    | 'RETURNED_PAYOUT'
    | 'FIRM_DUE'
    | 'FLOAT_BACK'
    | 'INTEREST'
    | 'CHARGE'
    | 'CHANNEL_BATCH'
    | 'OTHER_INCOME'
    | 'DEPOSIT';
  readonly amount: string;
  readonly earlierName: string | null;
  readonly earlierAccount: string | null;
  readonly number: string | null;
  readonly payeeName: string | null;
  readonly payeeAccountNo: string | null;
  readonly firmId: number | null;
  readonly channel: ChannelName | null;
}

/** A receipt that bounces with a batch of a channel is the channel's, which is asked itself; a debit that took a credit back is asked, and not the credit. */
const PLACED = `
  select m.target_type as target, l.id, l.booked_on as "bookedOn", l.amount, l.counterparty_name as "counterpartyName", l.counterparty_account as "counterpartyAccount", l.remark, l.reversal,
    e.counterparty_name as "earlierName", e.counterparty_account as "earlierAccount", d.number, d.payee_account_name as "payeeName", d.payee_account_no as "payeeAccountNo",
    f.holder_id as "firmId", b.channel
  from mingbai.bank_match m join mingbai.bank_line l on l.community_id = $1 and l.id = m.line_id
    left join mingbai.receipt r on m.target_type = 'BOUNCED_RECEIPT' and r.community_id = $1 and r.id = m.target_id
    left join mingbai.disbursement d on m.target_type = 'RETURNED_PAYOUT' and d.community_id = $1 and d.id = m.target_id
    left join mingbai.disbursement_return g on m.target_type = 'RETURNED_PAYOUT' and g.community_id = $1 and g.disbursement_id = m.target_id and g.entry_seq = m.entry_seq
    left join mingbai.disbursement_settlement s on s.community_id = $1 and s.id = g.settlement_id
    left join mingbai.channel_batch b on m.target_type = 'CHANNEL_BATCH' and b.community_id = $1 and b.id = m.target_id
    left join lateral (select a.holder_id from ledger.transfer t join ledger.account a on a.community_id = $1 and a.id = t.credit_account and a.holder_type = 'firm'
      where m.target_type in ('FIRM_DUE', 'FLOAT_BACK') and t.community_id = $1 and t.entry_seq = m.entry_seq limit 1) f on true
    left join mingbai.bank_line e on e.community_id = $1
      and e.id = case m.target_type when 'BOUNCED_RECEIPT' then r.bank_line_id when 'RETURNED_PAYOUT' then s.bank_line_id when 'CORRECTION' then m.target_id when 'TAKEN_BACK' then m.target_id end
  where m.community_id = $1 and m.target_type in ('CORRECTION', 'TAKEN_BACK', 'BOUNCED_RECEIPT', 'RETURNED_PAYOUT', 'FIRM_DUE', 'FLOAT_BACK', 'INTEREST', 'CHARGE', 'CHANNEL_BATCH', 'OTHER_INCOME', 'DEPOSIT')
    and m.undoes is null and not exists (select from mingbai.bank_match u where u.community_id = $1 and u.undoes = m.id)
    and not (m.target_type = 'CHARGE' and m.amount <> l.amount) and not (m.target_type = 'TAKEN_BACK' and l.amount > 0)
    and not (m.target_type = 'BOUNCED_RECEIPT' and exists (select from mingbai.channel_batch o where o.community_id = $1 and o.bank_line_id = m.line_id and o.undone_at is null)) order by m.id`;

/** Whether whoever the bank names on a line may have what it was placed as: the rules of the hand, once more. */
function isOfItsSide(placed: Placed, firms: readonly FirmSide[]): boolean {
  const line = { ...placed, amount: Money.parse(placed.amount) };
  const earlier = { counterpartyName: placed.earlierName ?? '', counterpartyAccount: placed.earlierAccount ?? '' };
  switch (placed.target) {
    case 'OTHER_INCOME':
    case 'DEPOSIT':
      return !namesPayout(line);
    case 'CHARGE':
      return mayBeCharge(line);
    case 'INTEREST':
      return mayBeInterest(line, paymentReferencesIn);
    case 'CORRECTION':
    case 'TAKEN_BACK':
    case 'BOUNCED_RECEIPT':
      return mayUndo(line, earlier, paymentReferencesIn);
    case 'RETURNED_PAYOUT': {
      // a payout that came back may have another account by now: the debit that paid it names the one that it had
      const payout = { number: placed.number ?? '', payeeName: placed.payeeName ?? '', payeeAccountNo: placed.payeeAccountNo ?? '' };
      return mayBeReturned(line, payout, paymentReferencesIn) || mayUndo(line, earlier, paymentReferencesIn);
    }
    case 'FIRM_DUE':
    case 'FLOAT_BACK': {
      const firm = firms.find(({ firmId }) => firmId === placed.firmId);
      return mayBeFirms(line, firm, paymentReferencesIn) && !namesPayout(line);
    }
    case 'CHANNEL_BATCH':
      return placed.channel !== null && mayBeChannels(line, placed.channel, paymentReferencesIn);
  }
}

interface MovedLine {
  readonly id: number;
  readonly counterpartyName: string;
  readonly counterpartyAccount: string;
  readonly accountNo: string;
  readonly accountName: string;
  readonly otherId: number;
}

/** What moves between accounts stands on: each line with the account of its other side. */
async function movedLines(tx: Tx): Promise<MovedLine[]> {
  return tx.query<MovedLine>(
    `select l.id, l.counterparty_name as "counterpartyName", l.counterparty_account as "counterpartyAccount", a.account_no as "accountNo", a.account_name as "accountName", o.id as "otherId"
     from mingbai.bank_match m join mingbai.bank_line l on l.community_id = $1 and l.id = m.line_id join mingbai.bank_line o on o.community_id = $1 and o.id = m.target_id
       join mingbai.bank_account a on a.community_id = $1 and a.id = o.account_id
     where m.community_id = $1 and m.target_type = 'ACCOUNT_MOVE' and m.undoes is null and not exists (select from mingbai.bank_match u where u.community_id = $1 and u.undoes = m.id) order by l.id`,
    [tx.communityId],
  );
}

/** `plainName`, in the database. */
const plain = (name: string): string => `upper(regexp_replace(normalize(${name}, nfkc), '\\s', '', 'g'))`;

/** Credits that are placed as what somebody paid, with each account that their other side may be; which it is, the rule of the hand says. */
const PAID_FROM_OWN = `
  select l.id, m.target_type as target, l.counterparty_name as "counterpartyName", l.counterparty_account as "counterpartyAccount", a.account_no as "accountNo", a.account_name as "accountName", l.id as "otherId"
  from mingbai.bank_account a join mingbai.bank_line l on l.community_id = $1 and l.amount > 0
    and (right(regexp_replace(l.counterparty_account, '[^0-9]', '', 'g'), 4) = right(a.account_no, 4) or ${plain('l.counterparty_name')} = ${plain('a.account_name')})
  join mingbai.bank_match m on m.community_id = $1 and m.line_id = l.id and m.undoes is null and not exists (select from mingbai.bank_match u where u.community_id = $1 and u.undoes = m.id)
  where a.community_id = $1 and m.target_type not in ('ACCOUNT_MOVE', 'INTEREST', 'CORRECTION', 'WRONG_CREDIT', 'SUSPENSE') order by l.id`;

/** Places that nobody but one bookkeeper gives, against what the bank says of the other side of their lines. */
export const otherSideInvariants: readonly Invariant[] = [
  {
    name: 'I16 what one person places by hand is of whom its line names: money that comes back, and money of the bank or the firm',
    check: async (tx) => {
      const placed = await tx.query<Placed>(PLACED, [tx.communityId]);
      if (placed.length === 0) return [];
      const firms = await new FirmSides().all(tx);
      return placed
        .filter((one) => !isOfItsSide(one, firms))
        .map(({ id, bookedOn, amount, target }) => `bank line ${id} of ${bookedOn} over ${amount} is placed as ${target} and names somebody else`);
    },
  },
  {
    name: "P28c what an account of the compound paid in is nobody's payment",
    check: async (tx) => {
      const paid = await tx.query<MovedLine & { target: string }>(PAID_FROM_OWN, [tx.communityId]);
      return paid
        .filter((line) => isSaidToBe(line, line))
        .map(({ id, target }) => `bank line ${id} came from an account of the compound and is placed as ${target}`);
    },
  },
  sqlInvariant(
    'P29 no more is given back of an error than the bank took',
    `select format('of the error on bank line %s %s is open', target_id, -sum(amount)) as violation from mingbai.bank_match
     where community_id = $1 and target_type in ('BANK_ERROR', 'CORRECTION') group by target_id having sum(amount) > 0 order by target_id`,
  ),
  {
    name: 'P28c the two lines of a move name the accounts of each other',
    check: async (tx) => {
      const moved = await movedLines(tx);
      const strangers = moved.filter((line) => !isOtherSide(line, line)).map(({ id }) => `bank line ${id} was moved to an account that it does not name`);
      const named = new Set(moved.filter((line) => namesAccount(line, line)).map(({ id }) => id));
      const unnamed = moved
        .filter(({ id, otherId }) => id < otherId && !named.has(id) && !named.has(otherId))
        .map(({ id }) => `neither bank line ${id} nor its other side names an account of the compound`);
      return [...strangers, ...unnamed];
    },
  },
];
