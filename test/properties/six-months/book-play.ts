import {
  accountingPeriod,
  addDays,
  businessDate,
  firstDay,
  lastDay,
  Money,
  monthsOf,
  quarter as quarterNamed,
  required,
  type BusinessDate,
  type CommunityId,
  type Quarter,
} from '../../../src/kernel/index.js';
import {
  AssessmentQueries,
  FileAppeal,
  OpenAssessment,
  RecordInspection,
  RecordMeasure,
  RecordSafetyEvent,
  RecordSurvey,
  ReviewAppeal,
  ScoreAssessment,
  VoidAssessment,
} from '../../../src/modules/assessments/index.js';
import { BankQueries, ImportBankFile, type BankLineId } from '../../../src/modules/bank/index.js';
import type { ContractId } from '../../../src/modules/contracts/index.js';
import { FinaliseAssessment } from '../../../src/modules/entitlements/index.js';
import { StoreEvidence } from '../../../src/modules/evidence/index.js';
import { FeeQueries, ReverseEntry, RunBills } from '../../../src/modules/fees/index.js';
import { LedgerQueries } from '../../../src/modules/ledger/index.js';
import { AccrueOperatingIncome } from '../../../src/modules/operating-income/index.js';
import {
  AssignBankLine,
  CloseChecklist,
  ClosePeriod,
  MatchBankLines,
  PrepareReconciliation,
  SignReconciliation,
} from '../../../src/modules/settlement/index.js';
import { UnitOfWork, type CommandContext, type Tx } from '../../../src/platform/database/index.js';
import { pdf } from '../../integration/evidence/fixture.js';
import { agendaOf, type Dated, type Happening } from './agenda.js';
import { Attempts } from './attempts.js';
import type { AssignedPart, LineOracle } from './bank-oracle.js';
import { BookOracle } from './book-oracle.js';
import { bookingsOf } from './bookings.js';
import { partyOn, whoIs, type Party } from './cast.js';
import { BANK_ACCOUNT, foundCompound, inspected, registrarOf } from './compound.js';
import { DeskPlay } from './desk-play.js';
import { decimal, periodAt, sumOf, type Verdict } from './figures.js';
import type { BookPlan, DeskAction, FindPlan, ProbePlan, ReversalPlan, Who } from './plan.js';
import type { Stage } from './stage.js';
import { statementFile } from './statement-file.js';

const QUARTERS = [quarterNamed('2024-Q1'), quarterNamed('2024-Q2')] as const;
const SAFETY_EVENT = '电梯困人事故';

/** Plays one book through the product's commands, each held to the oracle; then the book itself is. */
export class BookPlay {
  private readonly oracle: BookOracle;
  private readonly desk: DeskPlay;
  /** Ids of the bank's lines, by the bank's reference. */
  private readonly lineIds = new Map<string, BankLineId>();
  private lastFile: Uint8Array = new Uint8Array();

  private constructor(
    private readonly stage: Stage,
    private readonly plan: BookPlan,
    private readonly place: { readonly communityId: CommunityId; readonly contractId: ContractId },
    private readonly attempts: Attempts,
  ) {
    this.oracle = new BookOracle(plan);
    this.desk = new DeskPlay(stage, plan, this.oracle, attempts, place.contractId);
  }

  /** Several books at once; their compounds are founded one after the other, as one operator would. */
  static async play(stage: Stage, plans: readonly BookPlan[], met: Map<string, number>): Promise<void> {
    const books: BookPlay[] = [];
    for (const plan of plans) {
      const place = await stage.clock.during(() => foundCompound(stage, plan));
      books.push(new BookPlay(stage, plan, place, new Attempts(stage, place.communityId, met)));
    }
    const failed = (await Promise.allSettled(books.map((book) => stage.clock.during(() => book.playAll())))).find((played) => played.status === 'rejected');
    if (failed) throw failed.reason;
  }

  private async playAll(): Promise<void> {
    const { stage, oracle } = this;
    oracle.desk.accounts.push(stage.clock.now());
    oracle.desk.registrars.push(registrarOf(this.plan));
    for (const dated of agendaOf(this.plan)) {
      stage.clock.set(dated.at);
      oracle.now = dated.at;
      await this.happen(dated);
    }
    for (const { source, state } of oracle.desk.payouts) this.attempts.count(`payout ${source.includes('Q') ? 'PERFORMANCE' : 'BASE'}: ${state}`);
    await this.compare();
    expect(await stage.violations(this.place.communityId)).toEqual([]);
  }

