import { sqlInvariant, type Invariant } from '../../../platform/database/index.js';

/** Parts of one person in the compound $1 that share a day, of which a rule is a condition over `a` and `b`. */
function neverTogether(name: string, what: string, condition: string): Invariant {
  const sql = `select format('memberships %s and %s: person %s ${what}', a.id, b.id, a.person_id) as violation from mingbai.membership a
    join mingbai.membership b on b.community_id = $1 and b.person_id = a.person_id and b.id > a.id and daterange(a.from_on, a.to_on, '[]') && daterange(b.from_on, b.to_on, '[]')
    where a.community_id = $1 and ${condition}`;
  return sqlInvariant(name, sql);
}

/** What must hold of those who act in a compound; violations name ids, never people. */
export const identityInvariants: readonly Invariant[] = [
  neverTogether(
    'bookkeeper and cashier are two persons',
    'keeps books and cash on the same days',
    `a.role in ('BOOKKEEPER', 'CASHIER') and b.role in ('BOOKKEEPER', 'CASHIER')`,
  ),
  neverTogether(
    'nobody acts for two organisations at once',
    'acts for two organisations on the same days',
    `a.role <> 'OWNER' and b.role <> 'OWNER' and a.organisation_id <> b.organisation_id`,
  ),
];
