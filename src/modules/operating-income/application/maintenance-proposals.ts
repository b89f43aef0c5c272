import { Injectable } from '@nestjs/common';
import { canonicalJson, DomainError, Money, required, type BusinessDate } from '../../../kernel/index.js';
import type { Tx } from '../../../platform/database/index.js';
import { LedgerQueries } from '../../ledger/index.js';
import type { ClaimFigures } from '../domain/claim.js';
import { maintenanceDue, useDays, type MaintenanceInputs, type MaintenanceProposal } from '../domain/maintenance.js';
import { ClaimQueries } from './claim-queries.js';
import type { ClaimView, UseRuleView } from './claim-views.js';

const FIRST_DAY = '1900-01-01' as BusinessDate;
const LAST_DAY = '2199-12-31' as BusinessDate;

/** What a rule gives for a period, from the books: a proposal with every figure, which a person confirms. */
@Injectable()
export class MaintenanceProposals {
  constructor(
    private readonly books: LedgerQueries,
    private readonly claims: ClaimQueries,
  ) {}

  /** Of a quarter or year whose months are all closed. @throws USE_RULE_UNKNOWN PERIOD_INVALID CLAIM_PERIOD_OPEN */
  async proposal(tx: Tx, resolutionNumber: string, period: string): Promise<{ rule: UseRuleView; proposal: MaintenanceProposal }> {
    const rule = (await this.claims.useRules(tx)).find((known) => known.resolutionNumber === resolutionNumber);
    if (!rule) throw new DomainError('USE_RULE_UNKNOWN', { number: resolutionNumber.slice(0, 20) });
    const days = useDays(rule.basis, period);
    const { closedThrough } = required(await this.books.book(tx), 'book');
    if (days.to > closedThrough) throw new DomainError('CLAIM_PERIOD_OPEN', { period, closedThrough });
    return { rule, proposal: maintenanceDue(rule, await this.inputs(tx, days)) };
  }

  /** A claim stands on the figures that its approver sees. @throws CLAIM_FIGURES_CHANGED when the books say something else by now */
  async refuseChanged(tx: Tx, { number, resolutionNumber, period, figures }: ClaimView): Promise<void> {
    const { proposal } = await this.proposal(tx, required(resolutionNumber, 'the resolution of a use of common income'), period);
    if (canonicalJson(proposalJson(proposal)) !== canonicalJson(figures)) throw new DomainError('CLAIM_FIGURES_CHANGED', { number });
  }

  private async inputs(tx: Tx, days: { from: BusinessDate; to: BusinessDate }): Promise<MaintenanceInputs> {
    const moved = (await this.books.movement(tx, days)).filter(({ fund }) => fund === 'COM');
    const sum = (codes: RegExp): Money => Money.sum(moved.filter(({ code }) => codes.test(code)).map(({ balance }) => balance));
    const fund = required(
      (await this.books.funds(tx)).find((known) => known.fund === 'COM'),
      'the common fund',
    );
    return {
      income: sum(/^(4201\.|4901$)/),
      cost: sum(/^(5101|5003)$/),
      tax: sum(/^5201$/),
      dueBefore: await this.claims.approved(tx, 'MAINTENANCE', { from: FIRST_DAY, to: LAST_DAY }),
      free: fund.available.minus(fund.payable),
    };
  }
}

/** The figures of a proposal as a claim keeps them; what is free now changes with every payment and is no part of what was proposed unless it decides. */
export function proposalJson({ income, cost, tax, dueBefore, net, byShare, amount, stop }: MaintenanceProposal): ClaimFigures {
  const figures = { income, cost, tax, dueBefore, net, byShare, amount };
  return { ...Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, value.toString()])), stop };
}
