import {
  accountingPeriod,
  addDays,
  businessDate,
  DomainError,
  Money,
  periodOf,
  quarter,
  required,
  type BusinessDate,
  type ErrorCode,
} from '../../../src/kernel/index.js';
import * as assessments from '../../../src/modules/assessments/index.js';
import { RecordContractStep, RegisterPayee, type ContractStep, type ContractTermsJson } from '../../../src/modules/contracts/index.js';
import { SubmitDisbursement, type DisbursementSubmitted, type GateReason } from '../../../src/modules/disbursements/index.js';
import { gateRefusal } from '../../../src/modules/disbursements/domain/gates.js';
import { EntitlementQueries, FinaliseAssessment } from '../../../src/modules/entitlements/index.js';
import { StoreEvidence } from '../../../src/modules/evidence/index.js';
import { LedgerQueries, type Fund } from '../../../src/modules/ledger/index.js';
import { AskClaim, DecideClaim } from '../../../src/modules/operating-income/index.js';
import * as resolutions from '../../../src/modules/resolutions/index.js';
import { describeError, languages } from '../../../src/platform/messages/index.js';
import { violations } from '../../support/books.js';
import { digestOfRows } from '../../support/references.js';
import { resolved } from '../../support/resolved.js';
import { refusedBy } from '../../support/refusal.js';
import { demoRequests } from '../../integration/assessments/fixture.js';
import { demoTerms } from '../../integration/contracts/fixture.js';
import { openStage, type PayoutScene } from '../../integration/disbursements/fixture.js';
import { pdf } from '../../integration/evidence/fixture.js';

export const Q1 = quarter('2024-Q1');
export const day = businessDate;
export const yuan = (text: string): Money => Money.parse(text);
export type Who = keyof PayoutScene['people'];
type Figures = Readonly<Record<string, string | number>>;

/** The four parts of a score, 0 to 100 with two decimals. A part that is left out is that of the demo, whose score is 87.32. */
export interface Marks {
  readonly inspection?: string;
  readonly survey?: string;
  readonly response?: string;
  readonly disclosure?: string;
  readonly safetyEvent?: string;
}
/** The same mark in all four parts. */
export const all = (mark: string): Marks => ({ inspection: mark, survey: mark, response: mark, disclosure: mark });

/** The units of a compound: a flat that pays for all, and another. */
export const TWO_FLATS = 'code,building,label,kind,area,owner\n01-101,1幢,1幢101室,FLAT,59409.69,夏阿玉\n01-102,1幢,1幢102室,FLAT,88.50,朱子兰\n';
/** Of whom the compound buys. */
export const SHOP = { name: '嘉善安防用品店', account: '9905000000000001' };
/** Terms of the demo's contract with what a story changes. */
export const termsWith = (change: Partial<ContractTermsJson>): ContractTermsJson => ({ ...demoTerms, ...change });

/**
 * Stories of a file: each has a compound of its own on the file's database, with the demo's contract, where the quarter's fees of 151,238.95 come in by months.
 * What must hold in the books is checked after each.
 */
export function storyBook() {
  let stage: Awaited<ReturnType<typeof openStage>>;
  const told: PayoutScene[] = [];
  beforeAll(async () => {
    stage = await openStage();
  });
  afterEach(async () => {
    for (const scene of told.splice(0)) {
      expect(await scene.violations()).toEqual([]);
      expect(await violations(scene.database, scene.communityId, [...assessments.invariants, ...resolutions.invariants])).toEqual([]);
    }
  });
  afterAll(() => stage.close());
  return {
    /** A compound under a contract, whose fees of so many months came in. January is paid for on 02-10: 40,398.59 base, 10,099.65 wait for the score. */
    async begin({ terms = demoTerms, months = 1, units }: { terms?: ContractTermsJson; months?: 0 | 1 | 2 | 3; units?: string } = {}) {
      const scene = await stage.newScene({ terms, ...(units && { units }) });
      told.push(scene);
      for (const month of (['2024-01', '2024-02', '2024-03'] as const).slice(0, months)) await scene.month(month);
      if (months === 1) scene.at('2024-02-18', '14:00');
      return storyOf(scene);
    },
  };
}

export type Story = ReturnType<typeof storyOf>;

