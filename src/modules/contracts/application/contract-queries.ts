import { Injectable } from '@nestjs/common';
import {
  DomainError,
  firstDay,
  lastDay,
  periodOf,
  type AccountingPeriod,
  type BusinessDate,
  type Id,
  type Instant,
  type OrganisationId,
} from '../../../kernel/index.js';
import type { Tx } from '../../../platform/database/index.js';
import { standingSuspension, type ContractDays, type ContractStepFacts } from '../domain/contract-state.js';
import { readContractTerms, type ContractTerms, type ContractTermsJson } from '../domain/contract-terms.js';
import { PAYEE_ACCOUNT, type PayeeAccountView } from './payee-queries.js';

export type ContractId = Id<'contract'>;
export type ContractVersionId = Id<'contract_version'>;

/** A contract with one version of its terms. `from` and `to` are the contract's first and last day, `fromPeriod` the version's first month. */
export interface ContractVersionView extends ContractTerms {
  readonly contractId: ContractId;
  readonly versionId: ContractVersionId;
  readonly versionNo: number;
  readonly number: string;
  readonly firmId: OrganisationId;
  readonly from: BusinessDate;
  /** The last day that was signed. */
  readonly to: BusinessDate;
  /** The last day on which it counts as things stand: after a notice, or past `to`; null while it goes on without one. */
  readonly ends: BusinessDate | null;
  readonly fromPeriod: AccountingPeriod;
  readonly signedOn: BusinessDate;
  /** The proposal that both sides signed; null for a compound's first contract. */
  readonly proposal: string | null;
}

const VERSION = `select c.id as "contractId", v.id as "versionId", v.version_no as "versionNo", c.number, c.firm_id as "firmId", c.from_on as "from", c.to_on as "to", nullif(mingbai.contract_ends($1, c.id), date '9999-12-31') as ends,
    v.from_period as "fromPeriod", v.signed_on as "signedOn", p.number as proposal, v.terms::text as terms
  from mingbai.contract c join mingbai.contract_version v on v.community_id = $1 and v.contract_id = c.id
  left join mingbai.contract_proposal p on p.community_id = $1 and p.id = v.proposal_id
  where c.community_id = $1`;

/** A step as everybody of the compound may read it. */
export interface ContractStepView extends ContractStepFacts {
  readonly reason: string;
  readonly organisation: string;
  readonly documentSha256: string | null;
  readonly recordedAt: Instant;
}

/** What became of a contract: its days, its steps, and its newest terms. */
export interface ContractLifeView extends ContractDays {
  readonly contractId: ContractId;
  readonly number: string;
  readonly firmId: OrganisationId;
  readonly firm: string;
  readonly ends: BusinessDate | null;
  readonly terms: ContractTerms;
  readonly steps: readonly ContractStepView[];
}

const STEPS = `select s.kind, (s.recorded_at at time zone 'Asia/Shanghai')::date as "on", s.ends_on as "endsOn", s.recorded_for as "organisationId", s.reason, o.name as organisation,
    s.document_sha256 as "documentSha256", s.recorded_at as "recordedAt"
  from mingbai.contract_step s join mingbai.organisation o on o.id = s.recorded_for where s.community_id = $1 and s.contract_id = $2 order by s.id`;

type VersionRow = Omit<ContractVersionView, keyof ContractTerms> & { readonly terms: string };

/** Reads the contracts of a compound. A month has at most one version that counts for it. */
@Injectable()
export class ContractQueries {
  /** The version that counts for a month. @throws CONTRACT_NONE */
  async versionFor(tx: Tx, period: AccountingPeriod): Promise<ContractVersionView> {
    const version = await this.findVersion(tx, period);
    if (!version) throw new DomainError('CONTRACT_NONE', { period });
    return version;
  }

  /** The version that counts for a month, or null where no contract covers it. */
  async findVersion(tx: Tx, period: AccountingPeriod): Promise<ContractVersionView | null> {
    return (await this.versionsFor(tx, [period])).get(period) ?? null;
  }

  /** The version that counts for each of some months, in their order; a month that no contract covers is left out. */
  async versionsFor(tx: Tx, periods: readonly AccountingPeriod[]): Promise<Map<AccountingPeriod, ContractVersionView>> {
    const rows = await tx.query<VersionRow & { readonly period: AccountingPeriod }>(
      `select m.period, q.* from unnest($2::text[], $3::date[], $4::date[]) with ordinality m(period, first, last, place),
         lateral (${VERSION} and c.from_on <= m.first and v.from_period <= m.period and mingbai.contract_ends($1, c.id) >= m.last order by v.from_period desc limit 1) q
       order by m.place`,
      [tx.communityId, periods, periods.map(firstDay), periods.map(lastDay)],
    );
    const read = new Map<ContractVersionId, ContractVersionView>();
    return new Map(
      rows.map(({ period, ...row }) => {
        const version = read.get(row.versionId) ?? viewOf(row);
        read.set(row.versionId, version);
        return [period, version];
      }),
    );
  }

