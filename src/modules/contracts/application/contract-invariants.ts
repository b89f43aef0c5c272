import { DomainError } from '../../../kernel/index.js';
import { type Invariant, sqlInvariant } from '../../../platform/database/index.js';
import { contractStateOn } from '../domain/contract-state.js';
import { changesPresent, CONTRACT_TEXT, resolutionsFor, termsBase, type TermsBase } from '../domain/contract-text.js';
import { contractTermsJson, readContractTerms, type ContractTermsJson } from '../domain/contract-terms.js';
import { ContractQueries } from './contract-queries.js';

/** A version that both sides signed by a text that names its base, with the terms before it and the kind of the resolution behind it. */
interface SignedTerms {
  readonly number: string;
  readonly versionNo: number;
  readonly base: TermsBase | null;
  readonly terms: ContractTermsJson;
  readonly before: ContractTermsJson | null;
  readonly resolution: string | null;
}

const SIGNED_TERMS = `select c.number, v.version_no as "versionNo", t.text::jsonb -> 'base' as base, v.terms, b.terms as before, r.kind as resolution
  from mingbai.contract_version v join mingbai.contract c on c.community_id = $1 and c.id = v.contract_id
  join mingbai.contract_proposal_text t on t.community_id = $1 and t.proposal_id = v.proposal_id and t.revision = v.proposal_revision and t.text::jsonb ->> 't' = $2
  join mingbai.contract_signature s on s.community_id = $1 and s.proposal_id = v.proposal_id and s.revision = v.proposal_revision and s.side = 'OWNER_SIDE'
  left join mingbai.contract_version b on b.community_id = $1 and b.contract_id = v.contract_id and b.version_no = v.version_no - 1
  left join mingbai.resolution r on r.community_id = $1 and r.id = s.resolution_id
  where v.community_id = $1 order by v.id`;

/** Terms as a proposal hashes and compares them: a version that was stored earlier says less. Null where they cannot be read, which a check of its own tells. */
function inFull(terms: ContractTermsJson): ContractTermsJson | null {
  try {
    return contractTermsJson(readContractTerms(terms));
  } catch (error) {
    if (error instanceof DomainError) return null;
    throw error;
  }
}

function violationsOfTerms({ number, versionNo, base, resolution, ...stored }: SignedTerms): string[] {
  const [terms, before] = [inFull(stored.terms), stored.before && inFull(stored.before)];
  if (terms === null || (stored.before !== null && before === null)) return [];
  const what = `version ${versionNo} of contract ${number}`;
  const other = changesPresent({ base }, before && termsBase({ versionNo: versionNo - 1, terms: before }))
    ? []
    : [`${what} changes version ${base?.versionNo ?? 'of none'}, or other terms than those before it`];
  const kinds: readonly string[] = resolutionsFor(before, terms);
  return kinds.length === 0 || kinds.includes(resolution ?? '')
    ? other
    : [...other, `${what} rests on ${resolution ?? 'no resolution'}, not on ${kinds.join(' or ')}`];
}

