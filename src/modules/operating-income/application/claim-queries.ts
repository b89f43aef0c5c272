import { Injectable } from '@nestjs/common';
import { DomainError, Money, Rate, type BusinessDate } from '../../../kernel/index.js';
import { readMoney, type Raw, type Tx } from '../../../platform/database/index.js';
import type { Fund } from '../../ledger/index.js';
import type { ClaimId, ClaimState } from '../domain/claim.js';
import type { ClaimView, DecidedUse, LeaseCost, UseRuleView } from './claim-views.js';

const CLAIMS = `select c.id, c.number, c.kind, c.fund, c.cost_code as "costCode", c.payee_id as "payeeId", p.name as "payeeName", coalesce(p.is_person, p.kind in ('COMMITTEE', 'OTHER')) as "payeeIsPerson", c.firm_id as "firmId",
    c.lease_id as "leaseId", l.code as lease, a.name as asset, c.period, c.amount, c.description, c.invoice_no as "invoiceNo", r.number as "resolutionNumber",
    c.use_rule_id as "useRuleId", c.figures, c.state, c.asked_on as "askedOn", c.asked_by as "askedBy", c.asked_for as "askedFor", c.decided_on as "decidedOn",
    c.decided_by as "decidedBy", c.decided_for as "decidedFor", c.decided_at as "decidedAt", c.reason, c.entry_seq as "entrySeq",
    case when c.taken_back_on is not null then jsonb_build_object('on', c.taken_back_on, 'reason', c.taken_back_reason, 'entrySeq', c.taken_back_seq) end as "takenBack",
    (select coalesce(jsonb_agg(jsonb_build_object('sha256', e.sha256, 'name', f.name) order by e.place), '[]') from mingbai.claim_evidence e
      join mingbai.evidence f on f.community_id = $1 and f.sha256 = e.sha256 where e.community_id = $1 and e.claim_id = c.id) as papers
  from mingbai.claim c join mingbai.payee p on p.community_id = $1 and p.id = c.payee_id
  left join mingbai.lease l on l.community_id = $1 and l.id = c.lease_id left join mingbai.asset a on a.community_id = $1 and a.id = l.asset_id
  left join mingbai.resolution r on r.community_id = $1 and r.id = c.resolution_id
  where c.community_id = $1`;

type RuleRow = Omit<UseRuleView, 'share' | 'reaches' | 'keeps'> & { readonly share: string; readonly reaches: string | null; readonly keeps: string | null };

/** Reads claims on common income and the rules for its use. */
@Injectable()
export class ClaimQueries {
  /** Claims, the latest first; of some states, the one with the id `only`, or all; those after the one with the id `before`, at most `limit`. */
  all(tx: Tx, filter: { states?: readonly ClaimState[]; only?: number | null; before?: number; limit?: number } = {}): Promise<ClaimView[]> {
    const sql =
      'and ($2::text[] is null or c.state = any ($2)) and ($3::bigint is null or c.id < $3) and ($4::bigint is null or c.id = $4) order by c.id desc limit $5';
    return this.read(tx, sql, [filter.states ?? null, filter.before ?? null, filter.only ?? null, filter.limit ?? null]);
  }

  /** @throws CLAIM_UNKNOWN */
  async byNumber(tx: Tx, number: string): Promise<ClaimView> {
    const [claim] = await this.read(tx, 'and c.number = $2', [number]);
    if (!claim) throw new DomainError('CLAIM_UNKNOWN', { number: number.slice(0, 20) });
    return claim;
  }

  async byId(tx: Tx, id: ClaimId): Promise<ClaimView | null> {
    return (await this.read(tx, 'and c.id = $2', [id]))[0] ?? null;
  }

  /** What all claims by a resolution ask for that are not rejected or withdrawn. */
  async usedOf(tx: Tx, resolutionNumber: string): Promise<Money> {
    const [row] = await tx.query<{ used: string }>(
      `select coalesce(sum(c.amount), 0)::numeric(18,2) as used from mingbai.claim c join mingbai.resolution r on r.community_id = $1 and r.id = c.resolution_id
       where c.community_id = $1 and r.number = $2 and c.state in ('ASKED', 'APPROVED')`,
      [tx.communityId, resolutionNumber],
    );
    return Money.parse(row?.used ?? '0.00');
  }

