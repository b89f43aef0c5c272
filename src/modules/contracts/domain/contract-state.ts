import { DomainError } from '../../../kernel/index.js';

export const contractStates = ['DRAFT', 'SIGNED', 'ACTIVE'] as const;
export type ContractState = (typeof contractStates)[number];

const transitions: Readonly<Record<ContractState, readonly ContractState[]>> = { DRAFT: ['SIGNED'], SIGNED: ['ACTIVE'], ACTIVE: [] };

/** @throws CONTRACT_STATE unless a contract may go from one state to the other (domain.md 6) */
export function assertContractTransition(from: ContractState, to: ContractState): void {
  if (!transitions[from].includes(to)) throw new DomainError('CONTRACT_STATE', { state: from, wanted: to });
}