/** What the contracts of a compound can prove. */
export const contractInvariants: readonly Invariant[] = [
  sqlInvariant(
    'I28 one contract is in force on a day',
    `select format('contracts %s and %s cover the same days', a.number, b.number) as violation from mingbai.contract a
     join mingbai.contract b on b.community_id = $1 and b.id > a.id and a.from_on <= mingbai.contract_ends($1, b.id) and b.from_on <= mingbai.contract_ends($1, a.id)
     where a.community_id = $1`,
  ),
  sqlInvariant(
    'a quarter has one contract',
    `select format('contracts %s and %s share a quarter', a.number, b.number) as violation from mingbai.contract a
     join mingbai.contract b on b.community_id = $1 and b.id > a.id and date_trunc('quarter', a.from_on) <= date_trunc('quarter', mingbai.contract_ends($1, b.id))
       and date_trunc('quarter', b.from_on) <= date_trunc('quarter', mingbai.contract_ends($1, a.id)) where a.community_id = $1`,
  ),
  {
    name: 'every step of a contract could be taken on its day',
    check: async (tx) => {
      const violations: string[] = [];
      const contracts = new ContractQueries();
      const known = await tx.query<{ number: string }>('select number from mingbai.contract where community_id = $1 order by id', [tx.communityId]);
      for (const { number } of known) {
        const life = await contracts.life(tx, number).catch(() => null);
        if (life === null) continue; // terms that cannot be read are told by a check of their own
        for (const [place, step] of life.steps.entries()) {
          const before = life.steps.slice(0, place);
          const state = contractStateOn(life, before, step.on);
          if ((state === 'CLOSED' && step.kind !== 'RESUMED') || (state === 'HANDOVER' && !['CLOSED', 'SUSPENDED', 'RESUMED'].includes(step.kind)))
            violations.push(`contract ${number}: ${step.kind} on ${step.on}, when it was ${state}`);
        }
      }
      return violations;
    },
  },
  sqlInvariant(
    'no payouts stay suspended under a closed contract',
    `select format('contract %s is closed and payouts under it are suspended', c.number) as violation from mingbai.contract c where c.community_id = $1
       and exists (select from mingbai.contract_step s where s.community_id = $1 and s.contract_id = c.id and s.kind = 'CLOSED')
       and (select s.kind from mingbai.contract_step s where s.community_id = $1 and s.contract_id = c.id and s.kind in ('SUSPENDED', 'RESUMED') order by s.id desc limit 1) = 'SUSPENDED'`,
  ),
  sqlInvariant(
    'the steps of a contract follow each other, none years ahead',
    `select format('step %s of contract %s was taken at %s, before %s', s.kind, c.number, s.recorded_at, s.earlier) as violation from (
       select s.contract_id, s.kind, s.recorded_at, lag(s.recorded_at) over (partition by s.contract_id order by s.id) as earlier from mingbai.contract_step s where s.community_id = $1) s
     join mingbai.contract c on c.community_id = $1 and c.id = s.contract_id where s.recorded_at < s.earlier
     union all
     select format('step %s of contract %s is dated %s', s.kind, c.number, s.recorded_at) from mingbai.contract_step s join mingbai.contract c on c.community_id = $1 and c.id = s.contract_id
     where s.community_id = $1 and s.recorded_at > greatest(c.to_on, (select max(e.recorded_at) from ledger.entry e where e.community_id = $1)) + interval '2 years'`,
  ),
  sqlInvariant(
    'the owners agree to a text after it was written',
    `select format('by %s, older than revision %s, proposal %s was signed', r.number, s.revision, p.number) as violation from mingbai.contract_signature s
     join mingbai.contract_proposal p on p.community_id = $1 and p.id = s.proposal_id
     join mingbai.contract_proposal_text t on t.community_id = $1 and t.proposal_id = s.proposal_id and t.revision = s.revision
     join mingbai.resolution r on r.community_id = $1 and r.id = s.resolution_id left join mingbai.vote v on v.community_id = $1 and v.id = r.vote_id
     where s.community_id = $1 and not s.before_confirmations
       and (coalesce(v.opened_at, r.recorded_at) < t.written_at or r.decided_on < (t.written_at at time zone 'Asia/Shanghai')::date)`,
  ),
  sqlInvariant(
    'the terms of a contract change between quarters',
    `select format('version %s of contract %s begins in %s', v.version_no, v.contract_id, v.from_period) as violation from mingbai.contract_version v
     where v.community_id = $1 and right(v.from_period, 2) not in ('01', '04', '07', '10') and exists (select from mingbai.contract_version o
       where o.community_id = $1 and o.contract_id = v.contract_id and o.from_period < v.from_period)`,
  ),
  sqlInvariant(
    'I28 only a first contract stands without a proposal',
    `select format('version %s of contract %s has no proposal', v.version_no, c.number) as violation from mingbai.contract_version v
     join mingbai.contract c on c.community_id = $1 and c.id = v.contract_id where v.community_id = $1 and v.proposal_id is null and not v.before_proposals
       and (v.version_no > 1 or exists (select from mingbai.contract o where o.community_id = $1 and o.id < c.id))`,
  ),
  sqlInvariant(
    'what a contract says is what both sides signed after its notice',
    `select format('version %s of contract %s is not what was signed in %s', v.version_no, c.number, p.number) as violation from mingbai.contract_version v
     join mingbai.contract c on c.community_id = $1 and c.id = v.contract_id join mingbai.contract_proposal p on p.community_id = $1 and p.id = v.proposal_id
     join mingbai.contract_proposal_text t on t.community_id = $1 and t.proposal_id = p.id and t.revision = v.proposal_revision
     where v.community_id = $1 and (v.terms <> t.text::jsonb -> 'terms' or v.from_period <> t.text::jsonb ->> 'fromPeriod' or c.number <> t.text::jsonb ->> 'number'
       or t.sha256 <> encode(sha256(convert_to(t.text, 'UTF8')), 'hex')
       or (select count(distinct s.organisation_id) from mingbai.contract_signature s join mingbai.contract_notice n on n.community_id = $1 and n.proposal_id = s.proposal_id
         and n.revision = s.revision and n.until_on < (s.signed_at at time zone 'Asia/Shanghai')::date
         where s.community_id = $1 and s.proposal_id = p.id and s.revision = v.proposal_revision and s.sha256 = t.sha256) <> 2)`,
  ),
  {
    name: 'other terms change the version before them, by a resolution of their own where the owners decide',
    check: async (tx) => (await tx.query<SignedTerms>(SIGNED_TERMS, [tx.communityId, CONTRACT_TEXT])).flatMap(violationsOfTerms),
  },
  sqlInvariant(
    'by a resolution the owners agree to one proposal',
    `select format('resolution %s stands behind %s proposals', r.number, count(distinct s.proposal_id)) as violation from mingbai.contract_signature s
     join mingbai.resolution r on r.community_id = $1 and r.id = s.resolution_id where s.community_id = $1
       and not exists (select from mingbai.contract_withdrawal w where w.community_id = $1 and w.proposal_id = s.proposal_id)
       and exists (select from mingbai.contract_proposal_text t where t.community_id = $1 and t.proposal_id = s.proposal_id and t.revision = s.revision and t.text::jsonb ->> 't' = 'mingbai.contract/2')
     group by r.number having count(distinct s.proposal_id) > 1`,
  ),
  sqlInvariant(
    'contract proposals are counted without gap, each with a text',
    `select format('proposal %s is number %s', number, place) as violation from (
       select number, number_no, row_number() over (order by number_no) as place from mingbai.contract_proposal where community_id = $1) p where number_no <> place
     union all
     select format('proposal %s has no text', number) from mingbai.contract_proposal p where p.community_id = $1
       and not exists (select from mingbai.contract_proposal_text t where t.community_id = $1 and t.proposal_id = p.id and t.revision = 1)`,
  ),
  sqlInvariant(
    'every contract has terms from its first month',
    `select format('contract %s has no version for its first month', c.number) as violation from mingbai.contract c where c.community_id = $1
       and not exists (select from mingbai.contract_version v where v.community_id = $1 and v.contract_id = c.id and v.from_period = to_char(c.from_on, 'YYYY-MM'))`,
  ),
  {
    name: 'the terms of every contract version can be computed and carried out',
    check: async (tx) => {
      const versions = await tx.query<{ id: number; terms: ContractTermsJson }>('select id, terms from mingbai.contract_version where community_id = $1', [
        tx.communityId,
      ]);
      return versions.flatMap(({ id, terms }) => {
        try {
          readContractTerms(terms);
          return [];
        } catch (error) {
          if (error instanceof DomainError) return [`contract version ${id}: ${error.message}`];
          throw error;
        }
      });
    },
  },
  sqlInvariant(
    'versions of a payee account are counted without gap',
    `select format('payee %s: account version %s is number %s', payee_id, version, place) as violation from (
       select payee_id, version, row_number() over (partition by payee_id order by version) as place from mingbai.payee_account where community_id = $1) v where version <> place`,
  ),
  sqlInvariant(
    'payees are counted without gap, and each has an account',
    `select format('payee %s is number %s', number, place) as violation from (
       select number, number_no, row_number() over (order by number_no) as place from mingbai.payee where community_id = $1) p where number_no <> place
     union all
     select format('payee %s has no account', number) from mingbai.payee p where p.community_id = $1
       and not exists (select from mingbai.payee_account a where a.community_id = $1 and a.payee_id = p.id)`,
  ),
  sqlInvariant(
    'I30 no two substitutions hold on a day',
    `select format('substitutions %s and %s cover the same days', a.id, b.id) as violation from mingbai.substitution a
     join mingbai.substitution b on b.community_id = $1 and b.id > a.id and daterange(a.from_on, a.to_on, '[]') && daterange(b.from_on, b.to_on, '[]') where a.community_id = $1`,
  ),
];
