import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { isAllowed } from '../../../kernel/index.js';
import { PayeeQueries } from '../../../modules/contracts/index.js';
import { StoreEvidence } from '../../../modules/evidence/index.js';
import { Parties } from '../../../modules/identity/index.js';
import {
  AskClaim,
  AskClaimBody,
  ClaimQueries,
  claimKinds,
  claimSeenBy,
  LeaseQueries,
  RecordTax,
  RecordTaxBody,
  WithdrawClaim,
  type ClaimAsked,
  type ClaimKind,
} from '../../../modules/operating-income/index.js';
import { ResolutionQueries } from '../../../modules/resolutions/index.js';
import { UnitOfWork, type CommandContext, type Outcome, type Tx } from '../../../platform/database/index.js';
import { DeskFrames, type Area } from '../desk-frames.js';
import { attempt, formJson, requestOf, typedTexts, type Attempted } from '../desk-form.js';
import { storePosted } from '../evidence-link.js';
import { formSeal, type Refusal } from '../form-parts.js';
import { sendPage } from '../send-page.js';
import type { Posted, PostedVisit, Visit } from '../visit.js';
import { ClaimPage } from './claim-page.js';
import { ClaimsPage, type ClaimFormView } from './claims-page.js';

const SHOWN = 100;
const FIRM_KINDS: readonly ClaimKind[] = ['COST', 'FLOAT', 'FLOAT_USE'];
const BOOK_KINDS: readonly ClaimKind[] = claimKinds.filter((kind) => kind !== 'MAINTENANCE' && kind !== 'PASS_ON');

