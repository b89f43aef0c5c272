import { sqlInvariant, type Invariant, type Tx } from '../../../platform/database/index.js';
import { admittedBefore, SignedDecisions } from './signed-decisions.js';

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
    'I10 a key that signs is refused by nobody, and confirmed by nobody whose own word, or that of two parties, was against it',
    `select format('key %s was refused by %s while it signed', x.key_id, f.organisation_id) as violation from mingbai.key_refusal f
     join mingbai.key_admission x on x.community_id = $1 and x.id = f.admission_id where f.community_id = $1 and ${admittedBefore('f.id')}
     union all select format('key %s was refused, and then confirmed by %s', x.key_id, c.organisation_id) from mingbai.key_confirmation c
     join mingbai.key_admission x on x.community_id = $1 and x.id = c.admission_id
     where c.community_id = $1 and exists (
       select from mingbai.key_refusal f where f.community_id = $1 and f.admission_id = x.id and f.id < c.id
       having count(*) >= 2 and bool_or(f.role in ('COMMITTEE', 'COMMUNITY', 'CENTRE')) or bool_or(f.organisation_id = c.organisation_id or f.person_id = c.person_id))`,
  ),
];