  /** The live claim that has an invoice of a payee, or an electronic invoice of anybody; null when none has. */
  async withInvoice(tx: Tx, payeeId: number, invoiceNo: string): Promise<string | null> {
    const [row] = await tx.query<{ number: string }>(
      `select number from mingbai.claim where community_id = $1 and state in ('ASKED', 'APPROVED') and invoice_no = $3 and (payee_id = $2 or length(invoice_no) = 20) limit 1`,
      [tx.communityId, payeeId, invoiceNo],
    );
    return row?.number ?? null;
  }

  /** Costs of operating that were approved on the days of a range, by lease. */
  async costs(tx: Tx, range: { from: BusinessDate; to: BusinessDate }): Promise<LeaseCost[]> {
    const rows = await tx.query<Raw<LeaseCost>>(
      `select lease_id as "leaseId", sum(amount)::numeric(18,2) as amount from mingbai.claim
       where community_id = $1 and state = 'APPROVED' and kind in ('COST', 'FLOAT_USE') and decided_on between $2 and $3 group by lease_id order by lease_id nulls last`,
      [tx.communityId, range.from, range.to],
    );
    return rows.map((row) => readMoney<LeaseCost>(row, ['amount']));
  }

  /** Uses of the owners' money that were approved on the days of a range, in the order of approval; a float counts when it is used. Words about what a person is paid are left out. */
  async decided(tx: Tx, range: { from: BusinessDate; to: BusinessDate }): Promise<DecidedUse[]> {
    const rows = await tx.query<Raw<DecidedUse>>(
      `select c.number, c.kind, c.fund, a.name as asset, case when coalesce(p.is_person, p.kind in ('COMMITTEE', 'OTHER')) then '' else c.description end as description, c.amount,
         r.number as "resolutionNumber", r.title as "resolutionTitle"
       from mingbai.claim c join mingbai.payee p on p.community_id = $1 and p.id = c.payee_id left join mingbai.lease l on l.community_id = $1 and l.id = c.lease_id left join mingbai.asset a on a.community_id = $1 and a.id = l.asset_id
       left join mingbai.resolution r on r.community_id = $1 and r.id = c.resolution_id
       where c.community_id = $1 and c.state = 'APPROVED' and c.kind not in ('FLOAT', 'PASS_ON') and c.decided_on between $2 and $3 order by c.decided_on, c.id`,
      [tx.communityId, range.from, range.to],
    );
    return rows.map((row) => readMoney<DecidedUse>(row, ['amount']));
  }

  /** What approved claims of a kind gave on the days of a range. */
  async approved(tx: Tx, kind: 'MAINTENANCE' | 'TAX', range: { from: BusinessDate; to: BusinessDate; fund?: Fund }): Promise<Money> {
    const [row] = await tx.query<{ amount: string }>(
      `select coalesce(sum(amount), 0)::numeric(18,2) as amount from mingbai.claim
       where community_id = $1 and state = 'APPROVED' and kind = $2 and decided_on between $3 and $4 and ($5::text is null or fund = $5)`,
      [tx.communityId, kind, range.from, range.to, range.fund ?? null],
    );
    return Money.parse(row?.amount ?? '0.00');
  }

  /** Every rule for the use of common income, the latest first. */
  async useRules(tx: Tx): Promise<UseRuleView[]> {
    const rows = await tx.query<RuleRow>(
      `select u.id, u.share, u.basis, u.reaches, u.keeps, r.number as "resolutionNumber", r.effective_from as "from", least(r.effective_to, n.effective_from - 1) as "to"
       from mingbai.use_rule u join mingbai.resolution r on r.community_id = $1 and r.id = u.resolution_id
       left join mingbai.resolution n on n.community_id = $1 and n.replaces_id = r.id where u.community_id = $1 order by u.id desc`,
      [tx.communityId],
    );
    const money = (text: string | null): Money | null => (text === null ? null : Money.parse(text));
    return rows.map((row) => ({ ...row, share: Rate.parse(row.share), reaches: money(row.reaches), keeps: money(row.keeps) }));
  }

  private async read(tx: Tx, where: string, parameters: unknown[]): Promise<ClaimView[]> {
    const rows = await tx.query<Raw<ClaimView>>(`${CLAIMS} ${where}`, [tx.communityId, ...parameters]);
    return rows.map((row) => readMoney<ClaimView>(row, ['amount']));
  }
}