/** The pages of claims, which look alike to the bookkeeper, to the firm and to those who decide: what each may do there differs. */
@Injectable()
export class ClaimDesk {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly frames: DeskFrames,
    private readonly claims: ClaimQueries,
    private readonly payees: PayeeQueries,
    private readonly leases: LeaseQueries,
    private readonly resolutions: ResolutionQueries,
    private readonly parties: Parties,
    private readonly storeEvidence: StoreEvidence,
    private readonly askClaim: AskClaim,
    private readonly recordTax: RecordTax,
    private readonly withdrawClaim: WithdrawClaim,
  ) {}

  async list(reply: FastifyReply, visit: Visit, area: Area, after: { notice: string | null; refusal: Refusal | null; status?: number }): Promise<void> {
    const { notice, refusal, status } = after;
    const { roles } = visit.actor;
    const view = await this.unitOfWork.read(visit.actor.communityId, async (tx) => {
      const payees = area === 'f' ? [] : await this.payees.all(tx);
      return {
        frame: await this.frames.frame(tx, visit, { area, current: 'costClaims' }),
        base: claimsBase(visit, area),
        claims: (await this.claims.all(tx, { limit: SHOWN })).map((claim) => claimSeenBy(claim, visit.actor, visit.m.public.payout.person)),
        form: area === 'w' ? null : await this.form(tx, visit, area),
        rules: await this.claims.useRules(tx),
        proposes: area === 'b' && isAllowed(roles, 'claim.ask-spending'),
        records: area === 'w' && isAllowed(roles, 'use-rule.record'),
        custodians: payees.filter(({ kind }) => kind === 'CUSTODIAN').map(({ number, name }) => ({ value: number, label: `${number} ${name}` })),
        notice,
        refusal,
      };
    });
    await sendPage(reply, ClaimsPage({ m: visit.m, view }), status);
  }

  async one(reply: FastifyReply, visit: Visit, area: Area, asked: { number: string; refusal: Refusal | null; status?: number }): Promise<void> {
    const { number, refusal, status } = asked;
    const { actor } = visit;
    const view = await this.unitOfWork.read(actor.communityId, async (tx) => {
      const claim = claimSeenBy(await this.claims.byNumber(tx, number), actor, visit.m.public.payout.person);
      const open = claim.state === 'ASKED';
      return {
        frame: await this.frames.frame(tx, visit, { area, current: 'costClaims' }),
        base: claimsBase(visit, area),
        claim,
        asker: (await this.parties.organisation(tx, claim.askedFor)).shortName,
        decider: claim.decidedFor === null ? null : (await this.parties.organisation(tx, claim.decidedFor)).shortName,
        seal: formSeal(visit.session.formToken),
        decides: area === 'w' && open && isAllowed(actor.roles, 'claim.decide') && claim.askedFor !== actor.organisationId,
        withdraws: area !== 'w' && open && claim.askedFor === actor.organisationId,
        refusal,
      };
    });
    await sendPage(reply, ClaimPage({ m: visit.m, view }), status);
  }

  /** Takes in the paper of a form, and asks for what it says. */
  ask({ visit, posted }: PostedVisit, context: CommandContext): Promise<Attempted<Outcome<ClaimAsked>>> {
    const labels = visit.m.income.claims.fields;
    const file = 'document';
    const codes = {
      EVIDENCE_TYPE_REFUSED: file,
      EVIDENCE_EMPTY: file,
      EVIDENCE_TOO_LARGE: file,
      CLAIM_EVIDENCE_USED: file,
      CLAIM_EVIDENCE_MISSING: file,
    } as const;
    const more = {
      CLAIM_PAYEE_REFUSED: 'payee',
      CLAIM_INVOICE_USED: 'invoiceNo',
      CLAIM_RESOLUTION_MISSING: 'resolution',
      RESOLUTION_UNKNOWN: 'resolution',
    } as const;
    return attempt(visit, posted, () => this.send(posted, context), { labels, codes: { ...codes, ...more } });
  }

  withdraw({ visit, posted }: PostedVisit, context: CommandContext, number: string): Promise<Attempted<unknown>> {
    return attempt(visit, posted, () => this.withdrawClaim.execute(context, { number }));
  }

  private async send(posted: Posted, context: CommandContext): Promise<Outcome<ClaimAsked>> {
    const { sha256 } = await storePosted(this.storeEvidence, context, posted, 'document');
    const { kind, fund, costCode, ...rest } = formJson(typedTexts(posted));
    const json = { ...rest, evidence: [sha256] };
    if (kind === 'TAX') {
      const { lease: _, resolution: __, ...tax } = json as Record<string, unknown>;
      const body = await requestOf(RecordTaxBody, { ...tax, fund });
      return this.recordTax.execute(context, { ...body, invoiceNo: body.invoiceNo ?? null });
    }
    const spending = kind === 'SPENDING' ? { ...(fund !== undefined && { fund }), ...(costCode !== undefined && { costCode }) } : {};
    const body = await requestOf(AskClaimBody, { ...json, kind, ...spending });
    const { payee = null, lease = null, invoiceNo = null, resolution = null, costCode: code = null, fund: from = null } = body;
    return this.askClaim.execute(context, { ...body, payee, lease, invoiceNo, resolution, costCode: code, fund: from });
  }

  private async form(tx: Tx, visit: Visit, area: Area): Promise<ClaimFormView> {
    const payees = (await this.payees.all(tx)).filter(({ kind }) => kind !== 'CUSTODIAN');
    const resolutions = (await this.resolutions.all(tx)).filter(({ state, replacedBy }) => state === 'CONFIRMED' && replacedBy === null);
    return {
      seal: formSeal(visit.session.formToken),
      kinds: area === 'f' ? FIRM_KINDS : BOOK_KINDS,
      payees: payees.map(({ number, name, isPerson }) => ({
        value: number,
        label: `${number} ${isPerson && area === 'f' ? visit.m.public.payout.person : name}`,
      })),
      leases: (await this.leases.all(tx)).map(({ code, asset }) => ({ value: code, label: `${code} ${asset}` })),
      resolutions: resolutions.map(({ number, title }) => ({ value: number, label: `${number} ${title}` })),
    };
  }
}

/** Where the claims of an area stand: "/b/ryxc/claims". */
export function claimsBase({ slug }: Visit, area: Area): string {
  return `/${area}/${slug}/claims`;
}

/** What a claim page says was just done. */
export function noticeOf({ m }: Visit, done: unknown): string | null {
  const texts: Readonly<Record<string, string>> = { ...m.income.claims.done, rule: m.income.claims.ruleDone };
  return typeof done === 'string' && Object.hasOwn(texts, done) ? (texts[done] ?? null) : null;
}
