import { DomainError, Money, periodOf } from '../../../kernel/index.js';
import type { BankLineView } from '../../bank/index.js';
import { accountMove, isSaidToBe, namesAccount } from './account-move.js';
import { factKinds } from './bank-fact.js';
import { batchOf } from './channel-batches.js';
import { channelNames } from './matchables.js';
import {
  isReturnedPayment,
  payoutObstacle,
  type FirmSide,
  type MatchableLine,
  type MatchablePayout,
  type Matchables,
  type OtherSide,
  type OwnLine,
  type Place,
  type PlacedPart,
} from './match-lines.js';
import { floatBackWords } from './neutral-words.zh-CN.js';
import { mayBeChannels, mayBeCharge, mayBeFirms, mayBeInterest, mayBeReturned, mayUndo, namesPayout } from './other-side.js';
import { perhapsPayout } from './place-outgoing.js';
import { CHARGE_MAX, reachesPayee } from './payee-reached.js';
import { plainName } from './references.js';

export const documentTargets = [
  'BOUNCED_RECEIPT',
  'RETURNED_PAYOUT',
  'CHANNEL_BATCH',
  'FIRM_DUE',
  'FLOAT_BACK',
  'OTHER_INCOME',
  'DEPOSIT',
  'FOR_OTHERS',
] as const;
export type DocumentTarget = (typeof documentTargets)[number];
export const assignmentTargets = ['UNIT', 'LEASE', 'PAYOUT', ...factKinds, ...documentTargets, 'ACCOUNT_MOVE', 'SUSPENSE'] as const;
export type AssignmentTarget = (typeof assignmentTargets)[number];

/**
 * `reference`: unit code, lease code or number of the payout; for CORRECTION the number of the line of the error, for TAKEN_BACK of the
 * line of the wrong credit, for BOUNCED_RECEIPT that of the receipt, for RETURNED_PAYOUT that of the payout, for CHANNEL_BATCH the channel, for FIRM_DUE
 * kind and number of what the firm owes (PENALTY-12), for FOR_OTHERS the payee whose money it is (SK001), for ACCOUNT_MOVE that of the line on the other account, for BANK_ERROR the payout that the bank paid wrongly, where it did; none for the others. `amount` null: all of the line. `words`: what other income, a deposit or money for others is for.
 */
export interface AssignedPart {
  readonly target: AssignmentTarget;
  readonly reference: string | null;
  readonly amount: Money | null;
  readonly words?: string | null;
}

/** Money that waits for the bank under a line: its own error at our cost, or a credit that it may take back; and who is on the other side of that line. */
export interface OpenLine extends OtherSide {
  readonly lineId: number;
  readonly open: Money;
}

/** What a person can name. */
export interface Assignables extends Matchables {
  readonly bankErrors: readonly OpenLine[];
  readonly waiting: readonly OpenLine[];
  /** Receipts that the parts name, and who paid; null for one through a channel. */
  readonly receipts?: readonly { readonly id: number; readonly number: string; readonly paidBy: OtherSide | null }[];
  readonly firms?: readonly FirmSide[];
}

const outTargets: readonly AssignmentTarget[] = ['PAYOUT', 'CHARGE', 'BOUNCED_RECEIPT', 'CHANNEL_BATCH', 'BANK_ERROR', 'TAKEN_BACK', 'ACCOUNT_MOVE'];
/** What money in suspense may be found to be (P21), whenever; also in parts. */
const foundTargets: readonly AssignmentTarget[] = ['UNIT', 'LEASE'];
const inTargets: readonly AssignmentTarget[] = [
  ...foundTargets,
  'CHANNEL_BATCH',
  'RETURNED_PAYOUT',
  'FIRM_DUE',
  'FLOAT_BACK',
  'OTHER_INCOME',
  'DEPOSIT',
  'FOR_OTHERS',
  'INTEREST',
  'CORRECTION',
  'WRONG_CREDIT',
  'ACCOUNT_MOVE',
];