  private happen(dated: Dated): Promise<void> {
    switch (dated.do) {
      case 'bill':
      case 'accrue':
      case 'match':
      case 'close':
        return this.routine(dated.do, dated.month, 'bookkeeper');
      case 'import':
        return this.import(lastDay(periodAt(dated.month)));
      case 'tidy':
        return this.tidy();
      case 'find':
        return this.find(dated.find);
      case 'reverse':
        return this.reverse(dated.reversal);
      case 'probe':
        return this.probe(dated);
      case 'desk':
        return this.deskAction(dated.action);
      case 'open':
      case 'inspect':
      case 'survey':
      case 'measure':
      case 'score':
      case 'void':
      case 'appeal':
      case 'review':
      case 'final':
      case 'final at last':
        return this.assess(dated);
    }
  }

  private async deskAction(action: DeskAction): Promise<void> {
    if (action.do !== 'statement') return this.desk.act(action);
    await this.import(addDays(businessDate(this.oracle.today), -1));
    await this.routine('match', 0, 'bookkeeper');
  }

  private party(who: Who): Party {
    return partyOn(this.plan, who, this.oracle.today);
  }

  private async routine(what: 'bill' | 'accrue' | 'match' | 'close', month: number, who: Who): Promise<void> {
    const { app } = this.stage;
    const period = periodAt(month);
    const by = this.party(who);
    switch (what) {
      case 'bill':
        return this.attempt(what, by, this.oracle.bill(by, month), (context) => app.get(RunBills).execute(context, { period, dryRun: false }));
      case 'accrue':
        return this.attempt(what, by, this.oracle.accrue(by, month), (context) => app.get(AccrueOperatingIncome).execute(context, { period }));
      case 'match':
        return this.attempt(what, by, this.oracle.match(by), (context) => app.get(MatchBankLines).execute(context));
      case 'close': {
        const before = this.oracle.closed;
        await this.reconcile(by, month);
        await this.attempt(what, by, this.oracle.close(by, month), (context) => app.get(ClosePeriod).execute(context, { period }));
        if (this.oracle.closed > before) await this.afterClose(month);
      }
    }
  }

  /** Both signatures, where nothing else blocks the month: the close of anybody is then refused for its own reasons only. */
  private async reconcile(by: Party, month: number): Promise<void> {
    const { app } = this.stage;
    const period = periodAt(month);
    const { steps, reconciliation } = await this.read((tx) => app.get(CloseChecklist).of(tx, period));
    if (reconciliation === 'SIGNED' || steps.some(({ name, blocker }) => name !== 'SIGNED' && blocker !== null)) return;
    const passed = { passed: {} };
    const bookkeeper = by.role === 'BOOKKEEPER' ? by : this.party('bookkeeper');
    const prepare = (context: CommandContext) => app.get(PrepareReconciliation).execute(context, { month: period });
    const prepared = await this.attempts.make({ what: 'prepare', by: bookkeeper, verdict: passed, command: prepare });
    if (prepared === null) return;
    const { id, sha256 } = prepared;
    const sign = (context: CommandContext) => app.get(SignReconciliation).execute(context, { id, sha256 });
    await this.attempts.make({ what: 'sign', by: this.party('centre1'), verdict: passed, command: sign });
  }

  /** The month's assessment is there now, and every fund holds what the oracle says. */
  private async afterClose(month: number): Promise<void> {
    const quarter = QUARTERS[month < 3 ? 0 : 1];
    if (month % 3 === 0) {
      const assessment = await this.read((tx) => this.stage.app.get(AssessmentQueries).byQuarter(tx, quarter));
      if (assessment) this.desk.assessments.set(quarter, assessment.id);
    }
    await this.compare();
  }

  /** The bank's file from where the last one ended through a day, if that is past. */
  private async import(to: BusinessDate): Promise<void> {
    const { reachedTo, lines } = this.oracle.bank;
    if (to <= reachedTo) return;
    const from = reachedTo === '' ? firstDay(periodAt(0)) : addDays(businessDate(reachedTo), 1);
    const bookings = bookingsOf(this.plan, this.oracle, { from, to });
    const file = statementFile({ ...BANK_ACCOUNT, from, to, opening: sumOf(lines.map(({ fen }) => fen)), bookings });
    const by = this.party('bookkeeper');
    const verdict = this.oracle.import(by, { to, bookings });
    await this.attempt('import', by, verdict, (context) => this.stage.app.get(ImportBankFile).execute(context, { fileName: `${to}.csv`, file, dryRun: false }));
    this.lastFile = file;
    const imported = await this.read((tx) => this.stage.app.get(BankQueries).lines(tx, { from }));
    for (const { id, bankReference } of imported) this.lineIds.set(bankReference, id);
  }

