import { Entity } from 'typeorm';
import type { Instant, Money, PersonId } from '../../../kernel/index.js';
import { IdColumn, InstantColumn, MoneyColumn, TenantRow, TextColumn } from '../../../platform/database/index.js';
import type { BankLineId, MatchTarget } from '../domain/bank-line.js';

@Entity({ schema: 'mingbai', name: 'bank_match' })
export class BankMatch extends TenantRow<'bank_match'> {
  @IdColumn()
  lineId!: BankLineId;

  @TextColumn()
  takenFrom!: 'LINE' | 'SUSPENSE';

  @TextColumn()
  targetType!: MatchTarget;

  @IdColumn()
  targetId!: number;

  @MoneyColumn()
  amount!: Money;

  @IdColumn()
  entrySeq!: number;

  @InstantColumn()
  matchedAt!: Instant;

  @IdColumn({ nullable: true })
  matchedBy!: PersonId | null;

  /** The match that this one takes back. */
  @IdColumn({ nullable: true })
  undoes!: BankMatch['id'] | null;
}