/**
 * Where money that came in or went out may go by hand; UNIT and LEASE also in parts, FIRM_DUE and BOUNCED_RECEIPT in parts of their own kind.
 * Out of suspense it may go wherever it could have gone when it came, while its month is open; after the close only where P21 finds it.
 */
export function assignmentTargetsOf({ amount, state }: Pick<BankLineView, 'amount' | 'state'>): AssignmentTarget[] {
  if (amount.isNegative) return [...outTargets];
  if (isUnplacedState(state)) return [...inTargets, 'SUSPENSE'];
  return state === 'SUSPENSE' ? [...inTargets] : [...foundTargets];
}

/** Whether places of a line are found in suspense (P21f), on the day of the assignment; else it is placed as a new one, on its own day. */
export function isFoundInSuspense({ state }: Pick<BankLineView, 'state'>, parts: readonly PlacedPart[]): boolean {
  return !isUnplacedState(state) && parts.every(({ place }) => place.kind === 'UNIT' || place.kind === 'LEASE');
}

function isUnplacedState(state: BankLineView['state']): boolean {
  return state === 'NEW' || state === 'SUGGESTED';
}

/** What money may be that came from an account of the compound itself. */
const ofOwnAccounts: ReadonlySet<AssignmentTarget> = new Set(['ACCOUNT_MOVE', 'INTEREST', 'CORRECTION', 'WRONG_CREDIT', 'SUSPENSE']);
const inParts: ReadonlySet<AssignmentTarget> = new Set(['UNIT', 'LEASE']);
/** One payment of the firm may clear several dues, and one debit take several receipts back; nothing else goes with them. */
const amongThemselves: ReadonlySet<AssignmentTarget> = new Set(['FIRM_DUE', 'BOUNCED_RECEIPT']);
/** What the bank took in one debit with a payout: its fee, or what it paid too much. */
const besidePayout: ReadonlySet<AssignmentTarget> = new Set(['CHARGE', 'BANK_ERROR']);

/** Whether the parts are one payout and one thing that the bank took with it. */
function isPayoutAndMore(parts: readonly AssignedPart[]): boolean {
  const others = parts.filter(({ target }) => target !== 'PAYOUT');
  return parts.length === 2 && others.length === 1 && others.every(({ target, reference }) => besidePayout.has(target) && (reference ?? '') === '');
}

/** Whether the parts are what the bank moved between accounts of the compound in several lines, perhaps less its fee. */
function isMoveInParts(parts: readonly AssignedPart[]): boolean {
  const others = parts.filter(({ target }) => target !== 'ACCOUNT_MOVE');
  return others.length < parts.length && others.length < 2 && others.every(({ target, reference }) => target === 'CHARGE' && (reference ?? '') === '');
}

function partTargets(parts: readonly AssignedPart[]): ReadonlySet<AssignmentTarget> {
  const [first] = parts;
  if (isMoveInParts(parts)) return new Set(['ACCOUNT_MOVE', 'CHARGE']);
  if (isPayoutAndMore(parts)) return new Set(['PAYOUT', ...besidePayout]);
  return first && amongThemselves.has(first.target) && parts.every(({ target }) => target === first.target) ? new Set([first.target]) : inParts;
}

type AssignedPlace = Exclude<Place, { kind: 'NONE' }>;

/**
 * The places that a person gave the parts of a line. Money in goes to units and leases, in parts that add up to what is there, each
 * named once, or whole to any other place that takes it, while nothing of it is booked or its month is open; a payment that came back is
 * nobody's fee. Money out goes whole to one instructed payout of exactly that amount and account, or to it and a charge or an error of the bank for the rest,
 * or is a charge of the bank itself or an error of the bank. What the bank moved between own accounts may be several whole lines there, and a charge.
 * @throws BANK_LINE_STATE, ASSIGN_TARGET_REFUSED, ASSIGN_MONTH_CLOSED, ASSIGN_RETURNED_PAYMENT, ASSIGN_REFERENCE_UNKNOWN, ASSIGN_REFERENCE_REPEATED, ASSIGN_OUT_WHOLE, ASSIGN_AMOUNT_DIFFERS, ASSIGN_PAYOUT_DIFFERS, ASSIGN_PERHAPS_PAYOUT, ASSIGN_PAYEE_REACHED, ASSIGN_NOT_THE_BANKS, ASSIGN_BANK_DIFFERS, ASSIGN_WORDS_MISSING, ASSIGN_BATCH_UNCLEAR, ASSIGN_FLOAT_UNCLEAR, ASSIGN_FLOAT_SMALLER, ASSIGN_OWN_ACCOUNT, ASSIGN_MOVE_DIFFERS, ASSIGN_MOVE_STRANGER, ASSIGN_MOVE_UNNAMED, ASSIGN_SIDE_…
 */