  /** Money out that no rule could place goes by hand to the payout that it paid, money in to its likely payer. */
  private async tidy(): Promise<void> {
    for (const line of this.oracle.bank.lines.filter(({ state, likely }) => state === 'NEW' && likely !== null)) {
      const { likely } = line;
      if (likely) await this.assign('bookkeeper', line, [{ target: likely.kind, reference: likely.code, fen: line.fen }]);
    }
    for (const line of this.oracle.bank.lines.filter(({ state, pays }) => state === 'NEW' && pays !== null))
      await this.assign('bookkeeper', line, [{ target: 'PAYOUT', reference: line.pays ?? '', fen: line.fen }]);
  }

  private async find({ pick, by, to, payer }: FindPlan): Promise<void> {
    const waiting = this.oracle.bank.suspense;
    const line = waiting[pick % Math.max(waiting.length, 1)];
    if (!line) return;
    const { units, leases } = this.oracle;
    const unit = (place: number) => units[(payer + place) % units.length]?.code ?? '';
    const part = (fen: number, reference: string): AssignedPart => ({ target: 'UNIT', reference, fen });
    const half = Math.floor(line.fen / 2);
    const lease = leases[payer % Math.max(leases.length, 1)];
    const parts = {
      UNIT: [part(line.fen, unit(0))],
      LEASE: lease ? [{ target: 'LEASE' as const, reference: lease.code, fen: line.fen }] : [part(line.fen, unit(0))],
      TWO_UNITS: [part(half, unit(0)), part(line.fen - half, unit(1))],
      TOO_MUCH: [part(line.fen + 1, unit(0))],
      NO_SUCH_UNIT: [part(line.fen, '99-999')],
    }[to];
    await this.assign(by, line, parts);
  }

  private assign(who: Who, line: LineOracle, parts: readonly AssignedPart[]): Promise<void> {
    const lineId = this.lineIds.get(line.reference) as BankLineId;
    const by = this.party(who);
    const verdict = this.oracle.assign(by, line, parts);
    const request = { lineId, parts: parts.map(({ target, reference, fen }) => ({ target, reference, amount: Money.fromFen(BigInt(fen)) })) };
    return this.attempt(line.fen < 0 ? 'assign a debit' : 'assign a find', by, verdict, (context) =>
      this.stage.app.get(AssignBankLine).execute(context, request),
    );
  }

  private async reverse({ pick, by: who }: ReversalPlan): Promise<void> {
    const open = this.oracle.units.flatMap((unit) => unit.owed.filter((item) => item.open > 0).map((item) => ({ unit, item })));
    const picked = open[pick % Math.max(open.length, 1)];
    if (!picked) return;
    const { unit, item } = picked;
    const bills = await this.read((tx) => this.stage.app.get(FeeQueries).bills(tx, accountingPeriod(item.period)));
    const bill = required(
      bills.find(({ unitCode }) => unitCode === unit.code),
      `the bill of ${unit.code} for ${item.period}`,
    );
    const by = this.party(who);
    const request = { seq: bill.entrySeq, reason: '面积有误' };
    await this.attempt('reverse', by, this.oracle.reverse(by, unit, item), (context) => this.stage.app.get(ReverseEntry).execute(context, request));
  }

  private probe({ probe: { what, by }, month }: { probe: ProbePlan; month: number }): Promise<void> {
    switch (what) {
      case 'BILL':
        return this.routine('bill', month, by);
      case 'ACCRUE':
        return this.oracle.leases.length === 0 ? Promise.resolve() : this.routine('accrue', month, by);
      case 'CLOSE':
        return this.routine('close', month, by);
      case 'CLOSE_NEXT':
        return this.routine('close', month + 1, by);
      case 'MATCH':
        return this.routine('match', month, by);
      case 'IMPORT': {
        const { reachedTo } = this.oracle.bank;
        if (reachedTo === '') return Promise.resolve();
        const verdict = this.oracle.import(this.party(by), { to: reachedTo, bookings: [] });
        const request = { fileName: 'again.csv', file: this.lastFile, dryRun: false };
        return this.attempt('import again', this.party(by), verdict, (context) => this.stage.app.get(ImportBankFile).execute(context, request));
      }
    }
  }

  /** Once a quarter: the successor of a VOID assessment takes the event over. */
  private async tellOfEvent(context: CommandContext, quarter: Quarter): Promise<void> {
    const { app } = this.stage;
    const also = (part: string): CommandContext => ({ ...context, idempotencyKey: `event of ${quarter}: ${part}` });
    const report = pdf(`${SAFETY_EVENT} ${quarter}`);
    const { value } = await app.get(StoreEvidence).execute(also('paper'), { fileName: '事故报告.pdf', bytes: report });
    const event = { quarter, happenedOn: firstDay(monthsOf(quarter)[0]), what: SAFETY_EVENT, documents: [value.sha256] };
    await app.get(RecordSafetyEvent).execute(also('event'), event);
  }

