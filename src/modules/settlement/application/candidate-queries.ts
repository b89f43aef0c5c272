import { Injectable } from '@nestjs/common';
import type { Tx } from '../../../platform/database/index.js';
import { isUnplaced, type BankLineId, type BankLineView } from '../../bank/index.js';
import { candidatesFor, type LineCandidate } from '../domain/candidates.js';
import { MatchablesReader } from './matchables-reader.js';

/** What waiting lines may be for, as everything stands now; nothing is booked by asking. */
@Injectable()
export class CandidateQueries {
  constructor(private readonly matchables: MatchablesReader) {}

  /** The best first, at most a handful a line. */
  async of(tx: Tx, lines: readonly BankLineView[]): Promise<Map<BankLineId, LineCandidate[]>> {
    const matchables = await this.matchables.read(tx, lines);
    return new Map(
      lines.map((line) => {
        const amount = isUnplaced(line) ? line.amount : line.suspenseOpen;
        return [line.id, candidatesFor({ ...line, amount }, matchables, isUnplaced(line) || line.state === 'SUSPENSE')];
      }),
    );
  }
}
