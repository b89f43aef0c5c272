import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { tmpdir } from 'node:os';
import { Client } from 'pg';
import { AppModule, invariants } from '../../../src/app.module.js';
import { businessDate, required, shanghaiTime, type Actor, type CommunityId, type OrganisationId, type PersonId } from '../../../src/kernel/index.js';
import { AddOrganisation, AddPerson } from '../../../src/modules/identity/index.js';
import { Settings } from '../../../src/platform/config/index.js';
import { UnitOfWork, type CommandContext } from '../../../src/platform/database/index.js';
import { Logger } from '../../../src/platform/logging/index.js';
import { violations } from '../../support/books.js';
import { TestDatabase } from '../../support/database.js';
import { BookClock } from './book-clock.js';
import { bodies, type Party } from './cast.js';
import { people } from './plan.js';

/** The application on one database and clock, with the people and organisations of all books; each book is a compound of its own. */
export interface Stage {
  readonly app: INestApplicationContext;
  readonly database: TestDatabase;
  readonly clock: BookClock;
  /** Somebody in a compound, as a session would have them. */
  readonly as: (party: Party, communityId: CommunityId, key?: string | null) => CommandContext;
  readonly personOf: (person: string) => PersonId;
  readonly bodyOf: (body: string) => OrganisationId;
  /** How far the book's counters have run: entries and ids. What is written takes one or the other. */
  counters(communityId: CommunityId): Promise<string>;
  violations(communityId: CommunityId): Promise<string[]>;
  close(): Promise<void>;
}

export async function openStage(): Promise<Stage> {
  const database = await TestDatabase.create();
  const clock = new BookClock(shanghaiTime(businessDate('2024-01-01'), '08:00'));
  const settings = new Settings(database.url('mingbai_app'), 4, tmpdir(), '127.0.0.1', 0, 'http://localhost:3000', 'silent', false, false, clock.now());
  const logger = new Logger('silent');
  const app = await NestFactory.createApplicationContext(AppModule.with({ settings, clock, logger }), { logger, abortOnError: false });
  const observer = new Client({ connectionString: database.url('postgres') });
  await observer.connect();
  const cast = await assemble(app);
  const unitOfWork = app.get(UnitOfWork);
  return {
    app,
    database,
    clock,
    ...cast,
    as: ({ person, body, role }, communityId, key = null) => {
      const actor: Actor = { personId: cast.personOf(person), organisationId: cast.bodyOf(body), communityId, roles: [role] };
      return { actor, idempotencyKey: key };
    },
    counters: async (communityId) => {
      const { rows } = await observer.query<object>({
        name: 'counters',
        text: 'select last_seq, next_id, closed_through from ledger.book where community_id = $1',
        values: [communityId],
      });
      return JSON.stringify(rows);
    },
    violations: (communityId) => violations({ unitOfWork }, communityId, invariants),
    close: async () => {
      await observer.end();
      await app.close();
      await database.destroy();
    },
  };
}

async function assemble(app: INestApplicationContext): Promise<Pick<Stage, 'personOf' | 'bodyOf'>> {
  const organisations = new Map<string, OrganisationId>();
  for (const [body, kind] of Object.entries(bodies))
    organisations.set(body, (await app.get(AddOrganisation).execute({ name: body, shortName: body, kind })).value.organisationId);
  const persons = new Map<string, PersonId>();
  for (const person of people.filter((who) => who !== 'stale'))
    persons.set(person, (await app.get(AddPerson).execute({ login: `${person}-login`, name: person })).value.personId);
  return { personOf: (person) => required(persons.get(person), person), bodyOf: (body) => required(organisations.get(body), body) };
}
