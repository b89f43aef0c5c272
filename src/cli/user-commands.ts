import type { INestApplicationContext } from '@nestjs/common';
import type { Command } from 'commander';
import { businessDate, Clock } from '../kernel/index.js';
import { CommunityQueries } from '../modules/communities/index.js';
import {
  AddMembership,
  AddOrganisation,
  AddPerson,
  DisablePerson,
  EndSecondFactor,
  IdentityQueries,
  RevokeKeys,
  SetPassword,
} from '../modules/identity/index.js';
import { print } from './output.js';
import { withApp } from './with-app.js';

type NewUser = Record<'login' | 'name' | 'organisation' | 'organisationKind' | 'community' | 'role', string> & {
  readonly from?: string;
  readonly to?: string;
};

/** The operator's commands about people: the first of each organisation, and whoever is in trouble with an account. */
export function userCommands(program: Command): void {
  const user = program.command('user').description('people');
  user
    .command('add')
    .description('add a person with a role in a compound; the password is read from the variable MINGBAI_PASSWORD')
    .requiredOption('--login <login>')
    .requiredOption('--name <name>')
    .requiredOption('--organisation <name>')
    .requiredOption('--organisation-kind <kind>')
    .requiredOption('--community <slug>')
    .requiredOption('--role <role>')
    .option('--from <YYYY-MM-DD>', 'first day of the role; today where it is left out')
    .option('--to <YYYY-MM-DD>', 'last day of the role; an AUDITOR needs one')
    .action(async (options: NewUser, command: Command) => {
      const value = await withApp((app) => addUser(app, options));
      print(command, value, `${options.login} may sign in.`);
    });
  const about = (name: string, description: string, said: string, act: (app: INestApplicationContext, login: string) => Promise<void>): void => {
    user
      .command(name)
      .description(description)
      .requiredOption('--login <login>')
      .action(async ({ login }: { login: string }, command: Command) => {
        await withApp((app) => act(app, login));
        print(command, { login }, `${login} ${said}`);
      });
  };
  const shut = (isDisabled: boolean) => async (app: INestApplicationContext, login: string) =>
    app.get(DisablePerson).execute({ personId: (await app.get(IdentityQueries).byLogin(login)).id, isDisabled });
  about('disable', 'shut a person out at once: every session ends, none begins', 'is shut out.', shut(true));
  about('enable', 'let a person in again who was shut out', 'may sign in again.', shut(false));
  about(
    'revoke-keys',
    'every passkey and signing key of a person who lost them or had them taken',
    'has no key any more and is signed in nowhere.',
    async (app, login) => void (await app.get(RevokeKeys).execute((await app.get(IdentityQueries).byLogin(login)).id)),
  );
  about(
    'reset-second-factor',
    'for a person who lost phone and codes: see their papers first',
    'signs in by password alone until a second factor is turned on again.',
    async (app, login) => app.get(EndSecondFactor).execute((await app.get(IdentityQueries).byLogin(login)).id),
  );
}

async function addUser(app: INestApplicationContext, options: NewUser): Promise<object> {
  const community = await app.get(CommunityQueries).bySlug(options.community);
  const organisation = await app
    .get(AddOrganisation)
    .execute({ name: options.organisation, shortName: options.organisation.slice(0, 20), kind: options.organisationKind });
  const { value } = await app.get(AddPerson).execute({ login: options.login, name: options.name });
  const from = options.from === undefined ? app.get(Clock).today() : businessDate(options.from);
  const to = options.to === undefined ? null : businessDate(options.to);
  const password = process.env['MINGBAI_PASSWORD'] ?? '';
  await app.get(SetPassword).execute({ personId: value.personId, password });
  await app.get(AddMembership).execute({ ...value, ...organisation.value, communityId: community.id, role: options.role, from, to });
  return value;
}
