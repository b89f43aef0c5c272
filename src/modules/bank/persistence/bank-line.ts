import { Entity } from 'typeorm';
import type { BusinessDate, Money } from '../../../kernel/index.js';
import { BooleanColumn, DateColumn, IdColumn, IntegerColumn, JsonColumn, MoneyColumn, TenantRow, TextColumn } from '../../../platform/database/index.js';
import type { BankFileId, BankLineState } from '../domain/bank-line.js';

@Entity({ schema: 'mingbai', name: 'bank_line' })
export class BankLine extends TenantRow<'bank_line'> {
  @IdColumn()
  accountId!: number;

  @IdColumn()
  fileId!: BankFileId;

  @IntegerColumn()
  position!: number;

  @IntegerColumn()
  fileLine!: number;

  @DateColumn()
  bookedOn!: BusinessDate;

  @DateColumn()
  valueOn!: BusinessDate;

  @MoneyColumn()
  amount!: Money;

  @TextColumn()
  counterpartyName!: string;

  @TextColumn()
  counterpartyAccount!: string;

  @TextColumn()
  remark!: string;

  @TextColumn()
  bankReference!: string;

  @BooleanColumn()
  reversal!: boolean;

  @MoneyColumn()
  balanceAfter!: Money;

  @TextColumn()
  state!: BankLineState;

  @MoneyColumn()
  suspenseOpen!: Money;

  @JsonColumn({ nullable: true })
  reason!: object | null;
}
