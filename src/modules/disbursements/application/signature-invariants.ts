import { sqlInvariant, type Invariant, type Tx } from '../../../platform/database/index.js';
import { SignedDecisions } from './signed-decisions.js';

const decisions = new SignedDecisions();

async function checkSignatures(tx: Tx): Promise<string[]> {
  const faults = (await decisions.of(tx, 0)).filter(({ fault }) => fault !== null);
  return faults.map(({ number, slot, decision, fault }) => `${number}: the ${decision} of ${slot} is not signed as it should be (${fault})`);
}

/** What signatures can prove (decision 0013), from the stored bytes alone. */
export const signatureInvariants: readonly Invariant[] = [
  { name: 'I11 what a contract wants signed is signed, over what was decided, by a key that others had admitted', check: checkSignatures },
  sqlInvariant(
    'I10 keys are confirmed by other persons and organisations than their own',
    `select format('key %s was confirmed by %s for %s', a.key_id, c.person_id, c.organisation_id) as violation from mingbai.key_confirmation c
     join mingbai.key_admission a on a.community_id = $1 and a.id = c.admission_id
     where c.community_id = $1 and (c.organisation_id = a.organisation_id or c.person_id = a.person_id)`,
  ),
  sqlInvariant(
    'I10 a key that two parties refused is confirmed by nobody after that, and did not sign before',
    `with said as (
       select admission_id, id, count(*) over w as words, bool_or(role in ('COMMITTEE', 'COMMUNITY', 'CENTRE')) over w as trusted from mingbai.key_refusal
       where community_id = $1 window w as (partition by admission_id order by id)),
     refused as (select admission_id, min(id) as id from said where words >= 2 and trusted group by admission_id)
     select format('key %s was refused by two parties and confirmed all the same', a.key_id) as violation from refused r
     join mingbai.key_admission a on a.community_id = $1 and a.id = r.admission_id
     where (select count(*) >= 2 or bool_or(c.id > r.id) from mingbai.key_confirmation c where c.community_id = $1 and c.admission_id = a.id)`,
  ),
];
