import { Injectable } from '@nestjs/common';
import { Any, LessThan } from 'typeorm';
import { addDays, Clock, dateOf, DomainError, Money, required, type Actor, type BusinessDate, type Id } from '../../../kernel/index.js';
import { readMoney, type Raw, type Tx } from '../../../platform/database/index.js';
import { SubstitutionQueries } from '../../contracts/index.js';
import type { Fund } from '../../ledger/index.js';
import { slotForDecision } from '../domain/decisions.js';
import { decidableStates, type DisbursementState } from '../domain/disbursement-state.js';
import type { DocumentClaim, DocumentKind } from '../domain/payable.js';
import { Disbursement } from '../persistence/disbursement.js';
import { PaymentList } from '../persistence/payment-list.js';
import { ClaimReader } from './claim-reader.js';
import { DisbursementAssembler } from './disbursement-assembler.js';
import type {
  ApprovedDisbursement,
  ClaimView,
  DisbursementDetail,
  DisbursementView,
  InstructedDisbursement,
  PaidDisbursement,
  PayoutClaims,
  PaymentListView,
  PublicDisbursement,
  QueuedDisbursement,
  ServiceClaimView,
} from './disbursement-views.js';
import { DocumentClaims } from './document-claims.js';
import { GateKeeper, MomentOfGates } from './gate-keeper.js';
import { contentTypeOf } from './payment-file.js';

/**
 * Where the money of each payout stands at the end of a day ($2). What the bank paid and gave back counts by its own days, everything else by the steps: of a payout
 * whose instructions were all paid, the money is not in flight, whatever its last step of a person was.
 */
const PAYOUT_CLAIMS = `
  select d.fund, d.source_code as source, coalesce(sum(d.amount) filter (where w.place = 'HELD'), 0)::numeric(18,2) as held,
    coalesce(sum(d.amount) filter (where w.place = 'IN_FLIGHT'), 0)::numeric(18,2) as "inFlight",
    coalesce(sum(d.amount) filter (where w.place = 'RETURNED'), 0)::numeric(18,2) as returned, coalesce(sum(d.amount) filter (where w.place = 'PAID'), 0)::numeric(18,2) as paid
  from mingbai.disbursement d
  cross join lateral (select count(*) as times from mingbai.disbursement_settlement s where s.community_id = $1 and s.disbursement_id = d.id and s.booked_on <= $2) paid
  cross join lateral (select count(*) as times from mingbai.disbursement_return r where r.community_id = $1 and r.disbursement_id = d.id and r.booked_on <= $2) back
  cross join lateral (select (array_agg(t.state order by t.version desc) filter (where t.action not in ('SETTLE', 'BANK_RETURN')))[1] as state,
      count(*) filter (where t.action = 'INSTRUCT') - count(*) filter (where t.action = 'FAIL') as sent
    from mingbai.disbursement_step t where t.community_id = $1 and t.disbursement_id = d.id and (t.at at time zone 'Asia/Shanghai')::date <= $2) last
  cross join lateral (select case when paid.times > back.times then 'PAID' when last.state = 'APPROVED' then 'HELD'
    when last.state = 'INSTRUCTED' and last.sent > paid.times then 'IN_FLIGHT' when back.times > 0 and last.state <> 'CLOSED_UNPAID' then 'RETURNED' end as place) w
  where d.community_id = $1 group by d.fund, d.source_code order by d.fund, d.source_code`;

/** Reads payouts. Everything here is for those who work on them, but what says "public". */
@Injectable()
export class DisbursementQueries {
  constructor(
    private readonly assembler: DisbursementAssembler,
    private readonly claimReader: ClaimReader,
    private readonly documents: DocumentClaims,
    private readonly gates: GateKeeper,
    private readonly substitutions: SubstitutionQueries,
    private readonly clock: Clock,
  ) {}

  /** Payouts, the latest first, before an id (0: from the first), at most `limit`. */
  async list(tx: Tx, page: { state?: DisbursementState; beforeId: number; limit: number }): Promise<DisbursementView[]> {
    const payouts = await tx.manager.find(Disbursement, {
      where: {
        communityId: tx.communityId,
        ...(page.state && { state: page.state }),
        ...(page.beforeId > 0 && { id: LessThan(page.beforeId as Id<'disbursement'>) }),
      },
      order: { id: 'DESC' },
      take: page.limit,
    });
    return this.assembler.views(tx, payouts);
  }

