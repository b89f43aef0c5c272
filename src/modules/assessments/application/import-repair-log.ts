import { Injectable } from '@nestjs/common';
import { assertAllowed, DomainError, sha256Hex, together, type Actor, type Instant } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext, type Outcome, type Tx } from '../../../platform/database/index.js';
import { LedgerService } from '../../ledger/index.js';
import { isOwnNumber, type StatedRepair } from '../domain/repair-log.js';
import { FIRST_LINE } from './log-file.js';
import { RepairLog } from './repair-log.js';
import { RepairQueries, type RepairView } from './repair-queries.js';
import { readRepairsFile } from './repairs-file.js';

/** The bytes of a CSV with the columns number, what, urgency, receivedAt and respondedAt. A dry run writes nothing. */
export interface ImportRepairLogRequest {
  readonly file: Uint8Array;
  readonly dryRun: boolean;
}

/** What the list brought, or would bring: new requests, answers to known ones, and what was there before. */
export type RepairsImported = { readonly dryRun: boolean; readonly added: number; readonly answered: number; readonly unchanged: number };

interface Plan {
  readonly added: readonly StatedRepair[];
  readonly answered: readonly (StatedRepair & { readonly respondedAt: Instant })[];
  readonly unchanged: number;
}

/** Takes the firm's list of requests in, all of it or nothing. The same list again adds nothing: requests are told apart by their numbers, and what stands is not changed by a list. */
@Injectable()
export class ImportRepairLog {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly ledger: LedgerService,
    private readonly repairs: RepairQueries,
    private readonly log: RepairLog,
  ) {}

  /** @throws NOT_ALLOWED LOG_FILE… REPAIR_TWICE REPAIR_NUMBER_OURS REPAIR_DIFFERS CONTRACT_NONE REPAIR_COUNTED, and what assertRepair throws */
  async execute(context: CommandContext, { file, dryRun }: ImportRepairLogRequest): Promise<Outcome<RepairsImported>> {
    const { actor } = context;
    assertAllowed(actor, 'repair.respond');
    const stated = readRepairsFile(file);
    if (dryRun) {
      const plan = await this.unitOfWork.read(actor.communityId, (tx) => this.plan(tx, actor, stated));
      return { value: summaryOf(plan, true), replayed: false };
    }
    const source = sha256Hex(file);
    return this.unitOfWork.once({ context, command: 'ImportRepairLog', request: { file: source } }, async (tx) => {
      await this.ledger.lock(tx);
      const plan = await this.plan(tx, actor, stated);
      await together([this.log.add(tx, actor, plan.added, source), this.log.answer(tx, actor, plan.answered)]);
      return summaryOf(plan, false);
    });
  }

  private async plan(tx: Tx, actor: Actor, stated: readonly StatedRepair[]): Promise<Plan> {
    const numbers = stated.map(({ number }) => number);
    const seen = new Set<string>();
    const twice = numbers.find((number) => seen.size === seen.add(number).size);
    if (twice !== undefined) throw new DomainError('REPAIR_TWICE', { field: 'file', number: twice.slice(0, 40) });
    const known = new Map((await this.repairs.byNumbers(tx, numbers)).map((repair) => [repair.number, repair]));
    const added = stated.filter(({ number }) => !known.has(number));
    refuseOwn(stated, added);
    const answered = stated.flatMap((repair) => {
      const before = known.get(repair.number);
      if (!before) return [];
      refuseOther(before, repair);
      return before.respondedAt === null && repair.respondedAt !== null ? [{ ...repair, respondedAt: repair.respondedAt }] : [];
    });
    await this.log.refuseUnlessOpen(tx, actor, [...added, ...answered]);
    return { added, answered, unchanged: stated.length - added.length - answered.length };
  }
}

/** A list may answer what was written down one by one, and adds nothing under a number of that form: the next number is ours. @throws REPAIR_NUMBER_OURS */
function refuseOwn(stated: readonly StatedRepair[], added: readonly StatedRepair[]): void {
  const own = added.find(({ number }) => isOwnNumber(number));
  if (own) throw new DomainError('REPAIR_NUMBER_OURS', { field: 'file', line: stated.indexOf(own) + FIRST_LINE, number: own.number.slice(0, 40) });
}

/** @throws REPAIR_DIFFERS */
function refuseOther(before: RepairView, { number, what, urgency, receivedAt, respondedAt }: StatedRepair): void {
  const same = before.what === what && before.urgency === urgency && before.receivedAt === receivedAt;
  const kept = before.respondedAt === null || respondedAt === before.respondedAt;
  if (!same || !kept) throw new DomainError('REPAIR_DIFFERS', { field: 'file', number });
}

function summaryOf({ added, answered, unchanged }: Plan, dryRun: boolean): RepairsImported {
  return { dryRun, added: added.length, answered: answered.length, unchanged };
}
