import { Entity } from 'typeorm';
import type { AccountingPeriod, BusinessDate, Instant, Money, OrganisationId, PersonId } from '../../../kernel/index.js';
import {
  DateColumn,
  IdColumn,
  InstantColumn,
  IntegerColumn,
  JsonColumn,
  MoneyColumn,
  PeriodColumn,
  TenantRow,
  TextColumn,
} from '../../../platform/database/index.js';
import type { BankFileId } from '../domain/bank-line.js';

@Entity({ schema: 'mingbai', name: 'reconciliation' })
export class Reconciliation extends TenantRow<'reconciliation'> {
  @IdColumn()
  accountId!: number;

  @IdColumn()
  fileId!: BankFileId;

  @PeriodColumn()
  month!: AccountingPeriod;

  @DateColumn()
  reconciledOn!: BusinessDate;

  @MoneyColumn()
  bankBalance!: Money;

  @MoneyColumn()
  fundCash!: Money;

  @MoneyColumn()
  documentClaims!: Money;

  @IntegerColumn()
  lineCount!: number;

  @IdColumn()
  lastEntrySeq!: number;

  @JsonColumn()
  detail!: object;

  @InstantColumn()
  preparedAt!: Instant;

  @IdColumn()
  preparedBy!: PersonId;

  @IdColumn()
  preparedFor!: OrganisationId;

  @TextColumn()
  sha256!: string;
}