export function assignedParts(
  line: OwnLine & Pick<BankLineView, 'state' | 'suspenseOpen'>,
  parts: readonly AssignedPart[],
  assignables: Assignables,
): { place: AssignedPlace; amount: Money }[] {
  const isNew = isUnplacedState(line.state);
  if (!isNew && !line.suspenseOpen.isPositive)
    throw new DomainError('BANK_LINE_STATE', { date: line.bookedOn, amount: line.amount.toString(), state: line.state });
  const available = isNew ? line.amount : line.suspenseOpen;
  const together = partTargets(parts);
  if (line.amount.isNegative && parts.length > 1 && !together.has('BOUNCED_RECEIPT') && !together.has('PAYOUT') && !together.has('ACCOUNT_MOVE'))
    throw new DomainError('ASSIGN_OUT_WHOLE', { date: line.bookedOn, amount: line.amount.negated().toString(), parts: parts.length });
  const allowed = assignmentTargetsOf(line).filter((target) => parts.length === 1 || together.has(target));
  const named = parts.filter(({ target }) => target === 'PAYOUT').map(({ reference }) => reference ?? '');
  const placed = parts.map(({ target, reference, amount, words }) => {
    if (!allowed.includes(target)) throw targetRefused(line, target, allowed);
    if (!line.amount.isNegative && !ofOwnAccounts.has(target)) refuseOwnAccount(line, assignables);
    if (target === 'ACCOUNT_MOVE')
      return { place: movePlace({ ...line, amount: amount ?? available }, reference ?? '', assignables), amount: amount ?? available };
    if (together.has('PAYOUT') || together.has('ACCOUNT_MOVE'))
      return placeOfDebit(line, { target, reference: reference ?? '', amount: amount ?? available, beside: named }, assignables);
    return { place: placeOf(line, { target, reference: reference ?? '', words: (words ?? '').trim() }, assignables), amount: amount ?? available };
  });
  assertDistinct(parts);
  const total = Money.sum(placed.map(({ amount }) => amount));
  if (!total.equals(available) || placed.some(({ amount }) => amount.isZero || amount.isNegative !== available.isNegative))
    throw new DomainError('ASSIGN_AMOUNT_DIFFERS', { total: total.toString(), available: available.toString() });
  return placed;
}

/** Money from the compound's own account is nobody's payment. */
function refuseOwnAccount(line: MatchableLine, { ownAccounts = [] }: Assignables): void {
  const own = ownAccounts.find((account) => isSaidToBe(line, account));
  if (own) throw new DomainError('ASSIGN_OWN_ACCOUNT', { date: line.bookedOn, amount: line.amount.toString(), last4: own.last4 });
}

/** What the books of a closed month say of money in suspense stays; opening the month again is the cure. */
function targetRefused(line: Pick<BankLineView, 'state' | 'bookedOn'>, target: AssignmentTarget, allowed: readonly AssignmentTarget[]): DomainError {
  if (line.state === 'RECONCILED' && inTargets.includes(target))
    return new DomainError('ASSIGN_MONTH_CLOSED', { target, date: line.bookedOn, month: periodOf(line.bookedOn) });
  return new DomainError('ASSIGN_TARGET_REFUSED', { target, allowed: allowed.join(', ') });
}

