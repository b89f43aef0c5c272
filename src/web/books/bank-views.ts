import { Injectable } from '@nestjs/common';
import {
  Clock,
  daysBetween,
  DomainError,
  firstDay,
  lastDay,
  Money,
  periodOf,
  periodsBetween,
  type AccountingPeriod,
  type BusinessDate,
} from '../../kernel/index.js';
import { BankQueries, isUnplaced, tailOf, wholeAccount, type BankLineId, type BankLineView } from '../../modules/bank/index.js';
import { BankAccountQueries, UnitQueries } from '../../modules/communities/index.js';
import { DisbursementQueries } from '../../modules/disbursements/index.js';
import { FirmDueQueries } from '../../modules/entitlements/index.js';
import { FeeQueries } from '../../modules/fees/index.js';
import { LeaseQueries } from '../../modules/operating-income/index.js';
import { assignmentTargetsOf, CandidateQueries, otherSides, SuspenseReturnQueries, UndoQueries } from '../../modules/settlement/index.js';
import type { Tx } from '../../platform/database/index.js';
import { describeError, type Language } from '../../platform/messages/index.js';
import { DeskFrames } from '../desk/desk-frames.js';
import { formSeal, type Refusal } from '../desk/form-parts.js';
import type { Visit } from '../desk/visit.js';
import type { BankFilter, BankLineRow, BankView } from './bank-page.js';
import type { UploadView } from './import-page.js';
import { partsTyped } from './line-entries.js';
import type { Candidate, LineView } from './line-view.js';
import { reasonWords } from './reason-words.js';

const PAGE = 50;
const CANDIDATES_MAX = 8;
const EVER = { from: '1000-01-01' as BusinessDate, to: '9999-12-31' as BusinessDate };

/** Reads the bank's lines for the bookkeeper, who may read whole names. */
@Injectable()
export class BankViews {
  constructor(
    private readonly clock: Clock,
    private readonly frames: DeskFrames,
    private readonly bank: BankQueries,
    private readonly units: UnitQueries,
    private readonly fees: FeeQueries,
    private readonly leases: LeaseQueries,
    private readonly payouts: DisbursementQueries,
    private readonly dues: FirmDueQueries,
    private readonly returns: SuspenseReturnQueries,
    private readonly accounts: BankAccountQueries,
    private readonly found: CandidateQueries,
    private readonly undos: UndoQueries,
  ) {}

  async lines(
    tx: Tx,
    visit: Visit,
    asked: Pick<BankView, 'month' | 'matched' | 'imported' | 'refusal'> & { filter: BankFilter | null; after: number },
  ): Promise<BankView> {
    const files = await this.bank.files(tx);
    const days = asked.month === null ? EVER : { from: firstDay(asked.month), to: lastDay(asked.month) };
    const states = await this.bank.countByState(tx, days);
    const waiting = await this.bank.lines(tx, { inSuspense: true, ...days });
    const counts = { ...states, SUSPENSE: waiting.length };
    const filter =
      asked.filter ??
      (counts.NEW > 0 ? 'NEW' : counts.SUGGESTED > 0 ? 'SUGGESTED' : counts.SUSPENSE > 0 ? 'SUSPENSE' : counts.MATCHED > 0 ? 'MATCHED' : 'RECONCILED');
    const lines = await this.bank.lines(tx, {
      ...(filter === 'SUSPENSE' ? { inSuspense: true } : { states: [filter] }),
      ...days,
      ...(asked.after > 0 && { after: asked.after as BankLineId }),
      limit: PAGE + 1,
    });
    const shown = lines.slice(0, PAGE);
    const href = (after: number): string =>
      `/b/${visit.slug}/bank?state=${filter}${asked.month === null ? '' : `&month=${asked.month}`}${after > 0 ? `&after=${after}` : ''}`;
    return {
      frame: await this.frames.frame(tx, visit, { area: 'b', current: 'bank' }),
      filter,
      month: asked.month,
      months: monthsOfFiles(files),
      counts,
      rows: shown.map((line) => this.row(line, visit.language)),
      anyFile: files.length > 0,
      match: states.NEW + states.SUGGESTED + states.SUSPENSE > 0 ? formSeal(visit.session.formToken) : null,
      matched: asked.matched,
      imported: asked.imported,
      firstHref: asked.after > 0 ? href(0) : null,
      nextHref: lines.length > PAGE ? href(shown.at(-1)?.id ?? 0) : null,
      refusal: asked.refusal,
    };
  }

