import { Injectable } from '@nestjs/common';
import { assertAllowed, Clock, DomainError, Money, type Id, type Instant } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext, type Outcome, type Tx } from '../../../platform/database/index.js';
import { UnitQueries } from '../../communities/index.js';
import { PayeeQueries } from '../../contracts/index.js';
import { LedgerService } from '../../ledger/index.js';
import { collectedFor, LeaseQueries } from '../../operating-income/index.js';
import type { MatchRuleTerms } from '../domain/matchables.js';
import { MatchRule } from '../persistence/match-rule.js';

export type MakeMatchRuleRequest = Omit<MatchRuleTerms, 'no'>;
export type MatchRuleMade = { readonly no: number };

/** A rule, since when and until when it works, and how many lines stand where it put them. */
export interface MatchRuleView extends MatchRuleTerms {
  readonly madeAt: Instant;
  readonly switchedOffAt: Instant | null;
  readonly uses: number;
}

@Injectable()
export class MatchRuleQueries {
  /** Every rule that was ever made, the newest first; a line whose match was undone counts no more. */
  async all(tx: Tx): Promise<MatchRuleView[]> {
    const rows = await tx.query<Omit<MatchRuleView, 'amount'> & { amount: string | null }>(
      `select r.no, r.direction, r.counterparty, r.remark, r.amount, r.target, r.reference, r.made_at as "madeAt", r.switched_off_at as "switchedOffAt",
         (select count(*) from mingbai.bank_line l where l.community_id = $1 and l.state in ('MATCHED', 'SUSPENSE', 'RECONCILED')
            and l.reason ->> 'code' = 'RULE' and l.reason -> 'figures' ->> 'rule' = 'R' || r.no) as uses
       from mingbai.match_rule r where r.community_id = $1 order by r.no desc`,
      [tx.communityId],
    );
    return rows.map((row) => ({ ...row, amount: row.amount === null ? null : Money.parse(row.amount) }));
  }
}

/** Makes a rule: from then on lines that it speaks of go where it says, each with the rule as its reason. */
@Injectable()
export class MakeMatchRule {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly ledger: LedgerService,
    private readonly units: UnitQueries,
    private readonly leases: LeaseQueries,
    private readonly rules: MatchRuleQueries,
    private readonly payees: PayeeQueries,
  ) {}

  /** @throws NOT_ALLOWED, RULE_SAYS_NOTHING, RULE_DIRECTION, RULE_AMOUNT, RULE_EXISTS, ASSIGN_REFERENCE_UNKNOWN */
  async execute(context: CommandContext, request: MakeMatchRuleRequest): Promise<Outcome<MatchRuleMade>> {
    assertAllowed(context.actor, 'bank.match');
    const terms = { ...request, counterparty: request.counterparty.trim(), remark: request.remark.trim() };
    const asked = { ...terms, amount: terms.amount?.toString() ?? null };
    return this.unitOfWork.once({ context, command: 'MakeMatchRule', request: asked }, async (tx) => {
      await this.ledger.lock(tx);
      refuseEmpty(terms);
      await this.refuseUnknown(tx, terms);
      const all = await this.rules.all(tx);
      const same = all.find((rule) => rule.switchedOffAt === null && isSame(rule, terms));
      if (same) throw new DomainError('RULE_EXISTS', { rule: `R${same.no}` });
      const no = (all[0]?.no ?? 0) + 1;
      const id = (await this.ledger.takeIds(tx, 1)) as Id<'match_rule'>;
      const made = { madeAt: this.clock.now(), madeBy: context.actor.personId, switchedOffAt: null, switchedOffBy: null };
      await tx.manager.insert(MatchRule, { communityId: tx.communityId, id, no, ...terms, ...made });
      return { no };
    });
  }

  private async refuseUnknown(tx: Tx, { target, reference }: MakeMatchRuleRequest): Promise<void> {
    const codes = await this.codesOf(tx, target);
    if (codes ? !codes.includes(reference ?? '') : reference !== null)
      throw new DomainError('ASSIGN_REFERENCE_UNKNOWN', { target, reference: reference ?? '' });
  }

  /** What a rule of this target may name; null where it names nothing. */
  private async codesOf(tx: Tx, target: MatchRuleTerms['target']): Promise<string[] | null> {
    const kinds: readonly string[] = collectedFor;
    if (target === 'UNIT') return (await this.units.all(tx)).map(({ code }) => code);
    if (target === 'LEASE') return (await this.leases.all(tx)).map(({ code }) => code);
    if (target === 'FOR_OTHERS') return (await this.payees.all(tx)).filter(({ kind }) => kinds.includes(kind)).map(({ number }) => number);
    return null;
  }
}

/** Switches a rule off for good. What it placed stays where it is, and can be undone line by line while its month is open. */
@Injectable()
export class SwitchOffMatchRule {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly ledger: LedgerService,
  ) {}

  /** @throws NOT_ALLOWED, NOT_FOUND, RULE_OFF */
  async execute(context: CommandContext, { no }: { no: number }): Promise<Outcome<MatchRuleMade>> {
    assertAllowed(context.actor, 'bank.match');
    return this.unitOfWork.once({ context, command: 'SwitchOffMatchRule', request: { no } }, async (tx) => {
      await this.ledger.lock(tx);
      const rule = await tx.manager.findOneBy(MatchRule, { communityId: tx.communityId, no });
      if (!rule) throw new DomainError('NOT_FOUND');
      if (rule.switchedOffAt !== null) throw new DomainError('RULE_OFF', { rule: `R${no}` });
      const off = { switchedOffAt: this.clock.now(), switchedOffBy: context.actor.personId };
      await tx.manager.update(MatchRule, { communityId: tx.communityId, id: rule.id }, off);
      return { no };
    });
  }
}

function refuseEmpty({ counterparty, remark, direction, target, amount }: MakeMatchRuleRequest): void {
  if (counterparty === '' && remark === '') throw new DomainError('RULE_SAYS_NOTHING');
  if ((target === 'CHARGE') !== (direction === 'OUT')) throw new DomainError('RULE_DIRECTION', { target, direction });
  if (amount !== null && !amount.isPositive) throw new DomainError('RULE_AMOUNT', { amount: amount.toString() });
}

function isSame(one: MatchRuleTerms, other: MakeMatchRuleRequest): boolean {
  const sameAmount = one.amount === null || other.amount === null ? one.amount === other.amount : one.amount.equals(other.amount);
  return one.direction === other.direction && one.counterparty === other.counterparty && one.remark === other.remark && sameAmount;
}
