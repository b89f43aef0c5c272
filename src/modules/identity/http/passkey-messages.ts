import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, IsArray, IsString, Matches, MaxLength } from 'class-validator';
import type { PasskeyChallenge } from '../application/passkeys.js';

const BASE64URL = /^[\w-]{1,4000}$/;

export class PasskeyChallengeResponse {
  @ApiProperty({ description: '32 bytes, base64url' })
  challenge!: string;

  @ApiProperty({ description: 'Host that the passkey belongs to' })
  rpId!: string;

  static from({ challenge, rpId }: PasskeyChallenge): PasskeyChallengeResponse {
    return Object.assign(new PasskeyChallengeResponse(), { challenge, rpId });
  }
}

/** What the browser has of `navigator.credentials.create`; bytes as base64url. */
export class PasskeyBody {
  @ApiProperty({ description: 'What you call the passkey, 1–40 characters' })
  @IsString()
  @MaxLength(40)
  label!: string;

  @ApiProperty()
  @Matches(BASE64URL)
  authenticatorData!: string;

  @ApiProperty()
  @Matches(BASE64URL)
  clientDataJSON!: string;

  @ApiProperty({ isArray: true, type: String, example: ['internal'] })
  @IsArray()
  @ArrayMaxSize(6)
  @Matches(/^[a-z-]{1,20}$/, { each: true })
  transports!: string[];
}

/** What the browser has of `navigator.credentials.get`; bytes as base64url. */
export class PasskeySignInBody {
  @ApiProperty()
  @Matches(BASE64URL)
  credentialId!: string;

  @ApiProperty()
  @Matches(BASE64URL)
  authenticatorData!: string;

  @ApiProperty()
  @Matches(BASE64URL)
  clientDataJSON!: string;

  @ApiProperty()
  @Matches(BASE64URL)
  signature!: string;
}
