import { Entity } from 'typeorm';
import type { BusinessDate, Money } from '../../../kernel/index.js';
import { DateColumn, IdColumn, MoneyColumn, TenantRow, TextColumn } from '../../../platform/database/index.js';
import type { BankLineId } from '../../bank/index.js';
import type { Fund } from '../../ledger/index.js';
import type { FactRowKind } from '../domain/bank-fact.js';

/** Cash that a fact of the bank moved in one fund, signed. */
@Entity({ schema: 'mingbai', name: 'bank_fact' })
export class BankFact extends TenantRow<'bank_fact'> {
  @IdColumn()
  lineId!: BankLineId;

  @TextColumn()
  kind!: FactRowKind;

  @TextColumn()
  fund!: Fund;

  @MoneyColumn()
  amount!: Money;

  @DateColumn()
  effectiveOn!: BusinessDate;

  @IdColumn()
  entrySeq!: number;

  /** The row that this one takes back. */
  @IdColumn({ nullable: true })
  undoes!: BankFact['id'] | null;
}