  private async assess(step: Extract<Happening, { quarter: 0 | 1 }>): Promise<void> {
    const { app } = this.stage;
    const quarter = QUARTERS[step.quarter];
    const [oracle, plan] = [this.oracle.quarters[step.quarter], this.plan.quarters[step.quarter]];
    const today = businessDate(this.oracle.today);
    const isMeasured = this.plan.terms.weights.length > 1;
    switch (step.do) {
      case 'open': {
        const answer = await this.attempts.make({
          what: 'open',
          by: this.party('centre1'),
          verdict: oracle.open(today),
          command: (context) => app.get(OpenAssessment).execute(context, { quarter }),
        });
        if (answer) this.desk.assessments.set(quarter, answer.assessmentId);
        return;
      }
      case 'inspect': {
        const adjustments = plan.adjustment === 0 ? [] : [{ name: '加减分', score: decimal(plan.adjustment), note: '' }];
        const request = { quarter, inspectedOn: today, items: inspected(plan.inspection), adjustments, staffing: [] };
        return this.attempt('inspect', this.party('centre1'), oracle.step(['OPEN'], 'INSPECTED'), async (context) => {
          const inspection = await app.get(RecordInspection).execute(context, request);
          if (plan.safetyEvent) await this.tellOfEvent(context, quarter);
          return inspection;
        });
      }
      case 'survey': {
        const request = { quarter, openedOn: addDays(today, -2), closedOn: today, answers: plan.survey.answers, score: decimal(plan.survey.score), items: [] };
        if (!isMeasured) return;
        return this.attempt('survey', this.party('community1'), oracle.step(['INSPECTED'], 'SURVEYED'), (context) =>
          app.get(RecordSurvey).execute(context, request),
        );
      }
      case 'measure': {
        const request = { quarter, code: 'RESPONSE', score: decimal(plan.measure), note: '' };
        if (!isMeasured) return;
        return this.attempt('measure', this.party('centre1'), oracle.step(['SURVEYED'], 'SURVEYED'), (context) =>
          app.get(RecordMeasure).execute(context, request),
        );
      }
      case 'score':
        return this.attempt('score', this.party('centre1'), oracle.setScored(today), (context) => app.get(ScoreAssessment).execute(context, { quarter }));
      case 'void':
        return this.attempt('void', this.party('centre1'), oracle.declareVoid(), (context) =>
          app.get(VoidAssessment).execute(context, { quarter, reason: '检查表有误' }),
        );
      case 'appeal':
        return this.attempt('appeal', this.party(whoIs(this.plan, 'FIRM', today)), oracle.appeal(today), (context) =>
          app.get(FileAppeal).execute(context, { quarter, reason: '对得分有异议' }),
        );
      case 'review': {
        const corrected = plan.appeal?.corrected ?? null;
        const corrections = corrected === null ? [] : [{ code: 'INSPECTION', score: decimal(corrected) }];
        const request = { quarter, decision: corrected === null ? ('DISMISSED' as const) : ('CORRECTED' as const), corrections, reason: '已复核' };
        return this.attempt('review', this.party('centre1'), oracle.review(corrected), (context) => app.get(ReviewAppeal).execute(context, request));
      }
      case 'final':
      case 'final at last':
        if (step.do === 'final at last' && oracle.state === 'FINAL') return;
        return this.attempt('final', this.party('centre1'), this.oracle.finalise(this.party('centre1'), oracle), (context) =>
          app.get(FinaliseAssessment).execute(context, { quarter }),
        );
    }
  }

  /** Every fund holds what the oracle says. */
  private async compare(): Promise<void> {
    const found = await this.read((tx) => this.stage.app.get(LedgerQueries).funds(tx));
    const funds = Object.fromEntries(found.map(({ fund, cash, restricted, payable }) => [fund, `${cash} ${restricted} ${payable}`]));
    const told = Object.entries(this.oracle.funds()).map(([fund, { cash, restricted, payable }]) => [
      fund,
      [cash, restricted, payable].map((fen) => decimal(fen)).join(' '),
    ]);
    expect({ at: this.oracle.now, ...funds }).toEqual({ at: this.oracle.now, ...Object.fromEntries(told) });
  }

  private async attempt(what: string, by: Party, verdict: Verdict, command: Parameters<Attempts['make']>[0]['command']): Promise<void> {
    await this.attempts.make({ what, by, verdict, command });
  }

  private read<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.stage.app.get(UnitOfWork).read(this.place.communityId, work);
  }
}
