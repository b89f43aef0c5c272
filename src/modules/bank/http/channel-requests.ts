import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import type { BusinessDate } from '../../../kernel/index.js';
import { IsBusinessDate, IsUploadedFile, PageRequest, type UploadedFile } from '../../../platform/http/index.js';
import { channels, channelLineStates, type Channel, type ChannelLineState } from '../domain/channel-line.js';

/** A bill as the channel gave it, in a multipart form. */
export class ChannelImportRequest {
  @ApiProperty({
    type: 'string',
    format: 'binary',
    description: 'trade bill of WeChat Pay, trade or account bill of Alipay, list of an acquirer; at most 5 MB',
  })
  @IsUploadedFile()
  file!: UploadedFile;

  @ApiProperty({ enum: ['true', 'false'], required: false, description: 'true: say what would happen and write nothing' })
  @IsOptional()
  @IsIn(['true', 'false'])
  dryRun: 'true' | 'false' = 'false';
}

/** `?state=&channel=&from=&to=` of the list of channel lines. */
export class ChannelLinesRequest extends PageRequest {
  @IsOptional()
  @IsIn(channelLineStates)
  state?: ChannelLineState;

  @IsOptional()
  @IsIn(channels)
  channel?: Channel;

  @IsOptional()
  @IsBusinessDate()
  from?: BusinessDate;

  @IsOptional()
  @IsBusinessDate()
  to?: BusinessDate;
}
