import { Injectable } from '@nestjs/common';
import { isAllowed, type Actor, type BusinessDate } from '../../../kernel/index.js';
import { UnitOfWork } from '../../../platform/database/index.js';
import { decidesOnPart } from '../domain/invitation.js';
import type { MembershipView } from '../domain/membership.js';

/** A part that somebody has in the compound, by name; `mayEnd`: the one who asks decides who has it. */
export interface MemberView extends Pick<MembershipView, 'id' | 'organisationId' | 'role' | 'from' | 'to'> {
  readonly person: string;
  readonly organisation: string;
  readonly mayEnd: boolean;
  /** Which bodies ask for the end of a part that both have to agree to, by people who stay and for a day that is not over, while it goes on. */
  readonly endAsked: readonly { readonly organisation: string; readonly lastDay: BusinessDate }[];
  /** Who invited them, and which other body confirmed it; null: entered by the operator. */
  readonly appointment: { readonly by: Appointer; readonly confirmedBy: Appointer | null } | null;
}

/** A person who invited or confirmed, and for whom. */
interface Appointer {
  readonly person: string;
  readonly organisation: string;
}

/** Who acts in a compound. Owners are not listed: that somebody owns here is nobody's business. */
@Injectable()
export class MemberQueries {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Those whose part has not ended on the day, by organisation; to the firm its own people alone. */
  async list(actor: Actor, on: BusinessDate): Promise<MemberView[]> {
    const rows = await this.unitOfWork.read(actor.communityId, (tx) =>
      tx.query<Omit<MemberView, 'mayEnd'>>(
        `select m.id, m.organisation_id as "organisationId", m.role, m.from_on as "from", m.to_on as "to", p.name as person, o.name as organisation,
           case when i.id is not null then json_build_object('by', json_build_object('person', b.name, 'organisation', f.short_name),
             'confirmedBy', case when i.is_confirmed then json_build_object('person', c.name, 'organisation', g.short_name) end) end as appointment,
           coalesce((select json_agg(json_build_object('organisation', q.short_name, 'lastDay', q.last_day) order by q.at) from
             (select q.short_name, e.last_day, min(e.at) as at from mingbai.part_end_request e join mingbai.organisation q on q.id = e.organisation_id
              where e.community_id = $1 and e.membership_id = m.id and e.last_day >= $2
                and (m.ended_at is null or m.to_on = $2 and (m.ended_at at time zone 'Asia/Shanghai')::date < $2 and (e.at at time zone 'Asia/Shanghai')::date = $2)
                and mingbai.has_lasting_part($1, e.person_id, e.organisation_id, array[e.role], $2::date + interval '12 hours') group by 1, 2) q), '[]') as "endAsked"
         from mingbai.membership m join mingbai.person p on p.id = m.person_id join mingbai.organisation o on o.id = m.organisation_id
         left join mingbai.invitation i on i.id = m.invitation_id left join mingbai.person b on b.id = i.invited_by left join mingbai.organisation f on f.id = i.invited_for
         left join mingbai.person c on c.id = i.decided_by left join mingbai.organisation g on g.id = i.decided_for
         where m.community_id = $1 and m.role <> 'OWNER' and (m.to_on is null or m.to_on >= $2) and ($3::bigint is null or m.organisation_id = $3)
         order by o.name, m.id`,
        [tx.communityId, on, actor.roles.includes('FIRM') ? actor.organisationId : null],
      ),
    );
    return rows.map((row) => ({ ...row, mayEnd: isAllowed(actor.roles, 'member.end') && decidesOnPart(actor, row) }));
  }
}
