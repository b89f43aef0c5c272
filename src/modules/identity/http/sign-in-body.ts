import { ApiProperty } from '@nestjs/swagger';
import { IsString, MaxLength } from 'class-validator';

/** Login and password as typed. */
export class SignInBody {
  @ApiProperty()
  @IsString()
  @MaxLength(100)
  login!: string;

  @ApiProperty()
  @IsString()
  @MaxLength(1000)
  password!: string;
}
