import { ApiProperty } from '@nestjs/swagger';
import type { Instant } from '../../../kernel/index.js';
import { ApiInstant, ApiMoney, ApiPeriod } from '../../../platform/http/index.js';
import type { StatementView } from '../application/statement-queries.js';
import { statementKinds } from '../domain/snapshot.js';
import type { StatementPeriod } from '../domain/statement-period.js';

/** A version of a statement; amounts are those of the whole account. */
export class StatementResponse {
  @ApiPeriod()
  period!: StatementPeriod;

  @ApiProperty()
  version!: number;

  @ApiProperty({ enum: statementKinds })
  kind!: string;

  @ApiProperty({ enum: ['READY', 'PUBLISHED', 'ARCHIVED'] })
  state!: string;

  @ApiProperty({ description: 'SHA-256 of the snapshot in canonical JSON' })
  jsonSha256!: string;

  @ApiInstant()
  builtAt!: Instant;

  @ApiInstant({ nullable: true })
  publishedAt!: Instant | null;

  @ApiMoney()
  received!: string;

  @ApiMoney()
  paid!: string;

  @ApiMoney()
  closing!: string;

  static from({ period, version, kind, state, jsonSha256, builtAt, publishedAt, received, paid, closing }: StatementView): StatementResponse {
    const amounts = { received: received.toString(), paid: paid.toString(), closing: closing.toString() };
    return Object.assign(new StatementResponse(), { period, version, kind, state, jsonSha256, builtAt, publishedAt, ...amounts });
  }
}

/** The statement as it is ready to be published. */
export class StatementBuiltResponse {
  @ApiPeriod()
  period!: StatementPeriod;

  @ApiProperty()
  version!: number;

  @ApiProperty({ enum: statementKinds })
  kind!: string;

  @ApiProperty({ description: 'SHA-256 of the snapshot in canonical JSON' })
  sha256!: string;
}

class PublishedPageResponse {
  @ApiProperty({ enum: ['zh-CN', 'en'] })
  locale!: string;

  @ApiProperty()
  sha256!: string;

  @ApiProperty()
  bytes!: number;
}

/** The statement as everybody can read it now. */
export class StatementPublishedResponse {
  @ApiPeriod()
  period!: StatementPeriod;

  @ApiProperty()
  version!: number;

  @ApiProperty({ enum: statementKinds })
  kind!: string;

  @ApiInstant()
  publishedAt!: Instant;

  @ApiProperty()
  jsonSha256!: string;

  @ApiProperty({ type: [PublishedPageResponse] })
  pages!: PublishedPageResponse[];
}
