import { request as httpRequest, type IncomingMessage } from 'node:http';
import { Clock, type BusinessDate, type CommunityId, type OrganisationId, type PersonId, type Role } from '../../../src/kernel/index.js';
import { AddMembership, DisablePerson, EndMembership, type MembershipId } from '../../../src/modules/identity/index.js';
import type { TestApp } from '../../support/app.js';
import { startDemoApp } from '../../support/demo.js';
import { oneOfEachRole } from '../../support/one-of-each-role.js';

let demo: TestApp;
let base: URL;
beforeAll(async () => {
  demo = await startDemoApp();
  await demo.app.listen(0, '127.0.0.1');
  base = new URL(await demo.app.getUrl());
}, 300_000);
afterAll(() => demo.close());

const MEGABYTE = 1024 * 1024;
const chunk = Buffer.alloc(64 * 1024, 'x');
const HEAD = '--x\r\ncontent-disposition: form-data; name="file"; filename="a.csv"\r\ncontent-type: text/csv\r\n\r\n';
const TAIL = '\r\n--x--\r\n';

async function tokenOf(login: string): Promise<string> {
  const reply = await demo.app.inject({ method: 'POST', url: '/api/v1/session', payload: { login, password: 'mingbai-demo' } });
  return String((reply.json() as { token: unknown }).token);
}

interface Sending {
  readonly path?: string;
  readonly token?: string | undefined;
  /** Of the file; its bytes are made as they leave. */
  readonly bytes: number;
  /** What the file begins with, before those bytes. */
  readonly start?: string;
  /** Say at once how long the body is. */
  readonly declared?: boolean;
  /** Ends the body; without it the sender stops in the middle and waits. */
  readonly whole?: boolean;
  /** Sends so much of the file and waits. */
  readonly stopAt?: number;
}

interface Sent {
  readonly status: number | null;
  readonly code: string | null;
  readonly sent: number;
  readonly detail: string;
  readonly retryAfter: string | undefined;
}

/** Sends a file as fast as the server takes it, and looks at how much it took by the time of its answer. */
function send({ path = 'bank-imports', token, bytes, start = '', declared = false, whole = true, stopAt = bytes }: Sending): {
  answer: Promise<Sent>;
  stop(): void;
  /** Ends a body that waits. */
  finish(): void;
} {
  const headers: Record<string, string> = { 'content-type': 'multipart/form-data; boundary=x', 'idempotency-key': `upload-${Math.random()}` };
  if (token !== undefined) headers['authorization'] = `Bearer ${token}`;
  if (declared) headers['content-length'] = String(HEAD.length + start.length + bytes + TAIL.length);
  const outgoing = httpRequest({ host: base.hostname, port: base.port, method: 'POST', path: `/api/v1/communities/ryxc/${path}`, headers });
  let sent = 0;
  const answer = new Promise<Sent>((resolve) => {
    const none = (): void => resolve({ status: null, code: null, sent, detail: '', retryAfter: undefined });
    outgoing.on('error', none).on('response', (reply: IncomingMessage) => {
      const atAnswer = sent - outgoing.writableLength;
      let text = '';
      reply
        .setEncoding('utf8')
        .on('data', (part: string) => (text += part))
        .on('error', none)
        .on('end', () => {
          const { code = null, detail = '' } = JSON.parse(text) as { code?: string; detail?: string };
          resolve({ status: reply.statusCode ?? 0, code, sent: atAnswer, detail, retryAfter: reply.headers['retry-after'] });
          outgoing.destroy();
        });
    });
  });
  outgoing.write((path.endsWith('files') ? HEAD.replace('"file"', '"files"') : HEAD) + start);
  const pump = (): void => {
    while (sent < stopAt && !outgoing.destroyed) {
      const part = chunk.subarray(0, Math.min(chunk.length, stopAt - sent));
      sent += part.length;
      if (!outgoing.write(part)) return void outgoing.once('drain', pump);
    }
    if (whole && !outgoing.destroyed) outgoing.end(TAIL);
  };
  pump();
  return { answer, stop: () => void outgoing.destroy(), finish: () => void outgoing.end(TAIL) };
}