  /** What waits for approvals, due and oldest first, with what blocks each for this person. */
  async queue(tx: Tx, actor: Actor): Promise<QueuedDisbursement[]> {
    const payouts = await this.inStates(tx, decidableStates);
    const parts = await this.assembler.parts(tx, payouts);
    const slot = await this.substitutions.slotOf(tx, actor, this.clock.today());
    const decider = { personId: actor.personId, organisationId: actor.organisationId, role: null, slot };
    const queued: QueuedDisbursement[] = [];
    const moment = new MomentOfGates();
    for (const payout of payouts) {
      const failedGates = (await this.gates.evaluateAgain(tx, payout, moment)).filter((gate) => gate.outcome === 'FAILED');
      const deferred = payout.state === 'DEFERRED' ? parts.decisionsOf(payout).findLast((given) => given.decision === 'DEFER') : undefined;
      queued.push({
        ...this.assembler.view(payout, parts),
        slot,
        refusal: refusalOf(() => slotForDecision(payout, decider, parts.decisionsOf(payout))),
        failedGates,
        deferredUntil: deferred ? addDays(dateOf(deferred.at), parts.timesOf(payout).deferredDays) : null,
      });
    }
    const dueOn = (payout: QueuedDisbursement) => payout.deferredUntil ?? dateOf(payout.submittedAt);
    return queued.toSorted((a, b) => (dueOn(a) === dueOn(b) ? a.id - b.id : dueOn(a) < dueOn(b) ? -1 : 1));
  }

  /** What the cashier may instruct, now or from the moment given. */
  async approved(tx: Tx): Promise<ApprovedDisbursement[]> {
    const payouts = await this.inStates(tx, ['APPROVED']);
    const parts = await this.assembler.parts(tx, payouts);
    return payouts.map((payout) => ({
      ...this.assembler.view(payout, parts),
      instructableFrom: required(this.assembler.instructableFrom(payout, parts), 'the last approval of an approved payout'),
    }));
  }

  /** What the bank has been told to pay and has not paid: candidates for a bank line. */
  async instructed(tx: Tx): Promise<InstructedDisbursement[]> {
    const payouts = await this.inStates(tx, ['INSTRUCTED']);
    const parts = await this.assembler.parts(tx, payouts);
    return payouts.map((payout) => ({
      id: payout.id,
      number: payout.number,
      fund: payout.fund,
      amount: payout.amount,
      payeeName: payout.payeeAccountName,
      payeeAccountNo: payout.payeeAccountNo,
      instructedOn: dateOf(required(parts.instructedAt(payout), 'the instruction of an instructed payout')),
    }));
  }

  /** The payout with a number. @throws NOT_FOUND */
  async idOf(tx: Tx, number: string): Promise<Id<'disbursement'>> {
    const payout = await tx.manager.findOne(Disbursement, { where: { communityId: tx.communityId, number }, select: { id: true } });
    if (!payout) throw new DomainError('NOT_FOUND');
    return payout.id;
  }

  /** Everything about a payout. @throws NOT_FOUND */
  byId(tx: Tx, id: number): Promise<DisbursementDetail> {
    return this.assembler.detail(tx, id);
  }

  /** The payout as everybody may see it, from its submission on. @throws NOT_FOUND */
  async publicView(tx: Tx, id: number): Promise<PublicDisbursement> {
    const [view] = await this.assembler.publicViews(tx, await tx.manager.findBy(Disbursement, { communityId: tx.communityId, id: id as Id<'disbursement'> }));
    if (!view) throw new DomainError('NOT_FOUND');
    return view;
  }

  /** What the bank has paid and may still give back: candidates for a credit of the bank. */
  async paid(tx: Tx): Promise<PaidDisbursement[]> {
    const rows = await tx.query<Raw<PaidDisbursement>>(
      `select d.id, d.number, d.fund, d.amount, d.payee_account_name as "payeeName", d.payee_account_no as "payeeAccountNo", s.booked_on as "paidOn"
       from mingbai.disbursement d cross join lateral (select booked_on from mingbai.disbursement_settlement
         where community_id = $1 and disbursement_id = d.id order by id desc limit 1) s
       where d.community_id = $1 and d.state = 'SETTLED' order by d.id`,
      [tx.communityId],
    );
    return rows.map((row) => readMoney<PaidDisbursement>(row, ['amount']));
  }

