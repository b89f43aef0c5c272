import { type BusinessDate } from '../../../kernel/index.js';
import type { ContractVersionView } from '../application/contract-queries.js';
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
  terms!: ContractTermsJson;

  static from(view: ContractVersionView, today: BusinessDate): ContractResponse {
    const { contractId: _contractId, versionId: _versionId, firmId: _firmId, number, from, to, versionNo, fromPeriod, signedOn, ...terms } = view;
    return Object.assign(new ContractResponse(), {
      number,
      state: contractStateOn(view, today),
      from,
      to,
      version: versionNo,
      fromPeriod,
      signedOn,
      terms: contractTermsJson(terms),
    });
  }
}
