import { Entity } from 'typeorm';
import type { BusinessDate, Instant, Money, PersonId } from '../../../kernel/index.js';
import { DateColumn, IdColumn, InstantColumn, IntegerColumn, MoneyColumn, TenantRow, TextColumn } from '../../../platform/database/index.js';
import type { BankFileFormat } from '../domain/parsed-bank-file.js';

@Entity({ schema: 'mingbai', name: 'bank_file' })
export class BankFile extends TenantRow<'bank_file'> {
  @IdColumn()
  accountId!: number;

  @TextColumn()
  sha256!: string;

  @TextColumn()
  fileName!: string;

  @TextColumn()
  format!: BankFileFormat;

  @TextColumn({ nullable: true })
  profile!: string | null;

  @DateColumn()
  fromOn!: BusinessDate;

  @DateColumn()
  toOn!: BusinessDate;

  @MoneyColumn()
  opening!: Money;

  @MoneyColumn()
  closing!: Money;

  @IntegerColumn()
  lineCount!: number;

  @IntegerColumn()
  newLineCount!: number;

  @InstantColumn()
  importedAt!: Instant;

  @IdColumn()
  importedBy!: PersonId;
}
