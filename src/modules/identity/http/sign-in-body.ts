import { ApiProperty } from '@nestjs/swagger';
import { IsOptional, IsString, MaxLength } from 'class-validator';

/** Login and password as typed, and the code where a second factor is on. */
export class SignInBody {
  @ApiProperty()
  @IsString()
  @MaxLength(100)
  login!: string;

  @ApiProperty()
  @IsString()
  @MaxLength(1000)
  password!: string;

  @ApiProperty({ required: false, description: 'Six digits of the app, or a recovery code, where the person has a second factor', example: '287082' })
  @IsOptional()
  @IsString()
  @MaxLength(40)
  code?: string;
}
