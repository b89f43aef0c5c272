import { ApiProperty } from '@nestjs/swagger';
import { dateOrders, signRules, type MappingProfile } from '../domain/mapping-profile.js';

/** A way of reading the table of a bank: of the compound's own, or one that comes with the product. */
export class MappingProfileResponse {
  @ApiProperty()
  name!: string;

  @ApiProperty()
  title!: string;

  @ApiProperty({ description: 'saved by this compound' })
  own!: boolean;

  @ApiProperty({ type: 'object', additionalProperties: { type: 'array', items: { type: 'string' } } })
  columns!: Record<string, readonly string[]>;

  @ApiProperty({ enum: signRules })
  sign!: string;

  @ApiProperty({ enum: dateOrders })
  dates!: string;

  @ApiProperty({ enum: ['STATED', 'YUAN'] })
  currency!: string;

  @ApiProperty({ enum: ['TOTALS', 'CHAIN'] })
  proof!: string;

  static from({ name, title, columns, sign, dates, currency, proof }: MappingProfile, own: boolean): MappingProfileResponse {
    return Object.assign(new MappingProfileResponse(), { name, title, own, columns, sign, dates, currency, proof });
  }
}
