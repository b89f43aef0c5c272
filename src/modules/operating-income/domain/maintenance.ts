import { DomainError, Money, type BusinessDate, type Rate } from '../../../kernel/index.js';

export const useBases = ['QUARTER', 'YEAR'] as const;
export type UseBasis = (typeof useBases)[number];

/** By resolution: a share of the net common income of each quarter or year, until the fund has received `reaches` in all, and never so that less than `keeps` is left. */
export interface UseRuleTerms {
  readonly share: Rate;
  readonly basis: UseBasis;
  readonly reaches: Money | null;
  readonly keeps: Money | null;
}

/** What the books say: income, cost and tax of the period; what was made due to the fund before; and what of the common fund is free now. */
export interface MaintenanceInputs {
  readonly income: Money;
  readonly cost: Money;
  readonly tax: Money;
  /** Σ of everything that was made due to the fund before. */
  readonly dueBefore: Money;
  /** Available − what is payable already (2101, 2104, 2201). */
  readonly free: Money;
}

export interface MaintenanceProposal extends MaintenanceInputs {
  readonly net: Money;
  /** net × share, rounded half up once; 0 for a loss. */
  readonly byShare: Money;
  readonly amount: Money;
  /** What made it less than the share: the fund is full, or too little would be left. */
  readonly stop: 'NONE' | 'REACHED' | 'KEPT';
}

/** Net common income = income − cost − tax; its share is due, as far as the fund is not full and enough is left. Every figure is kept. */
export function maintenanceDue({ share, reaches, keeps }: UseRuleTerms, inputs: MaintenanceInputs): MaintenanceProposal {
  const net = inputs.income.minus(inputs.cost).minus(inputs.tax);
  const byShare = Money.max(net, Money.zero).times(share);
  const room = reaches === null ? byShare : notNegative(reaches.minus(inputs.dueBefore));
  const left = notNegative(inputs.free.minus(keeps ?? Money.zero));
  const amount = Money.min(byShare, Money.min(room, left));
  const stop = amount.equals(byShare) ? 'NONE' : amount.equals(room) ? 'REACHED' : 'KEPT';
  return { ...inputs, net, byShare, amount, stop };
}

const notNegative = (amount: Money): Money => Money.max(amount, Money.zero);

/** Days of "2024-Q1" or "2024", as the basis of a rule counts. @throws PERIOD_INVALID */
export function useDays(basis: UseBasis, period: string): { from: BusinessDate; to: BusinessDate } {
  const [, year, part] = /^([12]\d{3})(?:-Q([1-4]))?$/.exec(period) ?? [];
  if (year === undefined || (part !== undefined) !== (basis === 'QUARTER')) throw new DomainError('PERIOD_INVALID', { value: period.slice(0, 40) });
  const ends = { '1': ['01-01', '03-31'], '2': ['04-01', '06-30'], '3': ['07-01', '09-30'], '4': ['10-01', '12-31'] } as const;
  const [from, to] = part === undefined ? ['01-01', '12-31'] : ends[part as keyof typeof ends];
  return { from: `${year}-${from}` as BusinessDate, to: `${year}-${to}` as BusinessDate };
}
