import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { accountingPeriod, addDays, businessDate, Clock, DomainError, isAllowed, Rate } from '../../../kernel/index.js';
import {
  ContractQueries,
  contractStateOn,
  contractSteps,
  contractTermsJson,
  isOpen,
  ProposalQueries,
  ProposeContract,
  publicNoticeDaysOf,
  RecordContractStep,
  SignProposal,
  stepTakers,
  takerOf,
  termDifferences,
  termsOf,
  type ContractTermsJson,
  type ContractStep,
  type ContractVersionView,
  type ProposalView,
} from '../../../modules/contracts/index.js';
import { StoreEvidence } from '../../../modules/evidence/index.js';
import { UnitOfWork, type CommandContext, type Tx } from '../../../platform/database/index.js';
import { UploadedFile } from '../../../platform/http/index.js';
import { DeskFrames, type Area } from '../desk-frames.js';
import { attemptIn, postedText, type Attempted, type Fields } from '../desk-form.js';
import { storePosted } from '../evidence-link.js';
import { formSeal, type Refusal } from '../form-parts.js';
import { seeOther, sendPage } from '../send-page.js';
import type { Posted, PostedVisit, Visit } from '../visit.js';
import { typedTemplate, weightLabels } from './score-template.js';
import { ContractPage, type ContractDone, type ContractPageView, type ProposedTerms, type ShownContract, type ShownProposal } from './contract-page.js';

/** One of the forms of the page as it was sent: of a proposal by its number, or of the page itself. */
interface Sent {
  readonly area: Area;
  readonly post: PostedVisit;
  readonly context: CommandContext;
}

const YES = 'yes';

