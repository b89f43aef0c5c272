import { Injectable } from '@nestjs/common';
import type { Instant, OrganisationId, PersonId } from '../../../kernel/index.js';
import { Parties } from '../../../modules/identity/index.js';
import { ReopeningQueries, type OpenAgain } from '../../../modules/settlement/index.js';
import { StatementQueries, type StatementPeriod } from '../../../modules/statements/index.js';
import type { Tx } from '../../../platform/database/index.js';
import type { ReopeningRow } from './reopening-parts.js';

/** Reads reopenings for those who ask and those who agree. */
@Injectable()
export class ReopeningViews {
  constructor(
    private readonly parties: Parties,
    private readonly reopenings: ReopeningQueries,
    private readonly statements: StatementQueries,
  ) {}

  async read(tx: Tx): Promise<{ rows: ReopeningRow[]; open: OpenAgain | null; outdated: StatementPeriod[] }> {
    const rows: ReopeningRow[] = [];
    for (const { number, month, reason, expiresAt, state, ...who } of await this.reopenings.all(tx)) {
      const { proposedBy, proposedFor, proposedAt, confirmedBy, confirmedFor, confirmedAt } = who;
      const asked = await this.word(tx, proposedBy, proposedFor, proposedAt);
      const agreed = confirmedBy === null || confirmedFor === null || confirmedAt === null ? null : await this.word(tx, confirmedBy, confirmedFor, confirmedAt);
      rows.push({ number, month, reason, expiresAt, state, asked, agreed });
    }
    return { rows, open: await this.reopenings.open(tx), outdated: await this.statements.outdated(tx) };
  }

  private async word(tx: Tx, person: PersonId, organisation: OrganisationId, at: Instant): Promise<ReopeningRow['asked']> {
    return { organisation: (await this.parties.organisation(tx, organisation)).shortName, person: (await this.parties.person(tx, person)).name, at };
  }
}