/** The two sides of a move between accounts of the compound; `line` with the amount that moved. Neither may be a payout that waits or came back. */
function movePlace(line: OwnLine, reference: string, assignables: Assignables): AssignedPlace {
  const move = accountMove(line, reference, assignables);
  const payout = payoutInMove(move.out, assignables);
  const [date, amount] = [move.out.bookedOn, move.into.amount.toString()];
  if (payout) throw new DomainError('ASSIGN_PERHAPS_PAYOUT', { date, amount, reference: payout.number });
  if (isReturnedPayment(move.into)) throw new DomainError('ASSIGN_RETURNED_PAYMENT', { date: move.into.bookedOn, amount });
  return { kind: 'ACCOUNT_MOVE', other: move.out.id === line.id ? move.into : move.out, code: reference };
}

/** A payout that a move may be; a debit that names an account of the compound is one only under its number, or where the payee has that account. */
function payoutInMove(out: OwnLine, { payouts, ownAccounts = [] }: Assignables): MatchablePayout | undefined {
  const isOwn = ownAccounts.some((account) => namesAccount(out, account));
  const remark = plainName(out.remark);
  return perhapsPayout(
    out,
    isOwn ? payouts.filter(({ number, payeeAccountNo }) => remark.includes(number) || out.counterpartyAccount === payeeAccountNo) : payouts,
  );
}

/** The day of a line, and its amount without a sign. */
function figuresOf({ bookedOn, amount }: Pick<MatchableLine, 'bookedOn' | 'amount'>): { date: string; amount: string } {
  return { date: bookedOn, amount: (amount.isNegative ? amount.negated() : amount).toString() };
}

function placeOf(
  line: MatchableLine,
  named: NamedPart & { readonly target: Exclude<AssignmentTarget, 'ACCOUNT_MOVE'> },
  assignables: Assignables,
): AssignedPlace {
  const { target, reference } = named;
  if (isDocument(target)) return documentPlace(line, { ...named, target }, assignables);
  if (target === 'BANK_ERROR' && reference !== '') return wronglyPaid(line, reference, assignables);
  if (target === 'CHARGE' || target === 'BANK_ERROR') assertTheBanks(line, target, assignables);
  if (target === 'INTEREST' && !mayBeInterest(line, assignables.readPaymentReferences)) throw new DomainError('ASSIGN_SIDE_INTEREST', figuresOf(line));
  if (target === 'SUSPENSE' || target === 'INTEREST' || target === 'CHARGE' || target === 'BANK_ERROR' || target === 'WRONG_CREDIT') return { kind: target };
  if (target === 'CORRECTION' || target === 'TAKEN_BACK') return bankPlace(line, { target, reference }, assignables);
  if (target === 'PAYOUT') {
    const payout = assignables.payouts.find(({ number }) => number === reference);
    if (!payout) throw new DomainError('ASSIGN_REFERENCE_UNKNOWN', { target, reference });
    const obstacle = payoutObstacle(line, payout);
    // a bank may spell the name of a payee its own way; the account is what counts, and a person has looked
    if (obstacle && !(obstacle.code === 'PAYOUT_PAYEE_DIFFERS' && line.counterpartyAccount === payout.payeeAccountNo))
      throw new DomainError('ASSIGN_PAYOUT_DIFFERS', { reference, instructed: payout.amount.toString(), paid: line.amount.negated().toString() });
    return { kind: target, id: payout.id, code: reference };
  }
  if (isReturnedPayment(line)) throw new DomainError('ASSIGN_RETURNED_PAYMENT', { date: line.bookedOn, amount: line.amount.toString() });
  const payer = assignables.payers.find(({ kind, code }) => kind === target && code === reference);
  if (!payer) throw new DomainError('ASSIGN_REFERENCE_UNKNOWN', { target, reference });
  return { kind: target, id: payer.id, code: reference };
}

/**
 * One part of a debit that paid a payout, or moved money between own accounts, and something more. The rest must not be another payout that the bank paid with it, and is a charge only
 * up to what a bank may charge; what goes beyond, or a payout that was paid twice, the bank has to give back.
 */
