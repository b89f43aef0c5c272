import type { INestApplicationContext } from '@nestjs/common';
import type { Command } from 'commander';
import { randomUUID } from 'node:crypto';
import { assertAllowed, Clock, DomainError, type Actor, type Permission } from '../kernel/index.js';
import { CommunityQueries } from '../modules/communities/index.js';
import { IdentityQueries } from '../modules/identity/index.js';
import type { CommandContext, Outcome } from '../platform/database/index.js';
import { AccessLog } from '../platform/http/index.js';
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
  const actor = await identity.actorOf(person.id, community.id, app.get(Clock).now());
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
    const options = command.opts<ActingOptions & object>();
    let actor: Actor | null = null;
    try {
      const context = await contextOf(app, options);
      actor = context.actor;
      assertAllowed(actor, permission);
      return await act(app, context);
    } catch (error) {
      if (error instanceof DomainError && ['forbidden', 'not-found', 'state', 'rule'].includes(error.kind))
        await noteRefusal(app, { options, actor, permission, command: command.name(), code: error.code });
      throw error;
    }
  });
  print(command, outcome.value, JSON.stringify(outcome.value, null, 2));
}

/** A refusal on the command line stands in the compound's access log as any other; a login that nobody has is nobody's. */
async function noteRefusal(
  app: INestApplicationContext,
  refused: { options: ActingOptions; actor: Actor | null; permission: Permission; command: string; code: string },
): Promise<void> {
  const { options, actor, permission, command, code } = refused;
  const personId =
    actor?.personId ??
    (await app
      .get(IdentityQueries)
      .byLogin(options.as)
      .then(({ id }) => id)
      .catch(() => null));
  if (personId === null) return;
  const what = { kind: 'REFUSED', method: 'CLI', route: `mingbai ${command}`, subject: null, reason: null, requestId: randomUUID() } as const;
  await app.get(AccessLog).write({ ...what, slug: options.community, personId, actor, permission, code });
}
