import { Entity } from 'typeorm';
import type { Instant, Money, PersonId } from '../../../kernel/index.js';
import { IdColumn, InstantColumn, IntegerColumn, MoneyColumn, TenantRow, TextColumn } from '../../../platform/database/index.js';
import type { MatchRuleTerms } from '../domain/matchables.js';

/** A rule of the bookkeeper; never deleted, only switched off. */
@Entity({ schema: 'mingbai', name: 'match_rule' })
export class MatchRule extends TenantRow<'match_rule'> {
  @IntegerColumn()
  no!: number;

  @TextColumn()
  direction!: MatchRuleTerms['direction'];

  @TextColumn()
  counterparty!: string;

  @TextColumn()
  remark!: string;

  @MoneyColumn({ nullable: true })
  amount!: Money | null;

  @TextColumn()
  target!: MatchRuleTerms['target'];

  @TextColumn({ nullable: true })
  reference!: string | null;

  @InstantColumn()
  madeAt!: Instant;

  @IdColumn()
  madeBy!: PersonId;

  @InstantColumn({ nullable: true })
  switchedOffAt!: Instant | null;

  @IdColumn({ nullable: true })
  switchedOffBy!: PersonId | null;
}
