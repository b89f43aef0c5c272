import { addDays, businessDate, daysBetween, DomainError, Money, type BusinessDate } from '../../../kernel/index.js';
import { joined, shown, textLimits, tidy, within, type Place } from './bank-fields.js';
import { assertLineCount } from './bank-file-checks.js';
import { byBookingDay, joinedStatements, type Statement } from './bank-statements.js';
import { BANK_FILE_LINES_MAX, type DraftBankFile, type DraftLine } from './parsed-bank-file.js';
import { STEP, type Steps } from './steps.js';

/** A field: its tag without colons, and its lines. */
interface Field {
  readonly fileLine: number;
  readonly tag: string;
  readonly lines: string[];
}

const TAG = /^:(\d{2}[A-Z]?):(.*)$/;
const STATEMENT_BEGINS = /^(?:\{\d:[^{}]*\})*(?:\{4:)?\s*(?=:20:|$)/;
/** Value day, booking day, mark, funds code, amount, type, reference of the account's owner, reference of the bank. */
const BOOKING = /^(\d{6})(\d{4})?(RC|RD|C|D)([A-Z])?([\d.,]{1,18})([A-Z][A-Z0-9]{3})?([^/]*(?:\/(?!\/)[^/]*)*)?(?:\/\/(.*))?$/;
const BALANCE = /^([CD])(\d{6})([A-Z]{3})([\d.,]{1,18})$/;
const AMOUNT = /^(0|[1-9]\d{0,12}),(\d{0,2})$/;
const PAGE = /^(\d{1,5})(?:\/(\d{1,5}))?$/;
/** Three digits and a sign that then stands before each subfield: ?20 … ?29 remark, ?31 account, ?32 and ?33 name. */
const STRUCTURED = /^\d{3}([?@+>~])(?=\d{2})/;
const FIELD_LINES_MAX = 60;
const YUAN = ['CNY', 'RMB'];
const REMARK_FIELDS = /^(?:00|2\d|6[0-3])$/;

/** Whether a text begins as MT940 does, bare or in a SWIFT envelope. */
export function isMt940(text: string): boolean {
  const start = text.slice(0, 2_000).trimStart();
  return /^(?:\{1:|:20:)/.test(start) && /(?:^|\n|\r|\})\s*:25P?:/.test(start);
}

/**
 * Reads MT940 (SWIFT customer statement), bare or in its envelope, one or many messages a file: opening balance, bookings with the free or
 * structured text behind each, closing balance. RC takes a credit back and is money out, RD a debit. A booking day has no year: it is the one
 * nearest to the value day. The opening balance is dated the day of the last closing, so a statement is about the days after it, unless it
 * has bookings of that day. Statements of other accounts are passed over. Source: SWIFT Standards MT, category 9. @throws BANK_FILE_…
 */
export function* readMt940(text: string, accountNos: readonly string[]): Steps<DraftBankFile> {
  const own: Statement[] = [];
  let other: string | null = null;
  let current: Field[] = [];
  let count = 0;
  for (const field of fieldsOf(text)) {
    if (++count % STEP === 0) yield;
    if (field.tag === '20' || field.tag === '') {
      if (current.length > 0) yield* keep(current);
      current = [];
    }
    if (field.tag !== '') current.push(field);
    if (current.length > 3 * BANK_FILE_LINES_MAX) assertLineCount(current.length);
  }
  if (current.length > 0) yield* keep(current);
  if (own.length === 0 && other !== null)
    throw new DomainError('BANK_FILE_OTHER_ACCOUNT', { account: (other as string).slice(-4), registered: accountNos.map((no) => no.slice(-4)).join(', ') });
  return joinedStatements(own, 'mt940');

  function* keep(fields: Field[]): Steps<void> {
    const account = accountOf(fields, accountNos);
    if (accountNos.length > 0 && !accountNos.includes(account)) other = account;
    else own.push(yield* statementOf(fields, account));
  }
}

/** Fields one after the other; an empty tag where a message ends. */
function* fieldsOf(text: string): Generator<Field, void> {
  let field: Field | null = null;
  let fileLine = 0;
  for (let at = 0; at <= text.length;) {
    const end = lineEnd(text, at);
    const raw = text.slice(at, end).trimEnd();
    at = text[end] === '\r' && text[end + 1] === '\n' ? end + 2 : end + 1;
    fileLine += 1;
    const line = raw.startsWith('{') ? raw.replace(STATEMENT_BEGINS, '') : raw;
    const [, tag, rest = ''] = TAG.exec(line) ?? [];
    if (tag !== undefined) {
      if (field) yield field;
      field = { fileLine, tag, lines: [rest] };
    } else if (line === '-' || line.startsWith('-}') || (raw.startsWith('{') && line === '')) {
      if (field) yield field;
      field = null;
      yield { fileLine, tag: '', lines: [] };
    } else if (line !== '') {
      if (!field || field.lines.length >= FIELD_LINES_MAX) throw new DomainError('BANK_FILE_NOT_WHOLE', { fileLine, found: shown(line) });
      field.lines.push(line);
    }
  }
  if (field) yield field;
}

function lineEnd(text: string, from: number): number {
  const feed = text.indexOf('\n', from);
  const end = feed === -1 ? text.length : feed;
  const back = text.indexOf('\r', from);
  return back !== -1 && back < end ? back : end;
}

function accountOf(fields: readonly Field[], accountNos: readonly string[]): string {
  const field = need(fields, ['25', '25P']);
  const written = (field.lines[0] ?? '').replaceAll(/\s/g, '');
  const bare = written.replace(/^.*\//, '');
  const candidates = [written, bare, bare.replace(/(?:CNY|RMB)$/, '')];
  const known = candidates.find((candidate) => accountNos.includes(candidate));
  return within(known ?? candidates[2] ?? written, textLimits.account, place(field));
}

function* statementOf(fields: readonly Field[], accountNo: string): Steps<Statement> {
  const opening = balanceOf(need(fields, ['60F', '60M']));
  const closing = balanceOf(need(fields, ['62F', '62M']));
  for (const tag of ['60', '62']) {
    const [, second] = fields.filter((field) => field.tag.startsWith(tag));
    if (second) throw new DomainError('BANK_FILE_FIELD_REPEATED', { fileLine: second.fileLine, field: `:${second.tag}:` });
  }
  const lines: DraftLine[] = [];
  const endsAt = fields.findIndex((field) => field.tag.startsWith('62'));
  for (const [index, field] of fields.entries()) {
    if (index % STEP === 0) yield;
    if (field.tag !== '61') continue;
    if (index > endsAt) throw new DomainError('BANK_FILE_NOT_WHOLE', { fileLine: field.fileLine, found: ':61:' });
    const next = fields[index + 1];
    lines.push(bookingOf(field, next?.tag === '86' ? next : null));
  }
  const first = lines.map(({ bookedOn }) => bookedOn).toSorted()[0];
  const sameDay = closing.on === opening.on || (first !== undefined && first <= opening.on);
  return {
    fileLine: fields[0]?.fileLine ?? 1,
    accountNo,
    from: sameDay || closing.on < opening.on ? opening.on : addDays(opening.on, 1),
    to: closing.on,
    opening: opening.amount,
    closing: closing.amount,
    lines: byBookingDay(lines),
    page: pageOf(fields),
  };
}

function pageOf(fields: readonly Field[]): Statement['page'] {
  const field = fields.find(({ tag }) => tag === '28C' || tag === '28');
  const [, , page] = PAGE.exec((field?.lines[0] ?? '').trim()) ?? [];
  if (page === undefined) return null;
  const last = !fields.some(({ tag }) => tag === '62M');
  const number = Number.parseInt(page, 10);
  // many banks number the statements of a year where the standard has pages; then each opens and closes for itself
  return fields.some(({ tag }) => tag === '60M') || !last ? { number, last } : null;
}

function bookingOf(field: Field, info: Field | null): DraftLine {
  const [head = '', ...supplement] = field.lines;
  const [, valueDay = '', bookingDay, mark = '', , amountText = '', , customer = '', bank = ''] = BOOKING.exec(head) ?? [];
  const at = place(field);
  if (mark === '') throw new DomainError('BANK_FILE_VALUE_INVALID', { ...at, value: shown(head) });
  const amount = readMtAmount(amountText, at);
  if (amount.isZero) throw new DomainError('BANK_FILE_NO_AMOUNT', { fileLine: field.fileLine });
  const valueOn = dayOf(valueDay, at);
  const own = tidy(customer);
  const reference = tidy(bank) || (own === 'NONREF' ? '' : own);
  const text = info ? infoOf(info) : { name: '', account: '', remarks: [] };
  const remarkPlace = info ? place(info) : at;
  return {
    fileLine: field.fileLine,
    bookedOn: bookingDay === undefined ? valueOn : nearestDay(bookingDay, valueOn, at),
    valueOn,
    amount: mark === 'C' || mark === 'RD' ? amount : amount.negated(),
    counterpartyName: within(tidy(text.name), textLimits.name, remarkPlace),
    counterpartyAccount: within(text.account.replaceAll(/\s/g, ''), textLimits.account, remarkPlace),
    remark: within(joined([...text.remarks, ...supplement, bank !== '' && own !== 'NONREF' ? own : '']), textLimits.remark, remarkPlace),
    bankReference: within(reference, textLimits.reference, at),
    reversal: mark.startsWith('R'),
    balanceAfter: null,
  };
}

/** :86: with subfields behind ?NN, else free text. Lines are cut at 65 characters wherever they are: those of subfields are one text. */
function infoOf(field: Field): { name: string; account: string; remarks: string[] } {
  const whole = field.lines.join('');
  const sign = STRUCTURED.exec(whole)?.[1];
  if (sign === undefined) return { name: '', account: '', remarks: [field.lines.join(' ')] };
  const parts = whole
    .slice(3)
    .split(new RegExp(`\\${sign}(?=\\d{2})`))
    .slice(1)
    .map((part) => ({ code: part.slice(0, 2), value: part.slice(2) }));
  const of = (codes: RegExp): string[] => parts.filter(({ code }) => codes.test(code)).map(({ value }) => value);
  const booking = parts.filter(({ code }) => REMARK_FIELDS.test(code));
  const remark = booking.filter(({ code }) => code !== '00').map(({ value }) => value);
  return { name: of(/^3[23]$/).join(''), account: of(/^31$/).join(''), remarks: [remark.join(''), ...of(/^00$/)] };
}

function balanceOf(field: Field): { on: BusinessDate; amount: Money } {
  const at = place(field);
  const [, side, day = '', currency = '', amountText = ''] = BALANCE.exec((field.lines[0] ?? '').trim()) ?? [];
  if (side === undefined) throw new DomainError('BANK_FILE_VALUE_INVALID', { ...at, value: shown(field.lines[0] ?? '') });
  if (!YUAN.includes(currency)) throw new DomainError('BANK_FILE_CURRENCY', { fileLine: field.fileLine, currency });
  const amount = readMtAmount(amountText, at);
  return { on: dayOf(day, at), amount: side === 'D' && !amount.isZero ? amount.negated() : amount };
}

/** "1170,00", "1170," or "1170,5": a comma always, no thousands separators. @throws BANK_FILE_AMOUNT_INVALID */
function readMtAmount(text: string, at: Place): Money {
  const [, whole, decimals = ''] = AMOUNT.exec(text) ?? [];
  if (whole === undefined) throw new DomainError('BANK_FILE_AMOUNT_INVALID', { ...at, value: shown(text) });
  return Money.parse(decimals === '' ? whole : `${whole}.${decimals}`);
}

/** YYMMDD of this century. @throws BANK_FILE_DATE_INVALID */
function dayOf(text: string, at: Place): BusinessDate {
  try {
    return businessDate(`20${text.slice(0, 2)}-${text.slice(2, 4)}-${text.slice(4, 6)}`);
  } catch {
    throw new DomainError('BANK_FILE_DATE_INVALID', { ...at, value: shown(text) });
  }
}

/** MMDD in the year in which it is nearest to the value day: 0102 beside 31 December is of the next year. */
function nearestDay(text: string, valueOn: BusinessDate, at: Place): BusinessDate {
  const year = Number.parseInt(valueOn.slice(0, 4), 10);
  const days = [year - 1, year, year + 1].flatMap((candidate) => {
    try {
      return [businessDate(`${candidate}-${text.slice(0, 2)}-${text.slice(2)}`)];
    } catch {
      return []; // 29 February of another year
    }
  });
  const nearest = days.toSorted((a, b) => Math.abs(daysBetween(valueOn, a)) - Math.abs(daysBetween(valueOn, b)))[0];
  if (nearest === undefined) throw new DomainError('BANK_FILE_DATE_INVALID', { ...at, value: shown(text) });
  return nearest;
}

function need(fields: readonly Field[], tags: readonly string[]): Field {
  const field = fields.find(({ tag }) => tags.includes(tag));
  if (!field) throw new DomainError('BANK_FILE_FIELD_MISSING', { fileLine: fields.at(-1)?.fileLine ?? 1, field: `:${tags[0] ?? ''}:` });
  return field;
}

function place({ fileLine, tag }: Field): Place {
  return { fileLine, field: `:${tag}:` };
}
