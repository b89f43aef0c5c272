import { ApiProperty } from '@nestjs/swagger';
import type { Instant } from '../../../kernel/index.js';
import { ApiInstant } from '../../../platform/http/index.js';
import type { PayeeView } from '../application/payee-queries.js';

/** A payee for those who work on payouts; of the account number the last four digits. */
export class PayeeResponse {
  @ApiProperty({ example: 'SK002' })
  number!: string;
  @ApiProperty({ enum: ['FIRM', 'VENDOR', 'TAX_OFFICE', 'CUSTODIAN', 'COMMITTEE', 'OTHER'] })
  kind!: string;
  @ApiProperty({ description: 'Name and account are a person’s: they are not published' })
  person!: boolean;
  @ApiProperty()
  name!: string;
  @ApiProperty({ type: String, nullable: true })
  bankName!: string | null;
  @ApiProperty({ type: String, nullable: true })
  accountName!: string | null;
  @ApiProperty({ type: String, nullable: true })
  last4!: string | null;
  @ApiProperty({ type: Number, nullable: true, description: 'Counts the accounts that the payee has had' })
  accountVersion!: number | null;
  @ApiInstant({ nullable: true })
  registeredAt!: Instant | null;

  static from({ number, kind, isPerson: person, name, account }: PayeeView): PayeeResponse {
    return Object.assign(new PayeeResponse(), {
      number,
      kind,
      person,
      name,
      bankName: account?.bankName ?? null,
      accountName: account?.accountName ?? null,
      last4: account?.last4 ?? null,
      accountVersion: account?.version ?? null,
      registeredAt: account?.registeredAt ?? null,
    });
  }
}

export class PayeesResponse {
  @ApiProperty({ type: [PayeeResponse] })
  items!: PayeeResponse[];
  @ApiProperty({ type: String, nullable: true })
  nextCursor!: string | null;
}
