import { IdentityQueries, SetPassword } from '../../../src/modules/identity/index.js';
import type { ErrorCode } from '../../../src/kernel/index.js';
import { UnitOfWork } from '../../../src/platform/database/index.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import type { TestDatabase } from '../../support/database.js';
import { payoutScene } from '../../integration/disbursements/fixture.js';
import { storyOf, termsWith, type Story, type Who } from './story.js';

export const STORY_PASSWORD = 'a phrase for stories alone';
type Answer = { readonly status: number; readonly body: Readonly<Record<string, unknown>>; readonly text: string };
interface Call {
  readonly method?: 'GET' | 'POST';
  readonly payload?: object;
  readonly key?: string;
}

/** Stories that people live through over HTTP, each signed in with a session of their own, on the whole application. */
export function httpStoryBook() {
  let test: TestApp;
  let compounds = 0;
  let keys = 0;
  const told: Story[] = [];
  beforeAll(async () => {
    test = await startTestApp();
  });
  afterEach(async () => {
    for (const town of told.splice(0)) expect(await town.violations()).toEqual([]);
  });
  afterAll(() => test.close());
  return {
    /** A compound in which January is collected, at 14:00 of 02-18; decisions are signed where the contract wants it. */
    async begin({ signed = true, units }: { signed?: boolean; units?: string } = {}) {
      const { app, clock } = test;
      const database = Object.create(test.database, { clock: { value: clock }, unitOfWork: { value: app.get(UnitOfWork) } }) as TestDatabase;
      const terms = termsWith({});
      const signature = signed ? { signature: 'SIGNED' } : {};
      const place = { database, app, slug: `story-${++compounds}`, terms: { ...terms, approvalPolicy: { ...terms.approvalPolicy, ...signature } } };
      const town = storyOf(await payoutScene({ ...place, ...(units !== undefined && { units }) }));
      told.push(town);
      await town.month('2024-01');
      town.at('2024-02-18', '14:00');
      return Object.assign(town, { ...online(test, town, () => `key-of-a-story-${++keys}`) });
    },
  };
}

export type HttpStory = Awaited<ReturnType<ReturnType<typeof httpStoryBook>['begin']>>;

function online({ app }: TestApp, town: Story, newKey: () => string) {
  const tokens = new Map<Who, string>();
  const send = async (url: string, { method = 'GET', payload, key }: Call, token?: string): Promise<Answer> => {
    const headers = {
      accept: 'application/json',
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(method === 'POST' && { 'idempotency-key': key ?? newKey() }),
    };
    const reply = await app.inject({ method, url, headers, ...(payload && { payload }) });
    const isJson = String(reply.headers['content-type']).includes('json');
    return { status: reply.statusCode, body: isJson ? reply.json<Record<string, unknown>>() : {}, text: reply.body };
  };
  /** A person signs in once, by password. */
  const signIn = async (who: Who): Promise<string> => {
    const { personId } = town.people[who];
    await town.app.get(SetPassword).execute({ personId, password: STORY_PASSWORD });
    const { login } = await town.app.get(IdentityQueries).person(personId);
    const { body } = await send('/api/v1/session', { method: 'POST', payload: { login, password: STORY_PASSWORD } });
    tokens.set(who, String(body['token']));
    return String(body['token']);
  };
  const call = async (who: Who, path: string, { slug = town.slug, ...rest }: Call & { slug?: string } = {}): Promise<Answer> =>
    send(`/api/v1/communities/${slug}/${path}`, rest, tokens.get(who) ?? (await signIn(who)));
  return {
    /** The whole application. */
    server: app,
    signIn,
    /** What an address of the compound answers a person. */
    get: (who: Who, path: string, slug?: string) => call(who, path, slug === undefined ? {} : { slug }),
    post: (who: Who, path: string, payload: object, more: { key?: string; slug?: string } = {}) => call(who, path, { method: 'POST', payload, ...more }),
    /** What an address answers to somebody who has not signed in. */
    anybody: (url: string, more: Call = {}) => send(url, more),
    /** The answer is a refusal with these figures in its words, and nothing was written but that it was refused. */
    async turnedAway(attempt: () => Promise<Answer>, status: number, code: ErrorCode, ...words: readonly string[]): Promise<void> {
      const before = await town.rows();
      const answer = await attempt();
      expect([answer.status, answer.body['code']]).toEqual([status, code]);
      for (const word of words) expect(JSON.stringify(answer.body)).toContain(word);
      expect(await town.rows()).toEqual(before);
    },
  };
}
