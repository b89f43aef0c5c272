import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsObject, IsString, Matches, MaxLength } from 'class-validator';
import { DomainError } from '../../../kernel/index.js';
import { dateOrders, mappedColumns, signRules, type DateOrder, type MappedColumn, type MappingProfile, type SignRule } from '../domain/mapping-profile.js';

/** How the table of a bank is read: headings of each column, and rules for sign, dates and proof. */
export class MappingProfileRequest {
  @ApiProperty({ example: 'our-bank' })
  @Matches(/^[a-z0-9-]{2,40}$/)
  name!: string;

  @ApiProperty()
  @IsString()
  @MaxLength(60)
  title!: string;

  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'array', items: { type: 'string' } },
    description: `headings by column: ${mappedColumns.join(', ')}`,
  })
  @IsObject()
  columns!: Record<string, string[]>;

  @ApiProperty({ enum: signRules })
  @IsIn(signRules)
  sign!: SignRule;

  @ApiProperty({ enum: dateOrders, required: false })
  @IsIn(dateOrders)
  dates: DateOrder = 'YMD';

  @ApiProperty({ enum: ['STATED', 'YUAN'], required: false })
  @IsIn(['STATED', 'YUAN'])
  currency: 'STATED' | 'YUAN' = 'YUAN';

  @ApiProperty({ enum: ['TOTALS', 'CHAIN'], required: false })
  @IsIn(['TOTALS', 'CHAIN'])
  proof: 'TOTALS' | 'CHAIN' = 'CHAIN';

  /** @throws REQUEST_INVALID for a column that nothing is read from, or headings that are no list of texts */
  toProfile(): MappingProfile {
    const columns: Partial<Record<MappedColumn, readonly string[]>> = {};
    for (const [name, words] of Object.entries(this.columns)) {
      const column = mappedColumns.find((known) => known === name);
      const listed = Array.isArray(words) && words.length > 0 && words.length <= 10 && words.every((word) => typeof word === 'string');
      if (column === undefined || !listed)
        throw new DomainError('REQUEST_INVALID', {}, [{ path: `columns.${name.slice(0, 40)}`, message: 'a list of 1 to 10 headings' }]);
      columns[column] = words;
    }
    const { name, title, sign, dates, currency, proof } = this;
    return { name, title, columns, marks: [], sign, dates, currency, proof };
  }
}
