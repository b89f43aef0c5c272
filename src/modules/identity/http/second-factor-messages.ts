import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, IsInt, IsOptional, IsString, MaxLength } from 'class-validator';
import type { PersonKeyId } from '../domain/person-key.js';
import type { BegunSecondFactor } from '../application/second-factor-commands.js';
import type { SecondFactorState } from '../application/second-factors.js';

/** Six digits of an authenticator app. */
export class CodeBody {
  @ApiProperty({ example: '287082' })
  @IsString()
  @MaxLength(40)
  code!: string;

  @ApiProperty({ required: false, type: Number, isArray: true, description: 'Ids of passkeys that go on signing in; every other one is revoked' })
  @IsOptional()
  @ArrayMaxSize(20)
  @IsInt({ each: true })
  keptKeys?: PersonKeyId[];
}

export class SecondFactorResponse {
  @ApiProperty({ enum: ['OFF', 'BEGUN', 'ON'] })
  state!: SecondFactorState['state'];

  @ApiProperty()
  codesLeft!: number;

  static from({ state, codesLeft }: SecondFactorState): SecondFactorResponse {
    return Object.assign(new SecondFactorResponse(), { state, codesLeft });
  }
}

export class BegunSecondFactorResponse {
  @ApiProperty({ description: 'Base32, for typing into the app' })
  secret!: string;

  @ApiProperty({ description: 'otpauth://totp/…, for a square picture' })
  uri!: string;

  static from({ secret, uri }: BegunSecondFactor): BegunSecondFactorResponse {
    return Object.assign(new BegunSecondFactorResponse(), { secret, uri });
  }
}

/** Each opens one session instead of a code of the app; shown once. */
export class RecoveryCodesResponse {
  @ApiProperty({ isArray: true, type: String, example: ['MZXW6-YTBOI'] })
  codes!: readonly string[];

  static from(codes: readonly string[]): RecoveryCodesResponse {
    return Object.assign(new RecoveryCodesResponse(), { codes });
  }
}
