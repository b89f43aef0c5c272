import type { BusinessDate } from '../../../kernel/index.js';

/** Where a signed contract stands on a day. Nobody has to remember to activate it: its own days say so (domain.md 6). */
export type ContractState = 'SIGNED' | 'ACTIVE' | 'EXPIRED';

export function contractStateOn(days: { readonly from: BusinessDate; readonly to: BusinessDate }, on: BusinessDate): ContractState {
  if (on < days.from) return 'SIGNED';
  return on <= days.to ? 'ACTIVE' : 'EXPIRED';
}