function placeOfDebit(
  line: MatchableLine,
  { target, reference, amount, beside }: { target: AssignmentTarget; reference: string; amount: Money; beside: readonly string[] },
  assignables: Assignables,
): { place: AssignedPlace; amount: Money } {
  const part = { ...line, amount };
  if (target === 'PAYOUT') return { place: placeOf(part, { target, reference, words: '' }, assignables), amount };
  const figures = { date: line.bookedOn, amount: amount.negated().toString() };
  if (target === 'CHARGE' && !CHARGE_MAX.atLeast(amount.negated())) throw new DomainError('ASSIGN_CHARGE_LARGE', { ...figures, max: CHARGE_MAX.toString() });
  const payouts = target === 'CHARGE' ? assignables.payouts : assignables.payouts.filter(({ number }) => !beside.includes(number));
  const hidden = payouts.find((other) => !isPaidElsewise(part, other)) ?? (isSumOf(part, payouts) ? payouts[0] : undefined);
  if (hidden) throw new DomainError('ASSIGN_PERHAPS_PAYOUT', { ...figures, reference: hidden.number });
  return { place: target === 'CHARGE' ? { kind: 'CHARGE' } : { kind: 'BANK_ERROR' }, amount };
}

/** A charge goes to the bank itself, and neither a charge nor an error of the bank is what may be a payout that waits for it. */
function assertTheBanks(line: MatchableLine, target: 'CHARGE' | 'BANK_ERROR', { payouts }: Assignables): void {
  const figures = { date: line.bookedOn, amount: line.amount.negated().toString() };
  const payout = perhapsPayout(line, payouts);
  if (payout) throw new DomainError('ASSIGN_PERHAPS_PAYOUT', { ...figures, reference: payout.number });
  if (target === 'CHARGE' && !mayBeCharge(line)) throw new DomainError('ASSIGN_NOT_THE_BANKS', figures);
}

/**
 * A payout that the bank paid to another account or with another amount: the bank's error, which it has to correct, while the payout itself was not
 * executed. Refused where the line may be an instructed payout after all, that one or another, or several to its account in one sum, and where the
 * payee has all of its money and more: then it was executed.
 */
function wronglyPaid(line: MatchableLine, reference: string, { payouts }: Assignables): AssignedPlace {
  const payout = payouts.find(({ number }) => number === reference);
  if (!payout) throw new DomainError('ASSIGN_REFERENCE_UNKNOWN', { target: 'BANK_ERROR', reference });
  const hidden = payouts.find((other) => !isPaidElsewise(line, other)) ?? (isSumOf(line, payouts) ? payout : undefined);
  const [date, paid] = [line.bookedOn, line.amount.negated()];
  if (hidden) throw new DomainError('ASSIGN_PERHAPS_PAYOUT', { date, amount: paid.toString(), reference: hidden.number });
  if (!reachesPayee(line, payout)) return { kind: 'BANK_ERROR', code: reference };
  const figures = { instructed: payout.amount.toString(), rest: paid.minus(payout.amount).toString() };
  throw new DomainError('ASSIGN_PAYEE_REACHED', { date, amount: paid.toString(), reference, ...figures });
}

/** Whether a debit cannot be the payment of a payout: another amount, an account that is given and is not the payee's, or a day before the instruction. */
function isPaidElsewise({ amount, counterpartyAccount, bookedOn }: MatchableLine, payout: MatchablePayout): boolean {
  const otherAccount = counterpartyAccount !== '' && counterpartyAccount !== payout.payeeAccountNo;
  return !amount.negated().equals(payout.amount) || otherAccount || bookedOn < payout.instructedOn;
}

/** Payouts to one account that are looked at for a sum. */
const SUMMED_MAX = 12;

/** Whether some of the payouts to the line's account, or to any where the bank names none, add up to it: the bank may have paid them together. */
function isSumOf({ amount, counterpartyAccount }: MatchableLine, payouts: readonly MatchablePayout[]): boolean {
  const fitting = payouts.filter(({ payeeAccountNo }) => counterpartyAccount === '' || payeeAccountNo === counterpartyAccount).slice(0, SUMMED_MAX);
  let sums: readonly Money[] = [Money.zero];
  for (const payout of fitting) sums = [...sums, ...sums.map((sum) => sum.plus(payout.amount))];
  return sums.some((sum) => sum.equals(amount.negated()));
}

