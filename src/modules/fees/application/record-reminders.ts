import { Injectable } from '@nestjs/common';
import { assertAllowed, Clock, DomainError, Money, type Id } from '../../../kernel/index.js';
import { insertRows, UnitOfWork, type CommandContext, type Outcome } from '../../../platform/database/index.js';
import { LedgerService } from '../../ledger/index.js';
import { Reminder } from '../persistence/reminder.js';
import { ArrearsQueries } from './arrears-queries.js';

/** Every unit of a building that owes, or one unit by its code. */
export type RecordRemindersRequest = { readonly building: string; readonly unit: null } | { readonly building: null; readonly unit: string };

export type RemindersRecorded = { readonly noticedOn: string; readonly units: number; readonly total: string };

/** The first notice, the second, and the letter before the court; none says more than what is owed (Civil Code 944: no cutting of water or power). */
export const REMINDER_STAGES = 3;

/** Records that notices go out today: whom they are for, what was owed, and how often it was asked for. */
@Injectable()
export class RecordReminders {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly ledger: LedgerService,
    private readonly arrears: ArrearsQueries,
  ) {}

  /** @throws NOT_ALLOWED, REMINDER_NONE when nobody named owes anything, REMINDER_TODAY when all of them had a notice today */
  async execute(context: CommandContext, { building, unit }: RecordRemindersRequest): Promise<Outcome<RemindersRecorded>> {
    assertAllowed(context.actor, 'arrears.remind');
    const noticedOn = this.clock.today();
    return this.unitOfWork.once({ context, command: 'RecordReminders', request: { building, unit } }, async (tx) => {
      await this.ledger.lock(tx);
      const owing = (await this.arrears.overdue(tx, noticedOn, building ?? undefined)).filter((one) => unit === null || one.unit.code === unit);
      if (owing.length === 0) throw new DomainError('REMINDER_NONE', { name: (building ?? unit ?? '').slice(0, 40) });
      const due = owing.filter((one) => one.lastReminder?.noticedOn !== noticedOn);
      if (due.length === 0) throw new DomainError('REMINDER_TODAY', { name: (building ?? unit ?? '').slice(0, 40), on: noticedOn });
      const firstId = await this.ledger.takeIds(tx, due.length);
      const by = { communityId: tx.communityId, noticedOn, recordedBy: context.actor.personId, recordedAt: this.clock.now() };
      const rows = due.map(({ unit: { id: unitId }, total: amount, oldestDueOn, lastReminder }, index) => {
        const goesOn = lastReminder !== null && lastReminder.noticedOn > oldestDueOn; // a notice about what is still owed
        return {
          ...by,
          id: (firstId + index) as Id<'reminder'>,
          unitId,
          amount,
          oldestDueOn,
          stage: goesOn ? Math.min(lastReminder.stage + 1, REMINDER_STAGES) : 1,
        };
      });
      await insertRows(tx, Reminder, rows);
      return { noticedOn, units: rows.length, total: Money.sum(rows.map((row) => row.amount)).toString() };
    });
  }
}