/** The page of the contract, which looks alike to both sides and to the centre: what each may do there differs. */
@Injectable()
export class ContractDesk {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly frames: DeskFrames,
    private readonly contracts: ContractQueries,
    private readonly proposals: ProposalQueries,
    private readonly proposing: ProposeContract,
    private readonly signing: SignProposal,
    private readonly recordStep: RecordContractStep,
    private readonly storeEvidence: StoreEvidence,
    private readonly clock: Clock,
  ) {}

  async page(reply: FastifyReply, visit: Visit, area: Area, after: { done?: unknown; refusal?: Refusal; status?: number } = {}): Promise<void> {
    const view = await this.unitOfWork.read(visit.actor.communityId, (tx) => this.view(tx, visit, area, after));
    await sendPage(reply, ContractPage({ m: visit.m, view }), after.status);
  }

  /** Other terms: those that stand, with what was typed. */
  async propose(reply: FastifyReply, sent: Sent): Promise<void> {
    await this.act(reply, sent, { form: 'terms', done: 'proposed' }, async (own) => {
      const contract = postedText(own, 'contract');
      const { terms } = await this.unitOfWork.read(sent.context.actor.communityId, (tx) => this.contracts.life(tx, contract));
      const proposal = {
        contract,
        fromPeriod: accountingPeriod(postedText(own, 'fromPeriod')),
        terms: typedTerms(contractTermsJson(terms), own),
        base: whole(postedText(own, 'base')),
      };
      return this.proposing.execute(sent.context, proposal).catch((error: unknown) => {
        throw inPerCent(error);
      });
    });
  }

  async publish(reply: FastifyReply, sent: Sent, number: string): Promise<void> {
    const sha256 = postedText(sent.post.posted, 'sha256');
    await this.act(reply, sent, { form: `${number}_notice`, done: 'published' }, (own) =>
      this.signing.publish(sent.context, { number, sha256, until: businessDate(postedText(own, 'until')) }),
    );
  }

  async sign(reply: FastifyReply, sent: Sent, number: string): Promise<void> {
    const sha256 = postedText(sent.post.posted, 'sha256');
    await this.act(reply, sent, { form: `${number}_sign`, done: 'signed' }, async (own) => {
      if (postedText(own, 'read') !== YES) throw new DomainError('REQUEST_INVALID', {}, [{ path: 'read', message: 'missing' }]);
      const { sha256: document } = await storePosted(this.storeEvidence, sent.context, own, 'document');
      return this.signing.sign(sent.context, { number, sha256, document, resolution: postedText(own, 'resolution') || null });
    });
  }

  async withdraw(reply: FastifyReply, sent: Sent, number: string): Promise<void> {
    await this.act(reply, sent, { form: `${number}_withdraw`, done: 'withdrawn' }, (own) =>
      this.signing.withdraw(sent.context, { number, reason: postedText(own, 'reason') }),
    );
  }

  async step(reply: FastifyReply, sent: Sent): Promise<void> {
    await this.act(reply, sent, { form: 'step', done: 'recorded' }, async (own) => {
      const ends = postedText(own, 'endsOn');
      const file = own['document'];
      const document =
        file instanceof UploadedFile && file.bytes.length > 0 ? (await storePosted(this.storeEvidence, sent.context, own, 'document')).sha256 : null;
      return this.recordStep.execute(sent.context, {
        contract: postedText(own, 'contract'),
        kind: postedText(own, 'kind') as ContractStep,
        endsOn: ends === '' ? null : businessDate(ends),
        reason: postedText(own, 'reason'),
        document,
      });
    });
  }

  /** Goes on to the page, or shows it with what was refused. */
  private async act(
    reply: FastifyReply,
    { area, post: { visit, posted } }: Sent,
    { form, done }: { form: string; done: ContractDone },
    act: (own: Posted) => Promise<unknown>,
  ): Promise<void> {
    const { fields: labels } = visit.m.contract;
    const fields: Fields = {
      labels: { ...labels, ...weightLabels(visit.m), read: visit.m.contract.read, yuanPerSquareMetre: labels.flat },
      codes: {
        CONTRACT_STARTED: 'fromPeriod',
        CONTRACT_WEIGHTS_NOT_WHOLE: 'weight_INSPECTION',
        CONTRACT_NOTICE_SHORT: 'until',
        CONTRACT_RESOLUTION_MISSING: 'resolution',
        CONTRACT_NOTICE_END: 'endsOn',
        CONTRACT_NOTICE_PAPER: 'document',
        EVIDENCE_TYPE_REFUSED: 'document',
        CONTRACT_UNKNOWN: 'contract',
      },
    };
    const outcome: Attempted<unknown> = await attemptIn(visit, { posted, form }, act, fields);
    const own = contractBase(visit, area);
    if ('done' in outcome) return seeOther(reply, `${own}?done=${done}`);
    await this.page(reply, { ...visit, path: own }, area, outcome);
  }

  private async view(tx: Tx, visit: Visit, area: Area, { done, refusal }: { done?: unknown; refusal?: Refusal }): Promise<ContractPageView> {
    const today = this.clock.today();
    const versions = await this.contracts.versions(tx);
    const contracts: ShownContract[] = [];
    for (const number of new Set(versions.map((version) => version.number))) {
      const life = await this.contracts.life(tx, number);
      contracts.push({ life, state: contractStateOn(life, life.steps, today), versions: versions.filter((version) => version.number === number) });
    }
    const taker = takerOf(visit.actor);
    const newest = contracts.find(({ state }) => state !== 'CLOSED')?.life;
    const present = newest && versions.find((version) => version.contractId === newest.contractId);
    return {
      frame: await this.frames.frame(tx, visit, { area, current: 'contract' }),
      base: contractBase(visit, area),
      contracts,
      proposals: (await this.proposals.all(tx)).map((proposal) => shownProposal(visit, proposal, { versions, today })),
      propose: present && isAllowed(visit.actor.roles, 'contract.manage') ? await this.proposed(tx, present) : null,
      steps: taker === null ? [] : contractSteps.filter((kind) => stepTakers[kind].includes(taker)),
      until: addDays(today, publicNoticeDaysOf(present ?? {}) - 1),
      seal: () => formSeal(visit.session.formToken),
      done: typeof done === 'string' && Object.hasOwn(visit.m.contract.done, done) ? (done as ContractDone) : null,
      refusal: refusal ?? null,
    };
  }

  private async proposed(tx: Tx, present: ContractVersionView): Promise<ProposedTerms> {
    const terms = contractTermsJson(termsOf(present));
    const rate = (kind: string) => terms.rates.find(({ unitKind }) => unitKind === kind)?.yuanPerSquareMetre;
    const values = {
      fromPeriod: await this.proposals.firstQuarter(tx, present.contractId, this.clock.today()),
      flat: rate('FLAT'),
      shop: rate('SHOP'),
      shareAtRisk: perCent(terms.shareAtRisk),
      lateFeePerDay: perCent(terms.lateFeePerDay),
      waiverLimit: terms.waiverLimit,
      fineCap: perCent(terms.fineCap),
      answerDays: String(terms.answerDays),
      noticeDays: String(terms.noticeDays ?? 60),
      budget: terms.gates?.budget === true ? YES : 'no',
      invoice: terms.gates?.invoice === true ? YES : 'no',
      reconciledWithinDays: terms.gates?.reconciledWithinDays?.toString() ?? '',
    };
    return {
      contract: present.number,
      base: present.versionNo,
      template: terms.template,
      values: Object.fromEntries(Object.entries(values).filter((pair): pair is [string, string] => pair[1] !== undefined)),
    };
  }
}