/**
 * Given back at most what the bank took by mistake; taken back exactly what waits of the wrong credit. Both by the bank itself or the account that was on the other
 * side: what an owner pays is no correction of an error, and money that nobody knew goes to somebody else only as two organisations agree.
 */
function bankPlace(line: MatchableLine, named: { target: 'CORRECTION' | 'TAKEN_BACK'; reference: string }, assignables: Assignables): AssignedPlace {
  const { target, reference } = named;
  const open = (target === 'CORRECTION' ? assignables.bankErrors : assignables.waiting).find(({ lineId }) => String(lineId) === reference);
  if (!open) throw new DomainError('ASSIGN_REFERENCE_UNKNOWN', { target, reference });
  const fits = target === 'CORRECTION' ? open.open.atLeast(line.amount) : open.open.equals(line.amount.negated());
  if (!fits) throw new DomainError('ASSIGN_BANK_DIFFERS', { reference, open: open.open.toString(), amount: line.amount.toString() });
  if (!mayUndo(line, open, assignables.readPaymentReferences))
    throw new DomainError(target === 'CORRECTION' ? 'ASSIGN_SIDE_CORRECTION' : 'ASSIGN_SIDE_TAKEN_BACK', { ...figuresOf(line), reference });
  return { kind: target, id: open.lineId, code: reference };
}

interface NamedPart {
  readonly target: AssignmentTarget;
  readonly reference: string;
  readonly words: string;
}

function isDocument(target: AssignmentTarget): target is DocumentTarget {
  return (documentTargets as readonly string[]).includes(target);
}

/** What the firm owes, which its payment clears. */
function duePlace(line: MatchableLine, reference: string, { firmDues = [], ...others }: Assignables): AssignedPlace {
  const due = firmDues.find(({ kind, id }) => `${kind}-${id}` === reference);
  if (!due) throw new DomainError('ASSIGN_REFERENCE_UNKNOWN', { target: 'FIRM_DUE', reference });
  assertFirms(line, due.firmId, others);
  return { kind: 'FIRM_DUE', due: { kind: due.kind, id: due.id }, code: reference };
}

/** Money of the firm comes from the firm, or from nobody whom the bank names. */
function assertFirms(line: MatchableLine, firmId: number, { firms = [], readPaymentReferences }: Pick<Assignables, 'firms' | 'readPaymentReferences'>): void {
  const firm = firms.find((known) => known.firmId === firmId);
  if (!mayBeFirms(line, firm, readPaymentReferences)) throw new DomainError('ASSIGN_SIDE_FIRM', { ...figuresOf(line), firm: firm?.names[0] ?? '' });
}

/** The float of the one firm that has some; at most what it has. What the bank's remark says stands for words that were not given. */
function floatPlace(line: MatchableLine, { reference, words }: NamedPart, { floats = [], ...others }: Assignables): AssignedPlace {
  const [only, other] = reference === '' ? floats : floats.filter(({ firmId }) => String(firmId) === reference);
  if (!only || other) throw new DomainError('ASSIGN_FLOAT_UNCLEAR', { reference, firms: floats.map(({ firmId }) => firmId).join(', ') });
  if (!only.open.atLeast(line.amount)) throw new DomainError('ASSIGN_FLOAT_SMALLER', { open: only.open.toString(), amount: line.amount.toString() });
  assertFirms(line, only.firmId, others);
  const said = words || line.remark.trim() || floatBackWords;
  return { kind: 'FLOAT_BACK', firmId: only.firmId, words: said.slice(0, 120) };
}

/** Money of a payee of the register, by its number; a payment that came back is nobody's. Whether money may be collected for it, the register says. */
function othersPlace(line: MatchableLine, { reference, words }: { readonly reference: string; readonly words: string }): AssignedPlace {
  if (isReturnedPayment(line)) throw new DomainError('ASSIGN_RETURNED_PAYMENT', { date: line.bookedOn, amount: line.amount.toString() });
  if (reference === '') throw new DomainError('ASSIGN_REFERENCE_UNKNOWN', { target: 'FOR_OTHERS', reference });
  return { kind: 'FOR_OTHERS', payee: reference, words };
}