  /** Whether a contract with the firm is in force on the day. */
  async isFirmOn(tx: Tx, firmId: OrganisationId, on: BusinessDate): Promise<boolean> {
    const running = await tx.query(
      'select from mingbai.contract c where c.community_id = $1 and c.firm_id = $2 and c.from_on <= $3 and mingbai.contract_ends($1, c.id) >= $3 limit 1',
      [tx.communityId, firmId, on],
    );
    return running.length > 0;
  }

  /**
   * The version whose policy rules over what is decided on a day: the one in force, and after a contract has ended the last one, so that refunds and what stands
   * in suspense still go back. @throws CONTRACT_NONE before there is any
   */
  async policyFor(tx: Tx, on: BusinessDate): Promise<ContractVersionView> {
    const present = await this.findVersion(tx, periodOf(on));
    if (present) return present;
    const [last] = await tx.query<VersionRow>(`${VERSION} and c.from_on <= $2 and v.from_period <= $3 order by c.from_on desc, v.from_period desc limit 1`, [
      tx.communityId,
      on,
      periodOf(on),
    ]);
    if (!last) throw new DomainError('CONTRACT_NONE', { period: periodOf(on) });
    return viewOf(last);
  }

  /** What became of a contract, by its number, with its newest terms. @throws CONTRACT_UNKNOWN */
  async life(tx: Tx, number: string): Promise<ContractLifeView> {
    const [newest] = (await this.versions(tx)).filter((version) => version.number === number);
    if (!newest) throw new DomainError('CONTRACT_UNKNOWN', { number: number.slice(0, 60) });
    const { contractId, firmId, from, to, ends } = newest;
    const [firm] = await tx.query<{ name: string }>('select name from mingbai.organisation where id = $1', [firmId]);
    return { contractId, number, firmId, firm: firm?.name ?? '', from, to, ends, terms: termsOf(newest), steps: await this.steps(tx, contractId) };
  }

  /** The terms of a contract that count on a day, and before its first day those with which it begins. @throws CONTRACT_UNKNOWN */
  async termsOn(tx: Tx, number: string, on: BusinessDate): Promise<ContractTerms> {
    const versions = (await this.versions(tx)).filter((version) => version.number === number);
    const version = versions.find(({ fromPeriod }) => fromPeriod <= periodOf(on)) ?? versions.at(-1);
    if (!version) throw new DomainError('CONTRACT_UNKNOWN', { number: number.slice(0, 60) });
    return termsOf(version);
  }

  /** The steps of a contract, in the order in which they were recorded. */
  steps(tx: Tx, contractId: ContractId): Promise<ContractStepView[]> {
    return tx.query<ContractStepView>(STEPS, [tx.communityId, contractId]);
  }

  /** Why no payout to the firm goes under a contract now, or null; refunds and what is sent back are no payments under it (G6). */
  async payoutsSuspended(tx: Tx, contractId: ContractId): Promise<ContractStepView | null> {
    return standingSuspension(await this.steps(tx, contractId));
  }

  /** @throws NOT_FOUND */
  async version(tx: Tx, versionId: ContractVersionId): Promise<ContractVersionView> {
    const [row] = await tx.query<VersionRow>(`${VERSION} and v.id = $2`, [tx.communityId, versionId]);
    if (!row) throw new DomainError('NOT_FOUND');
    return viewOf(row);
  }

  /** Every version of every contract, the latest first. */
  async versions(tx: Tx): Promise<ContractVersionView[]> {
    const rows = await tx.query<VersionRow>(`${VERSION} order by c.from_on desc, v.version_no desc`, [tx.communityId]);
    return rows.map((row) => viewOf(row));
  }

  /** The account that stood on a contract at a moment (I12), or null while there was none. How long it has stood is for the payer to judge. */
  async payeeAccount(tx: Tx, contractId: ContractId, at: Instant): Promise<PayeeAccountView | null> {
    const [account] = await tx.query<PayeeAccountView>(
      `${PAYEE_ACCOUNT} and a.payee_id = (select id from mingbai.payee p where p.community_id = $1 and p.contract_id = $2) and a.registered_at <= $3 order by a.version desc limit 1`,
      [tx.communityId, contractId, at],
    );
    return account ?? null;
  }
}

/** The terms alone of a version. */
export function termsOf(view: ContractVersionView): ContractTerms {
  const {
    contractId: _c,
    versionId: _v,
    firmId: _f,
    number: _n,
    from: _a,
    to: _b,
    ends: _e,
    versionNo: _o,
    fromPeriod: _p,
    signedOn: _s,
    proposal: _h,
    ...terms
  } = view;
  return terms;
}

function viewOf({ terms, ...head }: VersionRow): ContractVersionView {
  return { ...head, ...termsOfText(terms) };
}

/** Terms by their text: a command reads those of its contract up to thirty times. */
const known = new Map<string, ContractTerms>();
const KNOWN_MAX = 500;

function termsOfText(text: string): ContractTerms {
  const terms = known.get(text) ?? readContractTerms(JSON.parse(text) as ContractTermsJson);
  if (known.size >= KNOWN_MAX) known.clear();
  known.set(text, terms);
  return terms;
}