  /** Every claim that the firm has or will have, and what became of it: quarters, then months, the latest first. */
  async firmClaims(tx: Tx): Promise<ServiceClaimView[]> {
    const views: ServiceClaimView[] = [];
    for (const claim of await this.claimReader.ofFirm(tx)) views.push(await this.assembler.claim(tx, claim));
    return views;
  }

  /** Every claim of a document, paid or not, and what became of it. */
  async documentClaims(tx: Tx): Promise<ClaimView<DocumentClaim>[]> {
    return this.assembler.documentClaims(tx, await this.documents.all(tx));
  }

  /** The claim of a document by the number that people cite. @throws NOT_FOUND */
  documentClaim(tx: Tx, kind: DocumentKind, claimNumber: string): Promise<DocumentClaim> {
    return this.documents.byNumber(tx, kind, claimNumber);
  }

  /** The same, and what became of it. @throws NOT_FOUND */
  async documentClaimView(tx: Tx, kind: DocumentKind, claimNumber: string): Promise<ClaimView<DocumentClaim>> {
    return this.assembler.claim(tx, await this.documentClaim(tx, kind, claimNumber));
  }

  /** What approved payouts claim and have been paid per fund and source at the end of a day, from the documents alone: for holding against the accounts. */
  async claims(tx: Tx, through: BusinessDate): Promise<PayoutClaims[]> {
    const rows = await tx.query<Raw<PayoutClaims>>(PAYOUT_CLAIMS, [tx.communityId, through]);
    return rows.map((row) => readMoney<PayoutClaims>(row, ['held', 'inFlight', 'returned', 'paid']));
  }

  /** Net cash that paid and returned payouts moved per fund through a day, in yuan, computed from the documents alone (I5). */
  async documentCash(tx: Tx, through: BusinessDate): Promise<{ fund: Fund; amount: Money }[]> {
    const rows = await tx.query<Raw<{ fund: Fund; amount: Money }>>(
      `select d.fund, sum(m.amount)::numeric(18,2) as amount from (
         select disbursement_id, -amount as amount from mingbai.disbursement_settlement where community_id = $1 and booked_on <= $2
         union all select disbursement_id, amount from mingbai.disbursement_return where community_id = $1 and booked_on <= $2) m
       join mingbai.disbursement d on d.community_id = $1 and d.id = m.disbursement_id group by d.fund order by d.fund`,
      [tx.communityId, through],
    );
    return rows.map((row) => readMoney<{ fund: Fund; amount: Money }>(row, ['amount']));
  }

  /** The files that told the bank what to pay, the latest first, before an id (0: from the first), at most `limit`. */
  async paymentLists(tx: Tx, page: { beforeId: number; limit: number }): Promise<PaymentListView[]> {
    const rows = await tx.query<Raw<PaymentListView>>(
      `select l.id, l.sha256, l.format, l.total, l.instructed_at as "instructedAt",
         (select array_agg(d.number order by d.number) from mingbai.payment_line p join mingbai.disbursement d on d.community_id = $1 and d.id = p.disbursement_id
          where p.community_id = $1 and p.list_id = l.id) as numbers
       from mingbai.payment_list l where l.community_id = $1 and ($2 = 0 or l.id < $2) order by l.id desc limit $3`,
      [tx.communityId, page.beforeId, page.limit],
    );
    return rows.map((row) => readMoney<PaymentListView>(row, ['total']));
  }

  /** The bytes of a payment list, by the SHA-256 that names it. @throws NOT_FOUND */
  async paymentListFile(tx: Tx, sha256: string): Promise<{ bytes: Buffer; type: string; extension: string }> {
    const list = await tx.manager.findOneBy(PaymentList, { communityId: tx.communityId, sha256 });
    if (!list) throw new DomainError('NOT_FOUND');
    return { bytes: list.bytes, ...contentTypeOf(list.format) };
  }

  private inStates(tx: Tx, states: readonly DisbursementState[]): Promise<Disbursement[]> {
    return tx.manager.find(Disbursement, { where: { communityId: tx.communityId, state: Any(states) }, order: { id: 'ASC' } });
  }
}

function refusalOf(attempt: () => unknown): DomainError | null {
  try {
    attempt();
    return null;
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
}
