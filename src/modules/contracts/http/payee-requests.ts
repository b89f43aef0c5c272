import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsString, MaxLength } from 'class-validator';
import { registeredPayeeKinds, type RegisteredPayeeKind } from '../domain/payee.js';

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

  @ApiProperty()
  @IsString()
  @MaxLength(200)
  name!: string;
}
