import { DomainError, firstDay, lastDay, monthsOf, periodOf, quarterOf, type BusinessDate, type Money, type Quarter } from '../../../kernel/index.js';
import type { ContractVersionView } from '../../contracts/index.js';

/** What a penalty is asked for: the fine of an event on its day, or an amount in yuan. */
export interface PenaltyAsked {
  readonly quarter: Quarter;
  /** Left out where the event says it. */
  readonly amount?: Money | undefined;
  readonly event?: string | undefined;
  /** The day of the event, in the quarter; with an event alone. */
  readonly eventOn?: BusinessDate | undefined;
}

/**
 * A fine for an event says the day of the event, in its quarter, and waits until the quarter is closed: its cap is a part of what the firm earned in all of it (domain.md 5).
 * @throws FIRM_FINE_DAY FIRM_FINE_QUARTER_OPEN
 */
export function refuseFineDay({ quarter, event, eventOn }: PenaltyAsked, closedThrough: BusinessDate): void {
  if (event === undefined && eventOn === undefined) return;
  const [first, , last] = monthsOf(quarter);
  const [from, to] = [firstDay(first), lastDay(last)];
  if (event === undefined || eventOn === undefined || quarterOf(periodOf(eventOn)) !== quarter)
    throw new DomainError('FIRM_FINE_DAY', { field: 'eventOn', event: event?.slice(0, 40) ?? '–', quarter, from, to, given: eventOn ?? '–' });
  if (closedThrough < to) throw new DomainError('FIRM_FINE_QUARTER_OPEN', { field: 'quarter', quarter, to, closedThrough });
}

/** What a penalty is before the cap, in yuan: the fine of its event by the terms of that day, else what was asked for. @throws FIRM_FINE_UNKNOWN FIRM_FINE_AMOUNT */
export function fineOf({ number, fines = [] }: Pick<ContractVersionView, 'number' | 'fines'>, { event, amount }: PenaltyAsked): Money {
  if (event === undefined) {
    if (amount === undefined) throw new DomainError('FIRM_FINE_AMOUNT', { field: 'amount', event: '–', fine: '–', asked: '–' });
    return amount;
  }
  const fine = fines.find(({ code }) => code === event);
  if (!fine)
    throw new DomainError('FIRM_FINE_UNKNOWN', {
      field: 'event',
      contract: number,
      event: event.slice(0, 40),
      events: fines.map(({ code }) => code).join(', ') || '–',
    });
  if (amount !== undefined && !amount.equals(fine.amount))
    throw new DomainError('FIRM_FINE_AMOUNT', { field: 'amount', event, fine: fine.amount.toString(), asked: amount.toString() });
  return fine.amount;
}
