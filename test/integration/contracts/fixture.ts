import { readFileSync } from 'node:fs';
import { businessDate, type BusinessDate, type CommunityId, type OrganisationId, type PersonId, type Role } from '../../../src/kernel/index.js';
import {
  ChangePayeeAccount,
  ContractQueries,
  PayeeAccounts,
  PayeeQueries,
  RecordSubstitution,
  RegisterPayee,
  RegisterPayeeAccount,
  SignContract,
  SubstitutionQueries,
  type ContractTermsJson,
  type SignContractRequest,
} from '../../../src/modules/contracts/index.js';
import { LedgerService } from '../../../src/modules/ledger/index.js';
import { loadSettings } from '../../../src/platform/config/index.js';
import type { CommandContext } from '../../../src/platform/database/index.js';
import type { TestDatabase } from '../../support/database.js';
import { identityOn } from '../identity/fixture.js';

const demo = JSON.parse(readFileSync('demo/contract.json', 'utf8')) as {
  terms: ContractTermsJson;
  payeeAccount: { bankName: string; accountNo: string; accountName: string };
};

const { gates: _gates, ...demoTermsWithoutGates } = demo.terms;
const { signature: _signature, ...decidedBySession } = demo.terms.approvalPolicy;
/** The terms of the demo's contract: COLLECTED, a fifth at risk, six bands; no gate beyond those of every contract, and decisions that rest on sessions. */
export const demoTerms: ContractTermsJson = { ...demoTermsWithoutGates, approvalPolicy: decidedBySession };
/** The same, with every gate that a contract may ask for. */
export const demoTermsWithGates: ContractTermsJson = { ...demoTerms, gates: { budget: true, invoice: true, reconciledWithinDays: 31 } };
/** The same with signed decisions, as the demo has them. */
export const signedTerms: ContractTermsJson = { ...demoTerms, approvalPolicy: { ...decidedBySession, signature: 'SIGNED' } };
export const demoPayeeAccount = demo.payeeAccount;

export interface Party {
  readonly personId: PersonId;
  readonly organisationId: OrganisationId;
}

/** A compound with its parties: the firm, the residents' committee, the centre and the street, each with one person in its role. */
export interface Compound {
  readonly communityId: CommunityId;
  readonly firm: Party;
  readonly community: Party;
  readonly centre: Party;
  readonly street: Party;
}

/** The commands and queries of the module on a test's database, and a short way to a compound with parties. */
export function contractsOn(database: TestDatabase) {
  const { unitOfWork, clock } = database;
  const identity = identityOn(database);
  const ledger = new LedgerService();
  const contracts = new ContractQueries();
  const payeeAccounts = new PayeeAccounts(ledger, clock);
  const substitutions = new SubstitutionQueries(identity.parties);
  const party = async (communityId: CommunityId, role: Role, days: { from?: BusinessDate; to?: BusinessDate | null } = {}): Promise<Party> => {
    const [personId, organisationId] = [await identity.newPerson(), await identity.newOrganisation(role === 'BOOKKEEPER' ? 'AGENCY' : role)];
    await identity.join({ personId, organisationId, communityId, role, ...days });
    return { personId, organisationId };
  };
  return {
    ...identity,
    ledger,
    contracts,
    substitutions,
    party,
    signContract: new SignContract(unitOfWork, identity.parties, ledger, substitutions, clock, loadSettings({}, 'postgres://test')),
    registerPayeeAccount: new RegisterPayeeAccount(unitOfWork, ledger, payeeAccounts, substitutions, clock),
    registerPayee: new RegisterPayee(unitOfWork, ledger, payeeAccounts),
    changePayeeAccount: new ChangePayeeAccount(unitOfWork, ledger, payeeAccounts),
    payees: new PayeeQueries(),
    recordSubstitution: new RecordSubstitution(unitOfWork, identity.parties, substitutions, ledger, clock),
    /** The street confirms that the residents' committee stands in for a missing committee. */
    async standIn({ communityId, street, community }: Compound, days: { from?: BusinessDate; to?: BusinessDate | null } = {}): Promise<void> {
      const request = { ground: 'NO_COMMITTEE' as const, legalBasis: '第二十三条', organisationId: community.organisationId };
      await new RecordSubstitution(unitOfWork, identity.parties, substitutions, ledger, clock).execute(contextIn(communityId, street, 'STREET'), {
        ...request,
        from: clock.today(),
        to: null,
        ...days,
      });
    },
    async newCompound(): Promise<Compound> {
      const communityId = await identity.newCommunity();
      return {
        communityId,
        firm: await party(communityId, 'FIRM'),
        community: await party(communityId, 'COMMUNITY'),
        centre: await party(communityId, 'CENTRE'),
        street: await party(communityId, 'STREET'),
      };
    },
  };
}

/** Somebody of a party in a role, as the guard of the HTTP application would find them. */
export function contextIn(communityId: CommunityId, party: Party, role: Role, key: string | null = null): CommandContext {
  return { actor: { ...party, communityId, roles: [role] }, idempotencyKey: key };
}

/** The demo's contract with another firm, and what a test changes. */
export function contractOf(compound: Compound, change: Partial<SignContractRequest> = {}): SignContractRequest {
  return {
    number: 'RYXC-WY-2024-01',
    firmId: compound.firm.organisationId,
    signedOn: businessDate('2023-12-20'),
    from: businessDate('2024-01-01'),
    to: businessDate('2026-12-31'),
    terms: demoTerms,
    ...change,
  };
}
