import { ApiProperty } from '@nestjs/swagger';
import { IsBase64, IsString, MaxLength } from 'class-validator';
import type { Instant } from '../../../kernel/index.js';
import { ApiInstant } from '../../../platform/http/index.js';
import type { KeyRegistered } from '../application/register-key.js';
import type { KeyPurpose, KeySuite, PersonKeyView } from '../domain/person-key.js';

/** A public key as its owner hands it in. */
export class KeyBody {
  @ApiProperty({ description: 'What you call the key, 1–40 characters' })
  @IsString()
  @MaxLength(40)
  label!: string;

  @ApiProperty({ description: 'The 32 bytes of an Ed25519 public key, base64', example: 'PUAXw+hDiVqStwqnTRt+vJyYLM8uxJaMwM1V8Sr0Zgw=' })
  @IsBase64()
  @MaxLength(100)
  publicKey!: string;
}

/** A key that was registered; approvals name it by `keyHash`. */
export class KeyRegisteredResponse {
  @ApiProperty()
  keyId!: number;

  static from({ keyId }: KeyRegistered): KeyRegisteredResponse {
    return Object.assign(new KeyRegisteredResponse(), { keyId });
  }
}

/** A key of the person who asks. */
export class KeyResponse {
  @ApiProperty()
  id!: number;

  @ApiProperty({ enum: ['ed25519', 'webauthn'] })
  suite!: KeySuite;

  @ApiProperty({ description: 'SHA-256 of the public key, hex' })
  keyHash!: string;

  @ApiProperty()
  label!: string;

  @ApiProperty({ enum: ['APPROVE', 'SIGN_IN'], isArray: true })
  purposes!: readonly KeyPurpose[];

  @ApiInstant()
  createdAt!: Instant;

  @ApiInstant({ nullable: true })
  lastUsedAt!: Instant | null;

  @ApiInstant({ nullable: true })
  revokedAt!: Instant | null;

  static from({ id, suite, keyHash, label, purposes, createdAt, lastUsedAt, revokedAt }: PersonKeyView): KeyResponse {
    return Object.assign(new KeyResponse(), { id, suite, keyHash, label, purposes, createdAt, lastUsedAt, revokedAt });
  }
}
