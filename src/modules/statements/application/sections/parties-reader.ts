import { Injectable } from '@nestjs/common';
import { together, type BusinessDate, type OrganisationId } from '../../../../kernel/index.js';
import type { Tx } from '../../../../platform/database/index.js';
import { SubstitutionQueries } from '../../../contracts/index.js';
import { Parties } from '../../../identity/index.js';
import type { CoverSection } from '../../domain/snapshot.js';

/** Reads who approves, who watches and who works, on a day. */
@Injectable()
export class PartiesReader {
  constructor(
    private readonly parties: Parties,
    private readonly substitutions: SubstitutionQueries,
  ) {}

  /** Owner side, regulator, supervisor and firm, those that there are, in this order. */
  async on(tx: Tx, day: BusinessDate, firmId: OrganisationId | null): Promise<CoverSection['parties']> {
    const [ownerSide, roles] = await together([this.substitutions.ownerSide(tx, day), this.substitutions.slotRoles(tx, day)]);
    const inSlot = async (slot: 'REGULATOR' | 'SUPERVISOR'): Promise<CoverSection['parties']> => {
      const role = roles[slot];
      const organisations = role === null ? [] : await this.parties.inRole(tx, role, day);
      return organisations.map((organisation) => ({ role: slot, organisation: organisation.name, substitute: false }));
    };
    const [regulator, supervisor, firm] = await together([
      inSlot('REGULATOR'),
      inSlot('SUPERVISOR'),
      firmId === null ? null : this.parties.organisation(tx, firmId),
    ]);
    const owners = ownerSide.organisation;
    return [
      ...(owners ? [{ role: 'OWNER_SIDE' as const, organisation: owners.name, substitute: ownerSide.substitution !== null }] : []),
      ...regulator,
      ...supervisor,
      ...(firm === null ? [] : [{ role: 'FIRM' as const, organisation: firm.name, substitute: false }]),
    ];
  }
}
