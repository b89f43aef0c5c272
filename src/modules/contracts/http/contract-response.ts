import { ApiProperty } from '@nestjs/swagger';
import { type BusinessDate } from '../../../kernel/index.js';
import { termsOf, type ContractVersionView } from '../application/contract-queries.js';
import { contractStateOn, type ContractState } from '../domain/contract-state.js';
import { contractTermsJson, type ContractTermsJson } from '../domain/contract-terms.js';

/** A version of a contract as everybody of the compound may read it. */
export class ContractResponse {
  number!: string;
  state!: ContractState;
  from!: string;
  to!: string;
  version!: number;
  fromPeriod!: string;
  signedOn!: string;
  /** The proposal that both sides signed, e.g. HT001; null for a compound's first contract. */
  @ApiProperty({ type: String, nullable: true })
  proposal!: string | null;
  terms!: ContractTermsJson;

  static from(view: ContractVersionView, today: BusinessDate): ContractResponse {
    const { number, from, to, versionNo, fromPeriod, signedOn, proposal } = view;
    return Object.assign(new ContractResponse(), {
      number,
      state: contractStateOn(view, today),
      from,
      to,
      version: versionNo,
      fromPeriod,
      signedOn,
      proposal,
      terms: contractTermsJson(termsOf(view)),
    });
  }
}