/** The most memory outside the heap, where bodies lie, that this process holds while something is done. */
async function mostHeld(work: () => Promise<void>): Promise<number> {
  const held = (): number => process.memoryUsage().arrayBuffers;
  const before = held();
  let most = before;
  const timer = setInterval(() => (most = Math.max(most, held())), 5);
  await work();
  clearInterval(timer);
  return Math.max(most, held()) - before;
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** While nobody gets at a table, so that whoever asks for it waits. */
async function withoutTable(table: string, work: () => Promise<void>): Promise<void> {
  await demo.database.as('postgres', async (client) => {
    await client.query(`begin; lock table mingbai.${table} in access exclusive mode`);
    try {
      await work();
    } finally {
      await client.query('rollback');
    }
  });
}

const times = <T>(count: number, make: () => T): T[] => Array.from({ length: count }, make);

describe('a file is read only from whoever may hand it in', () => {
  it('refuses a crowd of senders without permission, without a session and of another compound before their bodies, with flat memory', async () => {
    const firm = await tokenOf('jiuwang1');
    const senders: { who: Partial<Sending>; status: number; code: string }[] = [
      { who: { token: firm }, status: 403, code: 'NOT_ALLOWED' },
      { who: { token: firm, declared: true }, status: 403, code: 'NOT_ALLOWED' },
      { who: {}, status: 401, code: 'NOT_SIGNED_IN' },
      { who: { token: 'no-session-of-anybody' }, status: 401, code: 'NOT_SIGNED_IN' },
    ];
    const answers: Sent[] = [];
    const most = await mostHeld(async () => {
      const all = senders.flatMap(({ who }) => times(6, () => send({ ...who, bytes: 96 * MEGABYTE }).answer));
      answers.push(...(await Promise.all(all)));
    });
    answers.forEach((answer, position) => {
      const { status, code } = senders[Math.floor(position / 6)] ?? { status: 0, code: '' };
      expect(answer).toMatchObject({ status, code });
    });
    // what lies in the sockets between the two, not what 24 senders have to give (2,304 MB)
    expect(Math.max(...answers.map(({ sent }) => sent))).toBeLessThan(16 * MEGABYTE);
    expect(most).toBeLessThan(48 * MEGABYTE);
  }, 300_000);

  it('refuses what is larger than its route takes: said at once before the body, unsaid as soon as it has arrived', async () => {
    const token = await tokenOf('jizhang1');
    const said = await send({ token, path: 'openings', bytes: 21 * MEGABYTE, declared: true }).answer;
    expect(said).toMatchObject({ status: 400, code: 'REQUEST_TOO_LARGE', detail: expect.stringContaining('20 MB') as string });
    expect(said.sent).toBeLessThan(16 * MEGABYTE);
    const unsaid = await send({ token, path: 'openings', bytes: 90 * MEGABYTE }).answer;
    expect(unsaid).toMatchObject({ status: 400, code: 'REQUEST_TOO_LARGE' });
    expect(unsaid.sent).toBeLessThan(40 * MEGABYTE);
  });

  it('refuses a file where none is taken, without reading it', async () => {
    const answer = await send({ token: await tokenOf('jizhang1'), path: 'bill-runs', bytes: 90 * MEGABYTE }).answer;
    expect(answer).toMatchObject({ status: 400, code: 'UPLOAD_NOT_TAKEN' });
    expect(answer.sent).toBeLessThan(16 * MEGABYTE);
  });

  it('lets one person send four files at once, tells the fifth when to come again, and takes it once one has gone', async () => {
    const token = await tokenOf('jizhang1');
    const slow = times(4, () => send({ token, bytes: 1000, whole: false, declared: true }));
    await new Promise((resolve) => setTimeout(resolve, 300));
    const fifth = await send({ token, bytes: 1000, declared: true }).answer;
    expect(fifth).toMatchObject({ status: 429, code: 'UPLOADS_BUSY', retryAfter: '15' });
    // somebody else is not held up by them
    expect(await send({ token: await tokenOf('jiuwang1'), path: 'evidence', bytes: 1000, declared: true }).answer).toMatchObject({
      code: 'EVIDENCE_TYPE_REFUSED',
    });
    slow[0]?.stop();
    await new Promise((resolve) => setTimeout(resolve, 300));
    const again = await send({ token, bytes: 1000, declared: true }).answer;
    expect(again).toMatchObject({ status: 400, code: 'BANK_FILE_KIND_UNKNOWN' });
    for (const one of slow) one.stop();
    await new Promise((resolve) => setTimeout(resolve, 300));
  });

  it('gives no room to what was only announced: two who say 96 MB and send next to nothing keep out nobody', async () => {
    const [mine, other] = await Promise.all(['jizhang1', 'zhongxin1'].map(tokenOf));
    // a body of unknown length, and one that says that it is as long as a route takes
    const slow = [send({ token: mine, bytes: 1000, whole: false }), send({ token: mine, bytes: 95 * MEGABYTE, declared: true, whole: false, stopAt: 1000 })];
    slow.push(send({ token: other, path: 'evidence', bytes: 19 * MEGABYTE, declared: true, whole: false, stopAt: 1000 }));
    await pause(300);
    expect(await send({ token: mine, bytes: 7 * MEGABYTE }).answer).toMatchObject({ status: 400, code: 'BANK_FILE_KIND_UNKNOWN' });
    for (const one of slow) one.stop();
    await pause(300);
  });

  it('ends a body that has stopped after ten seconds, and gives back what had arrived of it', async () => {
    const token = await tokenOf('jizhang1');
    const stalled = send({ token, bytes: 95 * MEGABYTE, declared: true, whole: false, stopAt: 90 * MEGABYTE });
    await pause(3_000);
    // its bytes are there: no more than 100 MB of one person
    expect(await send({ token, bytes: 20 * MEGABYTE }).answer).toMatchObject({ status: 429, code: 'UPLOADS_BUSY', retryAfter: '15' });
    // no more than 120 MB of all people of a compound
    const other = await tokenOf('zhongxin1');
    const second = send({ token: other, path: 'evidence', bytes: 19 * MEGABYTE, whole: false });
    await pause(1_000);
    expect(await send({ token: await tokenOf('jiuwang1'), path: 'evidence', bytes: 18 * MEGABYTE }).answer).toMatchObject({ code: 'UPLOADS_BUSY' });
    expect(await send({ token: await tokenOf('jiuwang1'), path: 'evidence', bytes: 5 * MEGABYTE }).answer).toMatchObject({ code: 'EVIDENCE_TYPE_REFUSED' });
    expect(await stalled.answer).toMatchObject({ code: 'UPLOAD_TOO_SLOW' });
    second.stop();
    await pause(300);
    expect(await send({ token, bytes: 20 * MEGABYTE }).answer).toMatchObject({ status: 400, code: 'BANK_FILE_KIND_UNKNOWN' });
  }, 300_000);

  it('keeps no place for senders who hang up before they are let in, however many', async () => {
    const token = await tokenOf('jizhang1');
    await withoutTable('session', async () => {
      const senders = times(24, () => send({ token, bytes: 1000, whole: false }));
      await pause(300);
      for (const one of senders) one.stop();
      await pause(300);
    });
    await pause(500);
    expect(await send({ token, bytes: MEGABYTE }).answer).toMatchObject({ status: 400, code: 'BANK_FILE_KIND_UNKNOWN' });
  });

  it('keeps the place of a file while it is worked on, though its sender has hung up, and no longer', async () => {
    const token = await tokenOf('jizhang1');
    const file = { token, path: 'evidence', start: '%PDF-1.7\n', bytes: 1000, declared: true };
    await withoutTable('evidence', async () => {
      const senders = times(4, () => send(file));
      await pause(500);
      for (const one of senders) one.stop();
      await pause(300);
      expect(await send(file).answer).toMatchObject({ status: 429, code: 'UPLOADS_BUSY' });
    });
    await pause(500);
    const after = await Promise.all(times(4, () => send(file).answer));
    expect(after.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
  });

  it('takes a text of no kind that a route knows no further than forms may be long', async () => {
    const reply = await demo.app.inject({
      method: 'POST',
      url: '/api/v1/communities/ryxc/bank-imports',
      headers: { 'content-type': 'text/plain' },
      payload: 'x'.repeat(1024 * 1024),
    });
    expect(reply.json()).toMatchObject({ code: 'REQUEST_TOO_LARGE' });
  });
});

describe('a form counts by who its sender is when its last byte has arrived', () => {
  interface Part {
    readonly membershipId: MembershipId;
    readonly personId: PersonId;
    readonly organisationId: OrganisationId;
    readonly from: BusinessDate;
    readonly to: BusinessDate;
  }
  const communityId = 1 as CommunityId;
  let tokens: ReadonlyMap<Role, string>;
  beforeAll(async () => {
    tokens = await oneOfEachRole(demo, communityId);
  });

  const asked = async <T extends object>(sql: string): Promise<T[]> => demo.database.as('postgres', async (client) => (await client.query<T>(sql)).rows);
  const partOf = async (role: Role): Promise<Part> =>
    (
      await asked<Part>(
        `select m.id as "membershipId", m.person_id as "personId", m.organisation_id as "organisationId", m.from_on::text as "from", m.to_on::text as "to"
         from mingbai.membership m join mingbai.person p on p.id = m.person_id where p.login = '${role.toLowerCase()}-1' and m.role = '${role}'`,
      )
    )[0]!;
  const dismiss = async (role: Role): Promise<void> => {
    const { membershipId, ...part } = await partOf(role);
    const context = { actor: { ...part, communityId, roles: [role] }, idempotencyKey: null };
    await demo.app.get(EndMembership).execute(context, { membershipId, lastDay: demo.app.get(Clock).today() });
  };
  const written = () => asked('select count(*)::int as files from mingbai.evidence');

  it.each<[string, Role, string, (role: Role) => Promise<unknown>, { status: number; code: string } | null]>([
    ['is taken of somebody who stays', 'STREET', 'evidence', async () => undefined, null],
    ['of somebody who is dismissed meanwhile is refused', 'COMMITTEE', 'evidence', dismiss, { status: 404, code: 'NOT_FOUND' }],
    [
      'of somebody who keeps another part, by which they may not send it, is refused',
      'COMMUNITY',
      'evidence/files',
      async (role) => {
        await demo.app
          .get(AddMembership)
          .execute({ ...(await partOf(role)), organisationId: (await partOf('OWNER')).organisationId, communityId, role: 'OWNER' });
        await dismiss(role);
      },
      { status: 403, code: 'NOT_ALLOWED' },
    ],
    [
      'of somebody who signs out meanwhile is refused',
      'FIRM',
      'evidence/files',
      (role) => demo.app.inject({ method: 'DELETE', url: '/api/v1/session', headers: { authorization: `Bearer ${tokens.get(role)}` } }),
      { status: 401, code: 'NOT_SIGNED_IN' },
    ],
    [
      'of somebody whose account is shut meanwhile is refused',
      'CENTRE',
      'evidence/files',
      async (role) => demo.app.get(DisablePerson).execute({ personId: (await partOf(role)).personId, isDisabled: true }),
      { status: 401, code: 'NOT_SIGNED_IN' },
    ],
  ])('%s', async (_, role, path, meanwhile, refusal) => {
    const before = await written();
    const form = send({ token: tokens.get(role), path, start: `%PDF-1.7 of ${role}\n`, bytes: 1000, whole: false });
    await pause(300);
    await meanwhile(role);
    form.finish();
    expect(await form.answer).toMatchObject(refusal ?? { status: 201 });
    if (refusal) expect(await written()).toEqual(before);
  });
});
