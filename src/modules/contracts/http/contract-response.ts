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
    const { number, from, to, versionNo, fromPeriod, signedOn, basis, shareAtRisk, payoutRule, approvalPolicy, calendar, template } = view;
    const { rates, lateFeePerDay, waiverLimit, firmDischarges, fineCap, staffing, answerDays } = view;
    const terms = {
      basis,
      shareAtRisk,
      payoutRule,
      approvalPolicy,
      calendar,
      template,
      rates,
      lateFeePerDay,
      waiverLimit,
      firmDischarges,
      fineCap,
      staffing,
      answerDays,
    };
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
