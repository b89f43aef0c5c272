import type { INestApplicationContext } from '@nestjs/common';
import type { Command } from 'commander';
import { assertAllowed, Clock, DomainError, type Permission } from '../kernel/index.js';
import { CommunityQueries } from '../modules/communities/index.js';
import { IdentityQueries } from '../modules/identity/index.js';
import type { CommandContext, Outcome } from '../platform/database/index.js';
import { print } from './output.js';
import { withApp } from './with-app.js';

type Act<Options> = (app: INestApplicationContext, context: CommandContext, options: Options) => Promise<Outcome<object>>;

/** Who a command acts for: the operator has no business rights, so each command that writes names a person of the compound. */
export interface ActingOptions {
  readonly community: string;
  readonly as: string;
}

/** The person as actor in the compound. @throws NOT_FOUND without a part in it */
export async function contextOf(app: INestApplicationContext, options: ActingOptions): Promise<CommandContext> {
  const community = await app.get(CommunityQueries).bySlug(options.community);
  const identity = app.get(IdentityQueries);
  const person = await identity.byLogin(options.as);
  const actor = await identity.actorOf(person.id, community.id, app.get(Clock).today());
  if (!actor) throw new DomainError('NOT_FOUND');
  return { actor, idempotencyKey: null };
}

/** A command that one of the compound's people gives. */
export function acting<Options extends ActingOptions>(command: Command, permission: Permission, act: Act<Options>): void {
  asPerson(command).action((options: Options) => runAs(command, permission, (app, context) => act(app, context, options)));
}

export function asPerson(command: Command): Command {
  return command.requiredOption('--community <slug>').requiredOption('--as <login>', 'the person in whose name this is done');
}

/** Does it in that person's name, who needs the permission, and prints what came of it. */
export async function runAs(
  command: Command,
  permission: Permission,
  act: (app: INestApplicationContext, context: CommandContext) => Promise<Outcome<object>>,
): Promise<void> {
  const outcome = await withApp(async (app) => {
    const context = await contextOf(app, command.opts<ActingOptions & object>());
    assertAllowed(context.actor, permission);
    return act(app, context);
  });
  print(command, outcome.value, JSON.stringify(outcome.value, null, 2));
}
