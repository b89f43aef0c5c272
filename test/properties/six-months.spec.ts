import fc from 'fast-check';
import { BookPlay } from './six-months/book-play.js';
import { bookPlan } from './six-months/plans.js';
import { openStage, type Stage } from './six-months/stage.js';

/** In minutes, for everybody's run; the build server plays MANY (.ci/run). */
const FEW = 40;
const MANY = 200;
/** MINGBAI_SEED and MINGBAI_PATH play a failure again, as it printed them. The first failure is told as it is; with MINGBAI_SHRINK=on, which takes hours, the smallest. MINGBAI_TELL=1 prints how often each step ended in each way. */
const SEED = Number(process.env['MINGBAI_SEED'] ?? 20_240_630);
const BOOKS = Number(process.env['MINGBAI_BOOKS'] ?? FEW);
const PATH = process.env['MINGBAI_PATH'];

/** Ways in which a step ends that FEW books must all have met: what the rules allow, and each reason for which they forbid. */
const wanted = `
  ask BASE: passed, DISBURSEMENT_AMOUNT, DISBURSEMENT_NOT_POSTED, DISBURSEMENT_NOT_YOURS, DISBURSEMENT_OVER_BASE, NOT_ALLOWED
  ask PERFORMANCE: passed, DISBURSEMENT_APPEAL_OPEN, DISBURSEMENT_NOT_FINAL, DISBURSEMENT_OVER_PERFORMANCE, NOT_ALLOWED
  approve BASE: passed, DISBURSEMENT_CHANGED, DISBURSEMENT_NO_SLOT, DISBURSEMENT_PAYLOAD_CHANGED, DISBURSEMENT_PERSON_DECIDED,
    DISBURSEMENT_SLOT_NOT_NEEDED, DISBURSEMENT_STATE, NOT_ALLOWED
  approve PERFORMANCE: passed, DISBURSEMENT_PERSON_DECIDED, DISBURSEMENT_SLOT_NOT_NEEDED, NOT_ALLOWED
  return BASE: passed, DISBURSEMENT_REASON_MISSING
  defer BASE: passed
  reject BASE: passed
  withdraw: passed, DISBURSEMENT_NOTHING_TO_WITHDRAW, DISBURSEMENT_WITHDRAW_LATE
  cancel: passed, DISBURSEMENT_NOT_YOURS, NOT_ALLOWED
  revise: passed, DISBURSEMENT_STATE
  account: passed, NOT_ALLOWED, OWNER_SIDE_ONLY
  instruct: passed, DISBURSEMENT_STATE, DISBURSEMENT_WAITING, NOT_ALLOWED
  instruct, of those named: passed, PAYEE_CHANGED
  fail: passed, DISBURSEMENT_BANK_BEHIND, DISBURSEMENT_STATE
  payout BASE: SETTLED, REJECTED, CANCELLED, GATE_FAILED
  payout PERFORMANCE: SETTLED
  final: passed, ASSESSMENT_APPEAL_OPEN, ASSESSMENT_WINDOW_OPEN, ENTITLEMENT_CASH_AWAITED
  close: passed, CLOSE_MONTH_NOT_OVER, CLOSE_STATEMENT_SHORT, LEDGER_PERIOD_NOT_NEXT, NOT_ALLOWED
  assign a find: passed, ASSIGN_AMOUNT_DIFFERS, ASSIGN_REFERENCE_UNKNOWN, NOT_ALLOWED
  assign a debit: passed
  reverse: passed, FEES_BILL_PAID
  import again: BANK_FILE_ALREADY_IMPORTED
  the same key again: replayed`
  .replaceAll(',\n', ',')
  .split('\n')
  .filter((line) => line.trim() !== '')
  .flatMap((line) => {
    const [, step = '', ends = ''] = /^\s*(.*): (.*)$/.exec(line) ?? [];
    return ends.split(/,\s*/).map((end) => `${step}: ${end}`);
  });

/** And these MANY. */
const rare = ['approve BASE: DISBURSEMENT_SHORT'];

describe('six months of any book', () => {
  let stage: Stage;
  /** How often each step ended in each way. */
  const met = new Map<string, number>();

  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(() => stage.close());

  it(`keep every invariant, pay what the rules allow and nothing that they forbid (seed ${SEED}, ${BOOKS} books, two at once)`, async () => {
    await fc.assert(
      fc.asyncProperty(bookPlan, bookPlan, (...plans) => BookPlay.play(stage, plans, met)),
      { seed: SEED, numRuns: Math.ceil(BOOKS / 2), endOnFailure: process.env['MINGBAI_SHRINK'] !== 'on', ...(PATH !== undefined && { path: PATH }) },
    );
    const tally = [...met].map(([name, times]) => `${String(times).padStart(6)} ${name}\n`).toSorted((a, b) => (a < b ? -1 : 1));
    if (process.env['MINGBAI_TELL']) process.stdout.write(tally.join(''));
  }, 3_000_000);

  it('meet every way in which a step can end, where they are many enough', () => {
    const asked = PATH !== undefined || BOOKS < FEW ? [] : BOOKS < MANY ? wanted : [...wanted, ...rare];
    expect(asked.filter((name) => !met.has(name))).toEqual([]);
  });
});
