import { Injectable } from '@nestjs/common';
import { Clock, dateOf, DomainError, periodOf, quarterOf, together, type Actor, type Instant } from '../../../kernel/index.js';
import type { Tx } from '../../../platform/database/index.js';
import { ContractQueries } from '../../contracts/index.js';
import { assertRepair, quarterOfRepair, type StatedRepair } from '../domain/repair-log.js';
import { RepairQueries } from './repair-queries.js';

/** Writes to the log of repairs inside a command's own transaction, which holds the lock of the book. */
@Injectable()
export class RepairLog {
  constructor(
    private readonly repairs: RepairQueries,
    private readonly contracts: ContractQueries,
    private readonly clock: Clock,
  ) {}

  /** @throws NOT_ALLOWED for a firm of another contract, CONTRACT_NONE, REPAIR_COUNTED, and what assertRepair throws */
  async refuseUnlessOpen(tx: Tx, actor: Actor, repairs: readonly StatedRepair[]): Promise<void> {
    for (const repair of repairs) assertRepair(repair, this.clock.now());
    const periods = [...new Set(repairs.map(({ receivedAt }) => periodOf(dateOf(receivedAt))))];
    const [versions, [counted]] = await together([this.contracts.versionsFor(tx, periods), this.repairs.counted(tx, [...new Set(periods.map(quarterOf))])]);
    for (const period of periods) {
      const version = versions.get(period);
      if (!version) throw new DomainError('CONTRACT_NONE', { period });
      if (actor.roles.includes('FIRM') && version.firmId !== actor.organisationId) throw new DomainError('NOT_ALLOWED');
    }
    if (counted !== undefined) throw new DomainError('REPAIR_COUNTED', { quarter: counted });
  }

  async add(tx: Tx, actor: Actor, repairs: readonly StatedRepair[], source: string | null): Promise<void> {
    if (repairs.length === 0) return;
    const at = this.clock.now();
    const rows = repairs.map((repair) => ({ ...repair, quarter: quarterOfRepair(repair) }));
    await tx.query(
      `insert into mingbai.repair_request (community_id, number, quarter, urgency, what, received_at, source, recorded_by, recorded_for, recorded_at, responded_at, response_by, response_for, response_recorded_at)
       select $1, r.number, r.quarter, r.urgency, r.what, r."receivedAt", $3, $4, $5, $6, r."respondedAt",
         case when r."respondedAt" is not null then $4::bigint end, case when r."respondedAt" is not null then $5::bigint end, case when r."respondedAt" is not null then $6::timestamptz end
       from jsonb_to_recordset($2) r(number text, quarter text, urgency text, what text, "receivedAt" timestamptz, "respondedAt" timestamptz)`,
      [tx.communityId, JSON.stringify(rows), source, actor.personId, actor.organisationId, at],
    );
  }

  async answer(tx: Tx, actor: Actor, answers: readonly { readonly number: string; readonly respondedAt: Instant }[]): Promise<void> {
    if (answers.length === 0) return;
    await tx.query(
      `update mingbai.repair_request q set responded_at = r."respondedAt", response_by = $3, response_for = $4, response_recorded_at = $5
       from jsonb_to_recordset($2) r(number text, "respondedAt" timestamptz) where q.community_id = $1 and q.number = r.number`,
      [tx.communityId, JSON.stringify(answers), actor.personId, actor.organisationId, this.clock.now()],
    );
  }
}
