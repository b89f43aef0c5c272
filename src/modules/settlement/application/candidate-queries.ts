import { Injectable } from '@nestjs/common';
import type { Tx } from '../../../platform/database/index.js';
import { BankQueries, isUnplaced, type BankLineId, type BankLineView } from '../../bank/index.js';
import { paymentReferencesIn } from '../../communities/index.js';
import { bankCandidate, linesPutRight, type OpenBankLine } from '../domain/bank-candidates.js';
import { CANDIDATES_MAX, candidatesFor, type LineCandidate } from '../domain/candidates.js';
import { FactQueries } from './fact-queries.js';
import { MatchablesReader } from './matchables-reader.js';

/** What waiting lines may be for, as everything stands now; nothing is booked by asking. */
@Injectable()
export class CandidateQueries {
  constructor(
    private readonly matchables: MatchablesReader,
    private readonly bank: BankQueries,
    private readonly facts: FactQueries,
  ) {}

  /** The best first, at most a handful a line. */
  async of(tx: Tx, lines: readonly BankLineView[]): Promise<Map<BankLineId, LineCandidate[]>> {
    const matchables = await this.matchables.read(tx, lines);
    const putRight = await this.putRight(tx, lines);
    return new Map(
      lines.map((line) => {
        const amount = isUnplaced(line) ? line.amount : line.suspenseOpen;
        const [first, ...rest] = candidatesFor({ ...line, amount }, matchables, isOpen(line));
        const bankOwn = (putRight.get(line.id) ?? []).map((other) => bankCandidate(line, other));
        return [line.id, [...(first ? [first] : []), ...bankOwn, ...rest].slice(0, CANDIDATES_MAX)];
      }),
    );
  }

  /** Earlier lines that the bank may put right with these: its errors that wait for a correction, and credits that it may take back. */
  async putRight(tx: Tx, lines: readonly BankLineView[]): Promise<Map<BankLineId, OpenBankLine[]>> {
    const waiting = lines.filter((line) => isOpen(line));
    const credits = waiting.some(({ amount }) => amount.isNegative)
      ? (await this.bank.lines(tx, { inSuspense: true })).map((line) => ({ ...line, open: line.suspenseOpen }))
      : [];
    const errors = waiting.some(({ amount }) => amount.isPositive) ? await this.openErrors(tx) : [];
    return new Map(waiting.map((line) => [line.id, linesPutRight(line, line.amount.isNegative ? credits : errors, paymentReferencesIn)]));
  }

  private async openErrors(tx: Tx): Promise<OpenBankLine[]> {
    const open = new Map((await this.facts.openErrors(tx)).map((error) => [error.lineId, error.open]));
    if (open.size === 0) return [];
    const lines = await this.bank.lines(tx, { ids: [...open.keys()] });
    return lines.flatMap((line) => {
      const left = open.get(line.id);
      return left ? [{ ...line, open: left }] : [];
    });
  }
}

/** Whether a line may have any place: nothing of it is booked, or it waits in suspense of an open month. */
function isOpen(line: BankLineView): boolean {
  return isUnplaced(line) || line.state === 'SUSPENSE';
}
