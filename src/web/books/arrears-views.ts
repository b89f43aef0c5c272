import { Injectable } from '@nestjs/common';
import { Clock, isAllowed, Money, type Actor } from '../../kernel/index.js';
import { BankAccountQueries, maskedName, paymentReference } from '../../modules/communities/index.js';
import { arrearsByBuilding, ArrearsQueries, type UnitArrears } from '../../modules/fees/index.js';
import type { Tx } from '../../platform/database/index.js';
import { DeskFrames } from '../desk/desk-frames.js';
import { formSeal, type Refusal } from '../desk/form-parts.js';
import type { Visit } from '../desk/visit.js';
import type { Ages, ArrearsUnit, ArrearsView, NoticesView } from './arrears-page.js';

/** An owner's name as a person may see it. */
export function nameFor({ roles }: Actor): (name: string) => string {
  return (name) => (isAllowed(roles, 'unit.read-owner-name') ? name : maskedName(name));
}

/** Reads arrears for the bookkeeper's pages. */
@Injectable()
export class ArrearsViews {
  constructor(
    private readonly clock: Clock,
    private readonly frames: DeskFrames,
    private readonly arrears: ArrearsQueries,
    private readonly bankAccounts: BankAccountQueries,
  ) {}

  async list(tx: Tx, visit: Visit, building: string | null): Promise<ArrearsView> {
    const units = await this.arrears.overdue(tx, this.clock.today());
    return {
      frame: await this.frames.frame(tx, visit, { area: 'b', current: 'arrears' }),
      total: Money.sum(units.map((one) => one.total)).toString(),
      buildings: arrearsByBuilding(units).map((row) => ({ ...row, total: row.total.toString(), ages: agesText(row.ages) })),
      building,
      units: units.filter(({ unit }) => building === null || unit.building === building).map((one) => this.unit(visit, one)),
    };
  }

  async notices(tx: Tx, visit: Visit, page: { building: string; recorded: number | null; refusal: Refusal | null }): Promise<NoticesView> {
    const on = this.clock.today();
    const units = await this.arrears.overdue(tx, on, page.building);
    const account = (await this.bankAccounts.all(tx)).find(({ openedOn, closedOn }) => openedOn <= on && (closedOn === null || closedOn >= on));
    return {
      frame: await this.frames.frame(tx, visit, { area: 'b', current: 'arrears' }),
      ...page,
      units: units.map((one) => this.unit(visit, one)),
      account: account ? { name: account.accountName, bank: account.bankName, no: account.accountNo } : null,
      on,
      seal: formSeal(visit.session.formToken),
    };
  }

  private unit(visit: Visit, { unit, total, ages, oldestDueOn, rows, lastReminder }: UnitArrears): ArrearsUnit {
    return {
      unitCode: unit.code,
      building: unit.building,
      owner: unit.ownerName === null ? null : nameFor(visit.actor)(unit.ownerName),
      reference: paymentReference(unit),
      total: total.toString(),
      ages: agesText(ages),
      oldestDueOn,
      reminder: lastReminder && { stage: lastReminder.stage, on: lastReminder.noticedOn },
      items: rows.map(({ billId, lateFeeId, item, period, dueOn, open }) => ({ billId, lateFeeId, item, period, dueOn, open: open.toString() })),
    };
  }
}

const agesText = (ages: UnitArrears['ages']): Ages =>
  Object.fromEntries(Object.entries(ages).map(([age, amount]) => [age, amount.toString()])) as unknown as Ages;
