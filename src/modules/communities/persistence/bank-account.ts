import { Entity } from 'typeorm';
import type { BusinessDate } from '../../../kernel/index.js';
import { DateColumn, TenantRow, TextColumn } from '../../../platform/database/index.js';

@Entity({ schema: 'mingbai', name: 'bank_account' })
export class BankAccount extends TenantRow<'bank_account'> {
  @TextColumn()
  bankName!: string;

  @TextColumn()
  accountName!: string;

  @TextColumn()
  accountNo!: string;

  @DateColumn()
  openedOn!: BusinessDate;

  @DateColumn({ nullable: true })
  closedOn!: BusinessDate | null;
}
