import { IsIn, IsOptional } from 'class-validator';
import type { BusinessDate } from '../../../kernel/index.js';
import { IsBusinessDate, PageRequest } from '../../../platform/http/index.js';
import { bankLineStates, type BankLineState } from '../domain/bank-line.js';

/** `?state=&from=&to=` of the list of bank lines. */
export class BankLinesRequest extends PageRequest {
  @IsOptional()
  @IsIn(bankLineStates)
  state?: BankLineState;

  @IsOptional()
  @IsBusinessDate()
  from?: BusinessDate;

  @IsOptional()
  @IsBusinessDate()
  to?: BusinessDate;
}
