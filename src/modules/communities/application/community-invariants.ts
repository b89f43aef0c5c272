import { type Invariant, sqlInvariant } from '../../../platform/database/index.js';

/** What the tables of this module can prove about a compound. Violations name ids and codes, never owners or account numbers. */
export const communityInvariants: readonly Invariant[] = [
  sqlInvariant(
    'I28 one bank account is open on a day',
    `select format('bank accounts %s and %s were open on the same days', a.id, b.id) as violation from mingbai.bank_account a
     join mingbai.bank_account b on b.community_id = $1 and b.id > a.id and daterange(a.opened_on, a.closed_on, '[]') && daterange(b.opened_on, b.closed_on, '[]')
     where a.community_id = $1`,
  ),
  sqlInvariant(
    'a compound has a book',
    `select format('compound %s has no book', c.slug) as violation from mingbai.community c
     where c.id = $1 and not exists (select from ledger.book b where b.community_id = $1)`,
  ),
  sqlInvariant(
    'a unit has one owner on a day',
    `select distinct format('unit %s has two owners on the same days', u.code) as violation from mingbai.unit_owner a
     join mingbai.unit_owner b on b.community_id = $1 and b.unit_id = a.unit_id and b.id > a.id and daterange(a.from_on, a.to_on, '[]') && daterange(b.from_on, b.to_on, '[]')
     join mingbai.unit u on u.community_id = $1 and u.id = a.unit_id
     where a.community_id = $1`,
  ),
];
