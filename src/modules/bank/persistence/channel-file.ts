import { Entity } from 'typeorm';
import type { BusinessDate, Instant, PersonId } from '../../../kernel/index.js';
import { DateColumn, IdColumn, InstantColumn, IntegerColumn, TenantRow, TextColumn } from '../../../platform/database/index.js';
import type { Channel } from '../domain/channel-line.js';

@Entity({ schema: 'mingbai', name: 'channel_file' })
export class ChannelFile extends TenantRow<'channel_file'> {
  @TextColumn()
  channel!: Channel;

  @TextColumn()
  sha256!: string;

  @TextColumn()
  fileName!: string;

  @DateColumn()
  fromOn!: BusinessDate;

  @DateColumn()
  toOn!: BusinessDate;

  @IntegerColumn()
  lineCount!: number;

  @IntegerColumn()
  newLineCount!: number;

  @InstantColumn()
  importedAt!: Instant;

  @IdColumn()
  importedBy!: PersonId;
}
