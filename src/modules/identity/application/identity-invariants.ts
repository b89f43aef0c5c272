import { roles } from '../../../kernel/index.js';
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
];
