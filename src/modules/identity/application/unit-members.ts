import { Injectable } from '@nestjs/common';
import type { BusinessDate, Instant, PersonId } from '../../../kernel/index.js';
import type { Tx } from '../../../platform/database/index.js';
import type { UnitId } from '../../communities/index.js';

/** A unit that a person owns, and since when: what was before is the business of whoever owned it then. */
export interface OwnUnit {
  readonly unitId: UnitId;
  readonly code: string;
  readonly label: string;
  readonly from: BusinessDate;
}

/** A unit with an owner, for whom a code can be issued. */
export interface OwnerToJoin {
  readonly ownerId: number;
  readonly unitId: UnitId;
  readonly code: string;
  readonly label: string;
  readonly hasCode: boolean;
  readonly members: number;
}

/** A unit that a household saw until somebody made a new letter for it, with which they join again. */
export interface EndedView {
  readonly label: string;
  readonly organisation: string;
  readonly at: Instant;
}

/** Who joined by a letter that nobody has ended by a new one: that ends the older one and what was seen by it. */
const MEMBERS = `mingbai.unit_member m join mingbai.unit_code j on j.community_id = $1 and j.code_mac = m.code_mac`;
const JOINED = `${MEMBERS} and j.revoked_by is null`;

/** Who joined for which unit. It holds while the same owner has it, and until a new letter is made for it. */
@Injectable()
export class UnitMembers {
  unitsOf(tx: Tx, personId: PersonId): Promise<OwnUnit[]> {
    return tx.query<OwnUnit>(
      `select distinct u.id as "unitId", u.code, u.label, o.from_on as "from" from ${JOINED}
       join mingbai.unit_owner o on o.community_id = $1 and o.id = m.owner_id and o.to_on is null join mingbai.unit u on u.community_id = $1 and u.id = o.unit_id
       where m.community_id = $1 and m.person_id = $2 order by u.id`,
      [tx.communityId, personId],
    );
  }

  /** What the person saw until a new letter was made for it and they have not joined again, in the order of units. */
  endedFor(tx: Tx, personId: PersonId): Promise<EndedView[]> {
    return tx.query<EndedView>(
      `select distinct on (u.id) u.label, f.short_name as organisation, j.revoked_at as at from ${MEMBERS} and j.revoked_by is not null
       join mingbai.unit_owner o on o.community_id = $1 and o.id = m.owner_id and o.to_on is null join mingbai.unit u on u.community_id = $1 and u.id = o.unit_id
       join mingbai.organisation f on f.id = j.revoked_for
       where m.community_id = $1 and m.person_id = $2
         and not exists (select from mingbai.unit_member n join mingbai.unit_code c on c.community_id = $1 and c.code_mac = n.code_mac and c.revoked_by is null
           where n.community_id = $1 and n.person_id = $2 and n.owner_id = m.owner_id)
       order by u.id, j.revoked_at desc`,
      [tx.communityId, personId],
    );
  }

  /** Every unit that has an owner, in the order of units. */
  owners(tx: Tx, today: BusinessDate): Promise<OwnerToJoin[]> {
    return tx.query<OwnerToJoin>(
      `select o.id as "ownerId", u.id as "unitId", u.code, u.label,
         exists (select from mingbai.unit_code c where c.community_id = $1 and c.owner_id = o.id and c.revoked_at is null and c.expires_on >= $2) as "hasCode",
         (select count(distinct m.person_id)::int from ${JOINED} where m.community_id = $1 and m.owner_id = o.id) as members
       from mingbai.unit_owner o join mingbai.unit u on u.community_id = $1 and u.id = o.unit_id
       where o.community_id = $1 and o.to_on is null order by u.id`,
      [tx.communityId, today],
    );
  }
}
