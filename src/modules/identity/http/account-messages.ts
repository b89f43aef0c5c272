import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, IsInt, IsOptional, IsString, MaxLength } from 'class-validator';
import type { Instant } from '../../../kernel/index.js';
import { ApiInstant } from '../../../platform/http/index.js';
import type { PersonKeyId } from '../domain/person-key.js';
import type { SessionView } from '../application/sessions.js';

/** The present password and the next. */
export class PasswordBody {
  @ApiProperty()
  @IsString()
  @MaxLength(1000)
  present!: string;

  @ApiProperty({ description: '8–200 characters, none of those that many people use' })
  @IsString()
  @MaxLength(1000)
  password!: string;

  @ApiProperty({ required: false, type: Number, isArray: true, description: 'Ids of passkeys that go on signing in; every other one is revoked' })
  @IsOptional()
  @ArrayMaxSize(20)
  @IsInt({ each: true })
  keptKeys?: PersonKeyId[];
}

/** A session that lives. */
export class SessionListItem {
  @ApiProperty()
  id!: string;

  @ApiProperty({ type: String, nullable: true, description: 'Browser and system', example: 'Chrome, Android' })
  device!: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'IPv4 address, or the first half of an IPv6 address' })
  network!: string | null;

  @ApiInstant()
  createdAt!: Instant;

  @ApiInstant()
  lastUsedAt!: Instant;

  @ApiProperty({ description: 'The session that asks' })
  isCurrent!: boolean;

  static from({ id, device, network, createdAt, lastUsedAt, isCurrent }: SessionView): SessionListItem {
    return Object.assign(new SessionListItem(), { id, device, network, createdAt, lastUsedAt, isCurrent });
  }
}
