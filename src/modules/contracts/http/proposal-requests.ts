import { ApiProperty } from '@nestjs/swagger';
import { IsObject, IsOptional, IsString, Length, Matches, MaxLength, ValidateIf } from 'class-validator';
import type { AccountingPeriod, BusinessDate } from '../../../kernel/index.js';
import { IsBusinessDate, IsPeriod } from '../../../platform/http/index.js';
import type { ProposeContractRequest } from '../application/propose-contract.js';
import type { ContractTermsJson } from '../domain/contract-terms.js';

const SHA256 = /^[0-9a-f]{64}$/;
const isNew = ({ contract }: ProposeContractBody) => contract === undefined;

/** Other terms of `contract` from `fromPeriod` on; or, without `contract`, a new contract under `number` with `firm`. */
export class ProposeContractBody {
  @ApiProperty({ required: false, description: 'The number of the contract whose terms change; left out for a new contract' })
  @IsOptional()
  @IsString()
  @MaxLength(60)
  contract?: string;

  @ApiProperty({ required: false, description: 'With `contract`: the first month for which the terms count' })
  @ValidateIf((body: ProposeContractBody) => !isNew(body))
  @IsPeriod()
  fromPeriod?: AccountingPeriod;

  @ApiProperty({ required: false, description: 'The number of the new contract' })
  @ValidateIf(isNew)
  @IsString()
  @MaxLength(60)
  number?: string;

  @ApiProperty({ required: false, description: 'The name of the firm, which has its part in the compound by then' })
  @ValidateIf(isNew)
  @IsString()
  @MaxLength(200)
  firm?: string;

  @ApiProperty({ required: false })
  @ValidateIf(isNew)
  @IsBusinessDate()
  from?: BusinessDate;

  @ApiProperty({ required: false })
  @ValidateIf(isNew)
  @IsBusinessDate()
  to?: BusinessDate;

  @ApiProperty({ type: Object, description: 'All terms, as a version of a contract has them; `gates` must be said' })
  @IsObject()
  terms!: ContractTermsJson;

  request(): ProposeContractRequest {
    const { contract, fromPeriod, number = '', firm = '', from, to, terms } = this;
    if (contract !== undefined) return { contract, fromPeriod: fromPeriod as AccountingPeriod, terms };
    return { number, firm, from: from as BusinessDate, to: to as BusinessDate, terms };
  }
}

class ReadProposalBody {
  @ApiProperty({ description: 'SHA-256 of the text that was read' })
  @Matches(SHA256)
  sha256!: string;
}

export class ReviseProposalBody extends ProposeContractBody {
  @ApiProperty({ description: 'SHA-256 of the text that is revised' })
  @Matches(SHA256)
  sha256!: string;
}

export class PublishNoticeBody extends ReadProposalBody {
  @ApiProperty({ description: 'The last day on which the text hangs out' })
  @IsBusinessDate()
  until!: BusinessDate;
}

export class SignProposalBody extends ReadProposalBody {
  @ApiProperty({ description: 'SHA-256 of the signed paper, handed in before' })
  @Matches(SHA256)
  document!: string;

  @ApiProperty({ required: false, example: 'JY2025-001', description: 'By which the owners agreed, where the change needs it' })
  @IsOptional()
  @Matches(/^JY\d{4}-\d{3}$/)
  resolution?: string;
}

export class WithdrawProposalBody {
  @ApiProperty({ example: 'the firm asks for other terms' })
  @IsString()
  @Length(5, 200)
  reason!: string;
}