  async upload(tx: Tx, visit: Visit, refusal: Refusal | null): Promise<UploadView> {
    const files = await this.bank.files(tx);
    const numbers = (await this.accounts.all(tx)).map(({ accountNo }) => accountNo);
    return {
      frame: await this.frames.frame(tx, visit, { area: 'b', current: 'bank' }),
      seal: formSeal(visit.session.formToken),
      reachedTo:
        files
          .map(({ to }) => to)
          .toSorted()
          .at(-1) ?? null,
      files: files.map(({ id, fileName, from, to, lineCount }) => ({ id, fileName, from, to, lines: lineCount })),
      accounts: numbers.map((accountNo) => tailOf(accountNo, numbers)).toReversed(),
      refusal,
    };
  }

  /** @throws NOT_FOUND */
  async line(
    tx: Tx,
    visit: Visit,
    asked: { id: number; chosen: Pick<Candidate, 'target' | 'code'> | null; done: LineView['done']; refusal: Refusal | null; more?: boolean },
  ): Promise<LineView> {
    const line = await this.bank.line(tx, asked.id as BankLineId);
    if (!line) throw new DomainError('NOT_FOUND');
    const open = isUnplaced(line) || line.suspenseOpen.isPositive;
    const matches = await this.bank.matches(tx, [line.id]);
    const [next] = (await this.bank.lines(tx, { states: ['NEW', 'SUGGESTED'], limit: 2 })).filter(({ id }) => id !== line.id);
    const moves = await this.otherSides(tx, visit, line);
    const several = (await this.accounts.all(tx)).length > 1;
    const targets = assignmentTargetsOf(line).filter((target) => target !== 'ACCOUNT_MOVE' || several);
    return {
      frame: await this.frames.frame(tx, visit, { area: 'b', current: 'bank' }),
      id: line.id,
      bookedOn: line.bookedOn,
      amount: line.amount.toString(),
      counterparty: line.counterpartyName,
      account: line.counterpartyAccount,
      remark: line.remark,
      reference: line.bankReference,
      why: reasonWords(line.reason, visit.language),
      places: matches
        .filter(({ undoes }) => undoes === null)
        .map(({ targetType, amount, matchedAt, entrySeq, undoneBy }) => {
          return { target: targetType, amount: amount.toString(), at: matchedAt, entrySeq, takenBack: undoneBy !== null };
        }),
      undo: await this.undo(tx, visit, line),
      assign: open
        ? {
            seal: formSeal(visit.session.formToken),
            targets,
            candidates: [...moves, ...(await this.putRight(tx, visit, line)), ...(await this.candidates(tx, visit, line))],
            chosen: asked.chosen && targets.includes(asked.chosen.target) ? asked.chosen : null,
            ...partsTyped(asked.refusal?.typed ?? {}, isUnplaced(line) ? line.amount : line.suspenseOpen, asked.more === true),
          }
        : null,
      sendBack: await this.sendBack(tx, visit, line),
      next: next?.id ?? null,
      done: asked.done,
      refusal: asked.refusal,
    };
  }

  private async sendBack(tx: Tx, visit: Visit, line: BankLineView): Promise<LineView['sendBack']> {
    const [asked] = await this.returns.all(tx, { lineId: line.id, states: ['ASKED'] });
    if (asked) return { waits: asked.reason };
    return line.suspenseOpen.isPositive ? { seal: formSeal(visit.session.formToken), needsAccount: wholeAccount(line) === null } : null;
  }

  private async undo(tx: Tx, { session, language }: Visit, line: BankLineView): Promise<LineView['undo']> {
    const preview = await this.undos.of(tx, line);
    if (!preview) return null;
    const { obstacle, ...shown } = preview;
    return obstacle ? { not: describeError(obstacle, language) } : { seal: formSeal(session.formToken), ...shown };
  }

