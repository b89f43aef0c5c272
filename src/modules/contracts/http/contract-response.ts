import { ApiProperty } from '@nestjs/swagger';
import { type BusinessDate } from '../../../kernel/index.js';
import { termsOf, type ContractStepView, type ContractVersionView } from '../application/contract-queries.js';
import { contractStateOn, standingSuspension, type ContractState } from '../domain/contract-state.js';
import { contractTermsJson, type ContractTermsJson } from '../domain/contract-terms.js';

/** A version of a contract as everybody of the compound may read it. */
export class ContractResponse {
  number!: string;
  state!: ContractState;
  from!: string;
  to!: string;
  /** The last day on which it counts, as things stand; null while it goes on without one. */
  @ApiProperty({ type: String, nullable: true })
  ends!: string | null;
  version!: number;
  fromPeriod!: string;
  signedOn!: string;
  /** The proposal that both sides signed, e.g. HT001; null for a compound's first contract. */
  @ApiProperty({ type: String, nullable: true })
  proposal!: string | null;
  terms!: ContractTermsJson;
  /** Whether payouts under the contract are suspended. */
  payoutsSuspended!: boolean;

  static from(view: ContractVersionView, steps: readonly ContractStepView[], today: BusinessDate): ContractResponse {
    const { number, from, to, ends, versionNo, fromPeriod, signedOn, proposal } = view;
    return Object.assign(new ContractResponse(), {
      number,
      state: contractStateOn(view, steps, today),
      from,
      to,
      ends,
      version: versionNo,
      fromPeriod,
      signedOn,
      proposal,
      payoutsSuspended: standingSuspension(steps) !== null,
      terms: contractTermsJson(termsOf(view)),
    });
  }
}