export function storyOf(scene: PayoutScene) {
  const { app, as, at, read } = scene;
  /** Everything that the compound has; that a request was refused may itself be written down. */
  const rows = async () => {
    const { 'mingbai.access_log': _, ...kept } = await digestOfRows(scene, scene.communityId);
    return kept;
  };
  const assessment = async () => required(await read((tx) => app.get(assessments.AssessmentQueries).byQuarter(tx, Q1)), 'the assessment of the quarter');
  let shop: string | undefined;
  let invoices = 0;
  let papers = 0;
  /** The shop is entered in the register, and three days pass. @returns its number */
  const registered = async (): Promise<string> => {
    const { name, account: accountNo } = SHOP;
    const request = { kind: 'VENDOR' as const, name, bankName: '嘉善农商银行', accountNo, accountName: name };
    const { number } = (await app.get(RegisterPayee).execute(as('bookkeeper'), request)).value;
    scene.clock.advanceMinutes(73 * 60);
    return number;
  };
  const story = {
    ...scene,
    rows,
    assessment,
    /** The attempt is refused with these figures, in words that say them in both languages, and wrote nothing anywhere. */
    async refused(attempt: () => Promise<unknown>, code: ErrorCode, figures: Figures = {}): Promise<void> {
      const before = await rows();
      const refusal = await refusedBy(attempt());
      expect(refusal).toMatchObject({ code, details: figures });
      expectWords(new DomainError(refusal.code, refusal.details), figures);
      expect(await rows()).toEqual(before);
    },
    /** The request was written down and goes no further: one gate stopped it, with these figures and in words that say them. */
    async stopped(asked: Pick<DisbursementSubmitted, 'id' | 'number' | 'state' | 'failed'>, reason: GateReason, figures: Figures = {}): Promise<void> {
      expect([asked.state, asked.failed.map((failed) => failed.reason)]).toEqual(['GATE_FAILED', [reason]]);
      const { evaluations, approvals } = await scene.detail(asked.id);
      const gate = required(
        evaluations.at(-1)?.gates.find((result) => result.outcome === 'FAILED'),
        'the gate that failed',
      );
      expect(gate.inputs).toMatchObject(figures);
      expectWords(gateRefusal(asked.number, gate), figures);
      expect(approvals).toEqual([]);
    },
    /** A paper that was handed in. @returns its fingerprint */
    paper: async (text: string, who: Who = 'firm'): Promise<string> =>
      (await app.get(StoreEvidence).execute(as(who), { fileName: `${text}.pdf`, bytes: pdf(`${scene.slug} ${text}`) })).value.sha256,
    /** The firm asks for base money of a month, with its invoice where there is one. */
    asksBase: async (amount: string, month = '2024-01', invoice?: { invoiceNo: string; documents: readonly string[] }): Promise<DisbursementSubmitted> =>
      (
        await app
          .get(SubmitDisbursement)
          .execute(as('firm'), { kind: 'BASE', period: accountingPeriod(month), amount: yuan(amount), ...(invoice && { papers: invoice }) })
      ).value,
    /** The firm asks for money of the quarter that waited for the score. */
    asksPerformance: async (amount: string): Promise<DisbursementSubmitted> =>
      (await app.get(SubmitDisbursement).execute(as('firm'), { kind: 'PERFORMANCE', assessmentId: (await assessment()).id, amount: yuan(amount) })).value,
    state: async (id: number) => (await scene.detail(id)).state,
    /** The bodies that have to approve a payout. */
    needs: async (id: number) => (await scene.detail(id)).requiredSlots,
    missing: async (id: number) => (await scene.detail(id)).missingSlots,
    /** All approve; after the ten minutes the cashier tells the bank, which pays the next day. */
    async isPaid(id: number, to?: { name: string; account: string }): Promise<void> {
      await scene.approveAll(id);
      scene.clock.advanceMinutes(10);
      await scene.instruct(id);
      const { number, amount } = await scene.detail(id);
      const bookedOn = addDays(scene.clock.today(), 1);
      at(addDays(bookedOn, 1));
      const [bankLineId = 0] = await scene.bankBook.through(bookedOn, [
        { on: bookedOn, amount: `-${amount.toString()}`, remark: number, ...(to && { from: to }) },
      ]);
      await scene.settle({ disbursementId: id, bankLineId, bookedOn, amount });
    },
    /** The quarter is inspected, the households are asked and the score is drawn up on 04-15. */
    async isScored(marks: Marks = {}): Promise<assessments.AssessmentStepped> {
      at('2024-04-05');
      await app.get(assessments.SubmitSelfEvaluation).execute(as('firm'), demoRequests.selfEvaluation);
      at('2024-04-10');
      await app.get(assessments.RecordInspection).execute(as('centre'), inspectionOf(marks));
      if (marks.safetyEvent !== undefined) {
        const event = { quarter: Q1, happenedOn: day('2024-02-17'), what: marks.safetyEvent, documents: [await story.paper('事故报告', 'centre')] };
        await app.get(assessments.RecordSafetyEvent).execute(as('centre'), event);
      }
      at('2024-04-12', '18:00');
      const { survey = demoRequests.survey.score } = marks;
      await app.get(assessments.RecordSurvey).execute(as('community'), { ...demoRequests.survey, score: survey });
      at('2024-04-15');
      for (const measure of demoRequests.measures) {
        const score = (measure.code === 'RESPONSE' ? marks.response : marks.disclosure) ?? measure.score;
        await app.get(assessments.RecordMeasure).execute(as('community'), { ...measure, score });
      }
      return (await app.get(assessments.ScoreAssessment).execute(as('centre'), { quarter: Q1 })).value;
    },
    /** Assessments that became void, the latest first. */
    voided: () => read((tx) => app.get(assessments.AssessmentQueries).voided(tx)),
    /** Nobody appeals, and the centre makes the score final on 04-23. */
    async isFinal(marks: Marks = {}) {
      await story.isScored(marks);
      at('2024-04-23', '10:00');
      return (await app.get(FinaliseAssessment).execute(as('centre'), { quarter: Q1 })).value;
    },
    /** What the rule gives the firm of the quarter: base, released of what waited, and how much of it went to the owners. */
    async quarterMoney() {
      const { base, withheld } = await read((tx) => app.get(EntitlementQueries).quarterToDate(tx, Q1));
      const { entitled } = await read(async (tx) => app.get(EntitlementQueries).performanceClaim(tx, (await assessment()).id));
      return { base: base.toString(), withheld: withheld.toString(), released: entitled.toString(), net: base.plus(entitled).toString() };
    },
    /** Money at the bank that belongs to a fund, and what of it may be paid out. */
    async fund(name: Fund): Promise<{ cash: string; available: string }> {
      const funds = await read((tx) => app.get(LedgerQueries).funds(tx));
      const { cash, available } = required(
        funds.find(({ fund }) => fund === name),
        'the fund',
      );
      return { cash: cash.toString(), available: available.toString() };
    },
    /** The owner side records what the owners resolved, and the centre confirms its paper; a budget is of the year of its day. @returns its number */
    resolve: async (kind: resolutions.ResolutionKind, limit: string | null = null, on: BusinessDate = day('2024-01-02')): Promise<string> => {
      const documentSha256 = await story.paper(`决议 ${kind} ${limit} ${++papers}`, 'community');
      const request = {
        kind,
        title: '业主的决议',
        decidedOn: on,
        from: on,
        to: kind === 'BUDGET' ? day(`${on.slice(0, 4)}-12-31`) : null,
        limit: limit === null ? null : yuan(limit),
        documentSha256,
        replaces: null,
      };
      return resolved(app, { owners: as('community'), other: as('centre') }, request);
    },
    /**
     * Something is bought of a shop that has been in the register for three days: the owner side agrees to its cost, and the bookkeeper asks for the money. Without
     * a fund it is a cost of common income.
     */
    async buys(amount: string, { words = '门禁维修', ...spending }: { words?: string; fund?: 'COM' | 'QLT'; resolution?: string } = {}) {
      const { number, kind } = await story.claims(amount, { words, ...spending });
      await app.get(DecideClaim).execute(as('community'), { number, decision: 'APPROVE', reason: null });
      return scene.prepare(kind, (await read((tx) => scene.queries.documentClaim(tx, kind, number))).claimId, amount);
    },
    /** The bookkeeper asks the owner side for what a shop is to be paid, with its invoice. */
    async claims(amount: string, { words, fund, resolution }: { words: string; fund?: 'COM' | 'QLT'; resolution?: string }) {
      const payee = (shop ??= await registered());
      const invoiceNo = `2433${String(++invoices).padStart(4, '0')}`;
      const invoice = { invoiceNo, evidence: [await story.paper(`发票${invoiceNo}`, 'bookkeeper')] };
      const use = { lease: null, resolution: resolution ?? null, costCode: fund ? ('5901' as const) : null, fund: fund ?? null };
      const kind = fund ? ('SPENDING' as const) : ('COST' as const);
      const request = { kind, payee, period: periodOf(scene.clock.today()), amount: yuan(amount), description: words, ...invoice, ...use };
      return { ...(await app.get(AskClaim).execute(as('bookkeeper'), request)).value, kind };
    },
    /** A step in the life of the contract; a notice has its paper. */
    contractStep: async (kind: ContractStep, who: Who, endsOn: string | null = null) => {
      const document = kind === 'NOTICE_GIVEN' ? await story.paper('解聘通知', who) : null;
      const request = { contract: 'RYXC-WY-2024-01', kind, endsOn: endsOn === null ? null : day(endsOn), reason: '业主大会的意见', document };
      return (await app.get(RecordContractStep).execute(as(who), request)).value;
    },
    /** The person of another body of a kind that is new in the compound. */
    async newBody(role: 'COMMITTEE' | 'COMMUNITY' | 'CENTRE', name: string) {
      return scene.somebody(role, await scene.organisation(name, role));
    },
  };
  return story;
}

/** The sentence of a refusal, in each language, is whole and holds each figure. */
function expectWords(error: DomainError, figures: Figures): void {
  for (const language of languages) {
    const words = describeError(error, language);
    expect(words).not.toMatch(/\{\w+\}/);
    for (const figure of Object.values(figures)) expect(words).toContain(String(figure));
  }
}

/** A sheet whose items come to a mark: each gets all of its points until the mark is used up. */
function inspectionOf({ inspection }: Marks): assessments.RecordInspectionRequest {
  const request = demoRequests.inspection;
  if (inspection === undefined) return request;
  let left = yuan(inspection);
  const items = demoTerms.template.items.map(({ name, scoreMax }) => {
    const score = Money.min(left, yuan(scoreMax));
    left = left.minus(score);
    return { name, score: score.toString(), note: '' };
  });
  return { ...request, items };
}