  /** Lines that the bank may put right with this one: what it took or credited by mistake. */
  private async putRight(tx: Tx, { m }: Visit, line: BankLineView): Promise<Candidate[]> {
    const others = (await this.found.putRight(tx, [line])).get(line.id) ?? [];
    return others.map(({ id, bookedOn, counterpartyName, remark, open }): Candidate => ({
      target: line.amount.isNegative ? 'TAKEN_BACK' : 'CORRECTION',
      code: String(id),
      name: m.bankLine.candidate(m.shortDate(bookedOn), counterpartyName.trim(), remark.trim()),
      open: open.toString(),
    }));
  }

  /** Lines of the other accounts of the compound that may be the other side of this one. */
  private async otherSides(tx: Tx, { m }: Visit, line: BankLineView): Promise<Candidate[]> {
    const accounts = await this.accounts.all(tx);
    if (accounts.length < 2) return [];
    const others = otherSides(line, { ownLines: await this.bank.lines(tx, { states: ['NEW', 'SUGGESTED', 'SUSPENSE'] }), ownAccounts: accounts });
    return others.map(({ id, accountId, bookedOn, amount }): Candidate => {
      const account = accounts.find((each) => each.id === accountId);
      return { target: 'ACCOUNT_MOVE', code: String(id), name: m.bankAccounts.lineOf(account?.last4 ?? '', m.shortDate(bookedOn)), open: amount.toString() };
    });
  }

  /** Who has the payer's name or owes exactly this amount; for money out, what the bank was told to pay. */
  private async candidates(tx: Tx, { m }: Visit, line: BankLineView): Promise<Candidate[]> {
    if (line.amount.isNegative)
      return (await this.payouts.instructed(tx)).map(({ number, payeeName, amount }) => ({
        target: 'PAYOUT',
        code: number,
        name: payeeName,
        open: amount.toString(),
      }));
    const bills = await this.fees.openBills(tx);
    const openOf = (unitId: number): Money => Money.sum(bills.filter((bill) => bill.unitId === unitId).map(({ open }) => open));
    const exact = new Set(bills.filter(({ open }) => open.equals(line.amount)).map(({ unitId }) => unitId));
    const sameName = (name: string | null): boolean => name !== null && name === line.counterpartyName;
    const units = (await this.units.all(tx)).filter(({ id, ownerName }) => sameName(ownerName) || exact.has(id));
    const charges = (await this.leases.open(tx)).filter(({ counterparty, open }) => sameName(counterparty) || open.equals(line.amount));
    const named = units.toSorted((a, b) => rank(sameName(a.ownerName)) - rank(sameName(b.ownerName)));
    const owed = (await this.dues.dues(tx, { openOnly: true })).filter(({ open, effectiveOn }) => open.equals(line.amount) && effectiveOn <= line.bookedOn);
    return [
      ...owed.map(({ kind, id, label, open }): Candidate => ({ target: 'FIRM_DUE', code: `${kind}-${id}`, name: label, open: open.toString() })),
      ...charges.map(({ leaseCode, counterparty, open }): Candidate => ({ target: 'LEASE', code: leaseCode, name: counterparty, open: open.toString() })),
      ...named.map(({ id, code, ownerName }): Candidate => ({
        target: 'UNIT',
        code,
        name: ownerName ?? m.workbench.forms.optional,
        open: openOf(id).toString(),
      })),
    ].slice(0, CANDIDATES_MAX);
  }

  private row(line: BankLineView, language: Language): BankLineRow {
    const { id, bookedOn, counterpartyName, remark, state, suspenseOpen } = line;
    const waiting = suspenseOpen.isPositive ? { amount: suspenseOpen.toString(), days: daysBetween(bookedOn, this.clock.today()) } : null;
    return {
      id,
      bookedOn,
      amount: line.amount.toString(),
      counterparty: counterpartyName,
      remark,
      state,
      waiting,
      why: reasonWords(line.reason, language),
      open: isUnplaced(line) || waiting !== null,
    };
  }
}

function rank(first: boolean): number {
  return first ? 0 : 1;
}

function monthsOfFiles(files: readonly { from: BusinessDate; to: BusinessDate }[]): AccountingPeriod[] {
  const first = files.map(({ from }) => from).toSorted()[0];
  const last = files
    .map(({ to }) => to)
    .toSorted()
    .at(-1);
  return first && last ? periodsBetween(periodOf(first), periodOf(last)).toReversed() : [];
}