/** What this person may do with a proposal now; the command looks again. */
function shownProposal(
  { actor }: Visit,
  proposal: ProposalView,
  { versions, today }: { versions: readonly ContractVersionView[]; today: string },
): ShownProposal {
  const base = proposal.text.base?.versionNo;
  const before = versions.find(
    (version) => version.contractId === proposal.contractId && version.proposal !== proposal.number && (base === undefined || version.versionNo === base),
  );
  const owners = isAllowed(actor.roles, 'contract.manage');
  const firm = isAllowed(actor.roles, 'contract.sign') && !owners && actor.organisationId === proposal.firmId;
  const side = owners ? 'OWNER_SIDE' : 'FIRM';
  const open = isOpen(proposal);
  const over = proposal.notice !== null && proposal.notice.until < today;
  return {
    proposal,
    differences: termDifferences(before ? contractTermsJson(termsOf(before)) : null, proposal.text.terms),
    mayPublish: owners && proposal.state === 'DRAFT',
    maySign: (owners || firm) && open && over && !proposal.signatures.some((signature) => signature.side === side),
    mayWithdraw: owners && open,
  };
}

/** The terms that stand, with what was typed in the fields of the form; the command reads and refuses. */
function typedTerms(terms: ContractTermsJson, own: Posted): ContractTermsJson {
  const text = (name: string) => postedText(own, name);
  const days = text('reconciledWithinDays');
  const rates: Readonly<Record<string, string>> = { FLAT: text('flat'), SHOP: text('shop') };
  return {
    ...terms,
    template: typedTemplate(terms.template, own),
    rates: terms.rates.map((rate) => ({ ...rate, yuanPerSquareMetre: rates[rate.unitKind] || rate.yuanPerSquareMetre })),
    shareAtRisk: share(text('shareAtRisk')),
    lateFeePerDay: share(text('lateFeePerDay')),
    waiverLimit: text('waiverLimit'),
    fineCap: share(text('fineCap')),
    answerDays: whole(text('answerDays')),
    noticeDays: whole(text('noticeDays')),
    gates: { budget: text('budget') === YES, invoice: text('invoice') === YES, reconciledWithinDays: days === '' ? null : whole(days) },
  };
}

/** A share of one as per cent, and back; what is no number goes on as it was typed, for the command to refuse. */
const perCent = (of: string): string => Rate.parse(of).times(Rate.hundred).toString();
const share = (typed: string): string => (/^\d{1,3}(\.\d{1,6})?$/.test(typed) ? Rate.parse(typed).dividedBy(Rate.hundred).toString() : typed);
const shares: readonly unknown[] = ['shareAtRisk', 'lateFeePerDay', 'fineCap'];

/** The refusal of a share names its figures as the form does. */
function inPerCent(error: unknown): unknown {
  if (!(error instanceof DomainError) || error.code !== 'CONTRACT_TERM_OUTSIDE' || !shares.includes(error.details['field'])) return error;
  const { value, min, max, ...rest } = error.details;
  return new DomainError(error.code, { ...rest, value: perCent(String(value)), min: perCent(String(min)), max: perCent(String(max)) });
}

/** A whole number as it was typed; what is none lies outside every limit. */
function whole(text: string): number {
  return /^\d{1,6}$/.test(text) ? Number.parseInt(text, 10) : -1;
}

/** Where the contract of an area stands: "/w/ryxc/contract". */
function contractBase({ slug }: Visit, area: Area): string {
  return `/${area}/${slug}/contract`;
}
