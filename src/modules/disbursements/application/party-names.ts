import { Injectable } from '@nestjs/common';
import type { OrganisationId, PersonId } from '../../../kernel/index.js';
import type { Tx } from '../../../platform/database/index.js';
import { Parties } from '../../identity/index.js';

/** Somebody who acted; null where the bank did. */
interface Acting {
  readonly organisationId: OrganisationId | null;
  readonly personId: PersonId | null;
}

/** Names by id, empty for nobody. Names of persons are for those who work on a payout, never for the public. */
export interface Names {
  organisation(id: OrganisationId | null): string;
  person(id: PersonId | null): string;
}

/** Looks up who acted, inside the caller's transaction. */
@Injectable()
export class PartyNames {
  constructor(private readonly parties: Parties) {}

  async of(tx: Tx, acting: readonly Acting[]): Promise<Names> {
    const organisations = new Map<OrganisationId | null, string>();
    const persons = new Map<PersonId | null, string>();
    for (const { organisationId, personId } of acting) {
      if (organisationId !== null && !organisations.has(organisationId))
        organisations.set(organisationId, (await this.parties.organisation(tx, organisationId)).name);
      if (personId !== null && !persons.has(personId)) persons.set(personId, (await this.parties.person(tx, personId)).name);
    }
    return { organisation: (id) => organisations.get(id) ?? '', person: (id) => persons.get(id) ?? '' };
  }
}
