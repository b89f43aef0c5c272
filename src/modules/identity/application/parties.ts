import { Injectable } from '@nestjs/common';
import { DomainError, type BusinessDate, type OrganisationId, type PersonId, type Role } from '../../../kernel/index.js';
import type { SharedTx, Tx } from '../../../platform/database/index.js';
import type { OrganisationView } from '../domain/organisation.js';
import type { PersonView } from '../domain/person.js';

/** Persons and organisations read inside a caller's own transaction, so that a command needs no second connection. */
@Injectable()
export class Parties {
  /** @throws NOT_FOUND */
  async organisation(tx: Tx | SharedTx, id: OrganisationId): Promise<OrganisationView> {
    const [found] = await tx.query<OrganisationView>('select id, name, short_name as "shortName", kind from mingbai.organisation where id = $1', [id]);
    if (!found) throw new DomainError('NOT_FOUND');
    return found;
  }

  /** @throws NOT_FOUND */
  async person(tx: Tx | SharedTx, id: PersonId): Promise<PersonView> {
    const [found] = await tx.query<PersonView>('select id, login, name from mingbai.person where id = $1', [id]);
    if (!found) throw new DomainError('NOT_FOUND');
    return found;
  }

  /** The organisations that act in a role in the transaction's compound on a day, in the order of their memberships. */
  inRole(tx: Tx, role: Role, on: BusinessDate): Promise<OrganisationView[]> {
    return tx.query<OrganisationView>(
      `select o.id, o.name, o.short_name as "shortName", o.kind from mingbai.organisation o
       join (select organisation_id, min(id) as first from mingbai.membership
         where community_id = $1 and role = $2 and from_on <= $3 and (to_on is null or to_on >= $3) group by organisation_id) m on m.organisation_id = o.id
       order by m.first`,
      [tx.communityId, role, on],
    );
  }
}
