import { Injectable } from '@nestjs/common';
import { Clock, isAllowed, Money, monthsOf, periodOf, required, type Quarter } from '../../kernel/index.js';
import { BankQueries } from '../../modules/bank/index.js';
import { maskedName } from '../../modules/communities/index.js';
import { ContractQueries } from '../../modules/contracts/index.js';
import { EntitlementQueries, FirmDueQueries } from '../../modules/entitlements/index.js';
import { PaperRefundQueries } from '../../modules/fees/index.js';
import { LedgerQueries } from '../../modules/ledger/index.js';
import { DepositQueries } from '../../modules/operating-income/index.js';
import { SuspenseReturnQueries } from '../../modules/settlement/index.js';
import type { Tx } from '../../platform/database/index.js';
import { DeskFrames } from '../desk/desk-frames.js';
import { formSeal, type Refusal } from '../desk/form-parts.js';
import type { Visit } from '../desk/visit.js';
import { formatMoney } from '../format.js';
import type { DecisionDone, DecisionsView } from './decisions-page.js';

/** Reads what the page of other decisions shows, as far as its reader may decide. */
@Injectable()
export class DecisionViews {
  constructor(
    private readonly clock: Clock,
    private readonly frames: DeskFrames,
    private readonly contracts: ContractQueries,
    private readonly entitlements: EntitlementQueries,
    private readonly firmDues: FirmDueQueries,
    private readonly books: LedgerQueries,
    private readonly deposits: DepositQueries,
    private readonly returns: SuspenseReturnQueries,
    private readonly bank: BankQueries,
    private readonly papers: PaperRefundQueries,
  ) {}

  async page(tx: Tx, visit: Visit, after: { done: DecisionDone | null; refusal: Refusal | null }): Promise<DecisionsView> {
    const { roles } = visit.actor;
    const firm = (await this.contracts.findVersion(tx, periodOf(this.clock.today())))?.firmId;
    const payable = firm === undefined ? Money.zero : await this.books.balance(tx, 'SVC', { code: '2101', holder: { type: 'firm', id: firm } });
    const quarters = [...new Set((await this.entitlements.months(tx)).map(({ quarter }) => quarter))].toReversed();
    const dues = await this.firmDues.dues(tx);
    return {
      frame: await this.frames.frame(tx, visit, { area: 'w', current: 'decisions' }),
      seal: () => formSeal(visit.session.formToken),
      quarters,
      fines: await this.fines(tx, quarters),
      dues: dues.filter(({ open }) => open.isPositive),
      undos: (await this.firmDues.penaltyUndos(tx)).filter(({ state }) => state === 'ASKED'),
      penalties: dues.filter(({ kind }) => kind === 'PENALTY').toReversed(),
      writeOffs: (await this.firmDues.writeOffs(tx)).toReversed(),
      payable: payable.toString(),
      deposits: isAllowed(roles, 'deposit.keep') ? await this.held(tx) : null,
      returns: isAllowed(roles, 'suspense.confirm-return') ? await this.toDecide(tx) : [],
      papers: isAllowed(roles, 'fee.refund-confirm') ? await this.papers.all(tx, { states: ['ASKED'] }) : [],
      later: isAllowed(roles, 'assessment.decide-later') ? await this.leftOfDeductions(tx) : null,
      ...after,
    };
  }

  /** Those of the newest terms first; the command takes the fine of its own quarter's terms and refuses an event that they do not have. */
  private async fines(tx: Tx, quarters: readonly Quarter[]): Promise<DecisionsView['fines']> {
    const [newest] = quarters;
    const version = newest && (await this.contracts.findVersion(tx, monthsOf(newest)[2]));
    return (version?.fines ?? []).map(({ code, name, amount }) => ({ code, name, amount: amount.toString() }));
  }

  private async held(tx: Tx): Promise<{ id: number; label: string }[]> {
    const held = (await this.deposits.all(tx)).filter((deposit) => deposit.held.isPositive);
    return held.map(({ id, payerName, lease, held: left }) => ({ id, label: `${maskedName(payerName)} ${lease ?? ''} ${formatMoney(left.toString())}` }));
  }

  private async toDecide(tx: Tx): Promise<DecisionsView['returns']> {
    const asked = await this.returns.all(tx, { states: ['ASKED'] });
    const lines = await this.bank.lines(tx, { ids: asked.map(({ lineId }) => lineId) });
    return asked.map(({ id, lineId, amount, reason, accountNo, accountName, documentSha256 }) => {
      const line = required(
        lines.find((candidate) => candidate.id === lineId),
        'the line of a return',
      );
      const account = accountNo !== null && accountName !== null && documentSha256 !== null ? { accountNo, accountName, documentSha256 } : null;
      return { id, amount: amount.toString(), payer: maskedName(line.counterpartyName), bookedOn: line.bookedOn, reason, account };
    });
  }

  private async leftOfDeductions(tx: Tx): Promise<{ quarter: Quarter; left: string }[]> {
    const given = await this.entitlements.laterDecisions(tx);
    return (await this.entitlements.performance(tx)).flatMap(({ quarter, assessmentId, deducted }) => {
      const left = deducted.minus(Money.sum(given.filter((later) => later.assessmentId === assessmentId).map(({ amount }) => amount)));
      return left.isPositive ? [{ quarter, left: left.toString() }] : [];
    });
  }
}
