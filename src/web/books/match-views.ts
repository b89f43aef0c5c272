import { Injectable } from '@nestjs/common';
import { Clock, daysBetween, Money } from '../../kernel/index.js';
import { BankQueries, isUnplaced, type BankLineId, type BankLineView } from '../../modules/bank/index.js';
import { CandidateQueries, describeMatchReason, suggestionIn, type LineCandidate } from '../../modules/settlement/index.js';
import type { Tx } from '../../platform/database/index.js';
import { DeskFrames } from '../desk/desk-frames.js';
import { formSeal, type Refusal } from '../desk/form-parts.js';
import type { Visit } from '../desk/visit.js';
import { formatMoney } from '../format.js';
import type { MatchCandidate, MatchRow, MatchView } from './match-page.js';
import { reasonWords } from './reason-words.js';

const ROWS = 30;

/** Reads what waits for a person, with the places that it may have. */
@Injectable()
export class MatchViews {
  constructor(
    private readonly clock: Clock,
    private readonly frames: DeskFrames,
    private readonly bank: BankQueries,
    private readonly candidates: CandidateQueries,
  ) {}

  async page(tx: Tx, visit: Visit, asked: { placed: number | null; undone: boolean; refusal: Refusal | null }): Promise<MatchView> {
    const unplaced = await this.bank.lines(tx, { states: ['SUGGESTED', 'NEW'] });
    const waiting = [
      ...unplaced.filter(({ state }) => state === 'SUGGESTED'),
      ...unplaced.filter(({ state }) => state === 'NEW'),
      ...(await this.bank.lines(tx, { inSuspense: true })),
    ];
    const shown = waiting.slice(0, ROWS);
    const found = await this.candidates.of(tx, shown);
    const last = asked.placed === null ? null : await this.bank.line(tx, asked.placed as BankLineId);
    const open = waiting.map((line) => (isUnplaced(line) ? line.amount : line.suspenseOpen)).map((amount) => (amount.isNegative ? amount.negated() : amount));
    return {
      frame: await this.frames.frame(tx, visit, { area: 'b', current: 'bank' }),
      rows: shown.map((line) => this.row(line, found.get(line.id) ?? [], visit)),
      waiting: waiting.length,
      waitingAmount: Money.sum(open).toString(),
      match: waiting.some(({ state }) => state !== 'RECONCILED') ? formSeal(visit.session.formToken) : null,
      last:
        last && (last.state === 'MATCHED' || last.state === 'SUSPENSE')
          ? { id: last.id, what: `${last.counterpartyName} ${formatMoney(last.amount.toString())}`, seal: formSeal(visit.session.formToken) }
          : null,
      undone: asked.undone,
      refusal: asked.refusal,
    };
  }

  private row(line: BankLineView, found: readonly LineCandidate[], visit: Visit): MatchRow {
    const { id, bookedOn, counterpartyName, remark, state } = line;
    const own = suggestionIn(line.reason);
    const why = reasonWords(line.reason, visit.language);
    const label = (parts: MatchCandidate['parts']): string =>
      visit.m.matching.page.place(parts.map(({ target, reference }) => `${visit.m.matching.targets[target]} ${reference ?? ''}`.trim()));
    const suggested: MatchCandidate[] =
      own.length > 0 && isUnplaced(line) ? [{ parts: own, label: label(own), why: why ?? '', seal: formSeal(visit.session.formToken) }] : [];
    const others = found
      .filter(({ parts }) => !suggested.some((candidate) => JSON.stringify(candidate.parts) === JSON.stringify(parts)))
      .map(({ parts, name, reason }): MatchCandidate => ({
        parts,
        label: `${label(parts)}${name === null ? '' : ` · ${name}`}`,
        why: describeMatchReason(reason, visit.language),
        seal: formSeal(visit.session.formToken),
      }));
    const days = Math.max(0, daysBetween(bookedOn, this.clock.today()));
    return {
      id,
      bookedOn,
      amount: line.amount.toString(),
      counterparty: counterpartyName,
      remark,
      state,
      days,
      why,
      candidates: [...suggested, ...others].slice(0, 4),
    };
  }
}
