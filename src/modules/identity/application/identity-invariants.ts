import { roles, SystemClock } from '../../../kernel/index.js';
import { sqlInvariant, type Invariant } from '../../../platform/database/index.js';
import { mustBeApart } from '../domain/membership.js';

/** Parts of one person in the compound $1 that share a day, of which a rule is a condition over `a` and `b`. */
function neverTogether(name: string, what: string, condition: string): Invariant {
  const sql = `select format('memberships %s and %s: person %s ${what}', a.id, b.id, a.person_id) as violation from mingbai.membership a
    join mingbai.membership b on b.community_id = $1 and b.person_id = a.person_id and b.id > a.id and daterange(a.from_on, a.to_on, '[]') && daterange(b.from_on, b.to_on, '[]')
    where a.community_id = $1 and ${condition}`;
  return sqlInvariant(name, sql);
}

const separate = roles.flatMap((one) => roles.filter((other) => one < other && mustBeApart(one, other)).map((other) => [one, other]));

/** A rule of parts that are not over on the real day, $2; an end that is set for later is none yet. */
function ofPartsThatHold(name: string, sql: string): Invariant {
  const held = `${sql} and coalesce(m.to_on >= $2, true)`;
  return { name, check: async (tx) => (await tx.query<{ violation: string }>(held, [tx.communityId, new SystemClock().today()])).map((row) => row.violation) };
}

/** What must hold of those who act in a compound; violations name ids, never people. */
export const identityInvariants: readonly Invariant[] = [
  neverTogether(
    'who pays, who approves, who asks and who keeps the books are different persons',
    'has duties that check one another on the same days',
    `(${separate.map((pair) => `array[a.role, b.role] @> array['${pair.join(`', '`)}']`).join(' or ')})`,
  ),
  neverTogether(
    'nobody acts for two organisations at once',
    'acts for two organisations on the same days',
    `a.role <> 'OWNER' and b.role <> 'OWNER' and a.organisation_id <> b.organisation_id`,
  ),
  ofPartsThatHold(
    'an auditor reads everything, for a time',
    `select format('membership %s: the auditor''s part from %s ends %s', id, from_on, coalesce(to_on::text, 'never')) as violation from mingbai.membership m
     where community_id = $1 and role = 'AUDITOR'
       and (to_on is null or to_on - from_on >= 366 and coalesce(to_on - (ended_at at time zone 'Asia/Shanghai')::date >= 366, true))`,
  ),
  ofPartsThatHold(
    'who keeps the books or the cash, or audits, was confirmed by another body than the one that appointed them',
    `select format('membership %s: the %s by invitation %s was confirmed by nobody else', m.id, m.role, i.id) as violation
     from mingbai.membership m join mingbai.invitation i on i.id = m.invitation_id
     where m.community_id = $1 and m.role in ('BOOKKEEPER', 'CASHIER', 'AUDITOR') and not m.began_unconfirmed
       and (i.is_confirmed is not true or i.decided_for = i.invited_for or i.decided_by = i.invited_by)`,
  ),
  sqlInvariant(
    'what stands against an appointment is said by another body than those it is about',
    `select format('invitation %s: organisation %s objects to its own appointment', i.id, n.organisation_id) as violation from mingbai.appointment_objection n
     join mingbai.invitation i on i.id = n.invitation_id
     where n.community_id = $1 and (n.organisation_id in (i.invited_for, i.organisation_id) or n.person_id in (i.invited_by, i.used_by))`,
  ),
  sqlInvariant(
    'whoever sees a unit as its owner joined by a code of that owner, and is an owner here',
    `select format('person %s sees the unit of owner %s without having joined', m.person_id, m.owner_id) as violation from mingbai.unit_member m
     where m.community_id = $1 and not (
       exists (select from mingbai.unit_code c where c.community_id = $1 and c.code_mac = m.code_mac and c.owner_id = m.owner_id and c.issued_at <= m.joined_at)
       and exists (select from mingbai.membership p where p.community_id = $1 and p.person_id = m.person_id and p.role = 'OWNER'))`,
  ),
];
