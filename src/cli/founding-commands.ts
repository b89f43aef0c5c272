import { Option, type Command } from 'commander';
import { readFileSync } from 'node:fs';
import { businessDate, DomainError, type BusinessDate, type Role } from '../kernel/index.js';
import { OpenBankAccount } from '../modules/communities/index.js';
import {
  ContractQueries,
  RecordSubstitution,
  RegisterPayeeAccount,
  SignContract,
  substitutionGrounds,
  type SignContractRequest,
  type SubstitutionGround,
} from '../modules/contracts/index.js';
import { Parties } from '../modules/identity/index.js';
import { UnitOfWork, type CommandContext } from '../platform/database/index.js';
import { acting, type ActingOptions } from './acting-person.js';
import type { INestApplicationContext } from '@nestjs/common';

type Options<Name extends string> = ActingOptions & Readonly<Record<Name, string>>;

/** A contract as a file says it: its firm by name, the rest as SignContract takes it. */
type ContractFile = Omit<SignContractRequest, 'firmId'> & { readonly firm: string };

/** What a compound needs once, before its first bill: its account, who speaks for its owners, and the contract with its firm. */
export function foundingCommands(program: Command): void {
  acting<Options<'bank' | 'accountName' | 'number' | 'opened'>>(
    withAccount(
      program.command('account').description('the co-managed account').command('open').description('record the first co-managed account'),
    ).requiredOption('--opened <YYYY-MM-DD>'),
    'account-change.ask',
    (app, context, { bank, accountName, number, opened }) =>
      app.get(OpenBankAccount).execute(context, { bankName: bank, accountName, accountNo: number, openedOn: businessDate(opened) }),
  );
  acting<Options<'organisation' | 'legalBasis' | 'from'> & { readonly ground: SubstitutionGround; readonly to?: string }>(
    program
      .command('substitution')
      .description('who speaks for the owners while they have no committee')
      .command('record')
      .description('the street confirms that the residents committee does')
      .requiredOption('--organisation <name>')
      .addOption(new Option('--ground <ground>').choices(substitutionGrounds).makeOptionMandatory())
      .requiredOption('--legal-basis <text>')
      .requiredOption('--from <YYYY-MM-DD>')
      .option('--to <YYYY-MM-DD>', 'last day; left out: until further notice'),
    'substitution.confirm',
    async (app, context, { organisation, ground, legalBasis, from, to = null }) => {
      const first = businessDate(from);
      const organisationId = await partyOf(app, context, { role: 'COMMUNITY', name: organisation, on: first });
      return app.get(RecordSubstitution).execute(context, { organisationId, ground, legalBasis, from: first, to: to === null ? null : businessDate(to) });
    },
  );
  contractCommands(program.command('contract').description('the contract with the firm'));
}

function contractCommands(contract: Command): void {
  acting<Options<'file'>>(
    contract
      .command('sign')
      .description('record a signed contract, as demo/contract.json')
      .requiredOption('--file <path>', 'its number, firm, days and terms as JSON'),
    'contract.manage',
    async (app, context, { file }) => {
      const { number, firm, signedOn, from, to, terms } = JSON.parse(readFileSync(file, 'utf8')) as ContractFile;
      const firmId = await partyOf(app, context, { role: 'FIRM', name: firm, on: businessDate(from) });
      const days = { signedOn: businessDate(signedOn), from: businessDate(from), to: businessDate(to) };
      return app.get(SignContract).execute(context, { number, firmId, ...days, terms });
    },
  );
  acting<Options<'contract' | 'bank' | 'accountName' | 'number'>>(
    withAccount(contract.command('account').description('record the account to which the firm is paid; it rests 72 hours')).requiredOption(
      '--contract <number>',
    ),
    'contract.manage',
    async (app, context, { contract: contractNo, bank, accountName, number }) => {
      const versions = await app.get(UnitOfWork).read(context.actor.communityId, (tx) => app.get(ContractQueries).versions(tx));
      const signed = versions.find((version) => version.number === contractNo);
      if (!signed) throw new DomainError('NOT_FOUND');
      return app.get(RegisterPayeeAccount).execute(context, { contractId: signed.contractId, bankName: bank, accountNo: number, accountName });
    },
  );
}

const withAccount = (command: Command): Command =>
  command.requiredOption('--bank <name>', 'bank and branch').requiredOption('--account-name <name>').requiredOption('--number <digits>');

/** The organisation of a name that has a role in the compound on a day. @throws IDENTITY_PARTY_UNKNOWN */
async function partyOf(app: INestApplicationContext, { actor }: CommandContext, { role, name, on }: { role: Role; name: string; on: BusinessDate }) {
  const parties = await app.get(UnitOfWork).read(actor.communityId, (tx) => app.get(Parties).inRole(tx, role, on));
  const party = parties.find((each) => each.name === name || each.shortName === name);
  if (!party) throw new DomainError('IDENTITY_PARTY_UNKNOWN', { name, role, on, known: parties.map((each) => each.name).join(', ') || '–' });
  return party.id;
}