const notReturned: ReadonlySet<DocumentTarget> = new Set(['FIRM_DUE', 'FLOAT_BACK', 'OTHER_INCOME', 'DEPOSIT']);

/** A receipt that bounced, a payout that came back, payments of a channel to the fen, money of the firm, or other income, deposits and money for others with words that say what for. */
function documentPlace(line: MatchableLine, named: NamedPart & { target: DocumentTarget }, assignables: Assignables): AssignedPlace {
  const { target, reference, words } = named;
  // a payout that came back is no other money, whoever brings it
  if (notReturned.has(target) && namesPayout(line)) throw new DomainError('ASSIGN_RETURNED_PAYMENT', { date: line.bookedOn, amount: line.amount.toString() });
  if (target === 'FIRM_DUE') return duePlace(line, reference, assignables);
  if (target === 'FLOAT_BACK') return floatPlace(line, named, assignables);
  const unknown = (): DomainError => new DomainError('ASSIGN_REFERENCE_UNKNOWN', { target, reference });
  if (target === 'OTHER_INCOME' || target === 'DEPOSIT' || target === 'FOR_OTHERS') {
    if (words === '') throw new DomainError('ASSIGN_WORDS_MISSING');
    if (target === 'FOR_OTHERS') return othersPlace(line, { reference, words });
    return target === 'DEPOSIT' ? { kind: target, words, payerName: line.counterpartyName } : { kind: target, words };
  }
  if (target === 'CHANNEL_BATCH') {
    const channel = channelNames.find((name) => name === reference);
    if (!channel) throw unknown();
    if (!mayBeChannels(line, channel, assignables.readPaymentReferences)) throw new DomainError('ASSIGN_SIDE_CHANNEL', { ...figuresOf(line), channel });
    const batch = batchOf(channel, line, assignables.channelDays ?? []);
    if (!batch) throw new DomainError('ASSIGN_BATCH_UNCLEAR', { channel, amount: line.amount.toString() });
    return { kind: target, ...batch };
  }
  return target === 'BOUNCED_RECEIPT' ? bouncedPlace(line, reference, assignables) : returnedPlace(line, reference, assignables);
}

/** A receipt whose money went back: to the account that had paid it, or to the bank itself. One through a channel bounces with a batch of the channel alone. */
function bouncedPlace(line: MatchableLine, reference: string, { receipts = [], readPaymentReferences }: Assignables): AssignedPlace {
  const receipt = receipts.find(({ number }) => number === reference);
  if (!receipt) throw new DomainError('ASSIGN_REFERENCE_UNKNOWN', { target: 'BOUNCED_RECEIPT', reference });
  if (receipt.paidBy !== null && !mayUndo(line, receipt.paidBy, readPaymentReferences))
    throw new DomainError('ASSIGN_SIDE_BOUNCED', { ...figuresOf(line), reference });
  return { kind: 'BOUNCED_RECEIPT', id: receipt.id, code: reference };
}

/** A payout that came back, from its payee or by the bank: what somebody else pays does not make it payable again. */
function returnedPlace(line: MatchableLine, reference: string, { paid = [], readPaymentReferences }: Assignables): AssignedPlace {
  const payout = paid.find(({ number }) => number === reference);
  if (!payout) throw new DomainError('ASSIGN_REFERENCE_UNKNOWN', { target: 'RETURNED_PAYOUT', reference });
  if (!mayBeReturned(line, payout, readPaymentReferences)) throw new DomainError('ASSIGN_SIDE_RETURNED', { ...figuresOf(line), reference });
  return { kind: 'RETURNED_PAYOUT', id: payout.id, code: reference };
}

function assertDistinct(parts: readonly AssignedPart[]): void {
  const names = parts.map(({ target, reference }) => `${target} ${reference ?? ''}`);
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (repeated !== undefined) throw new DomainError('ASSIGN_REFERENCE_REPEATED', { reference: repeated });
}
