import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { payeeParties, registeredPayeeKinds, type PayeeParty, type RegisteredPayeeKind } from '../domain/payee.js';

/** An account as the payee gave it. */
export class PayeeAccountBody {
  @ApiProperty({ description: 'Bank and branch' })
  @IsString()
  @MaxLength(200)
  bankName!: string;

  @ApiProperty({ example: '9903000000000001' })
  @IsString()
  @MaxLength(80)
  accountNo!: string;

  @ApiProperty({ description: 'The name in which the bank keeps the account' })
  @IsString()
  @MaxLength(200)
  accountName!: string;
}

export class RegisterPayeeBody extends PayeeAccountBody {
  @ApiProperty({ enum: registeredPayeeKinds })
  @IsIn(registeredPayeeKinds)
  kind!: RegisteredPayeeKind;

  @ApiProperty({
    enum: payeeParties,
    required: false,
    description: 'To be said of COMMITTEE and OTHER; a person is never named in public. It cannot be changed later.',
  })
  @IsOptional()
  @IsIn(payeeParties)
  party?: PayeeParty;

  @ApiProperty()
  @IsString()
  @MaxLength(200)
  name!: string;
}
