import type { JSX } from 'preact';
import type { PersonKeyView, SecurityEventView, SessionView } from '../../modules/identity/index.js';
import { Banner, Card, DataTable, EmptyState, Field, Hidden, Layout, PageHead, StatusTag } from '../components/index.js';
import { DeskForm, fieldsOf, RefusalNotice, type FormSeal, type Refusal } from '../desk/form-parts.js';
import type { Messages } from '../messages/index.js';
import { KeepsPasskeys } from './keeps-passkeys.js';
import { SecondFactorCard, type SecondFactorView } from './second-factor-card.js';

export interface SecurityView {
  readonly seal: FormSeal;
  /** Whether the person showed in the last minutes that it is them. */
  readonly isFresh: boolean;
  readonly factor: SecondFactorView;
  readonly keys: readonly PersonKeyView[];
  /** Whether the site can have passkeys: it has a name. */
  readonly passkeys: boolean;
  readonly sessions: readonly SessionView[];
  readonly events: readonly SecurityEventView[];
  readonly done: keyof Messages['account']['done'] | null;
  readonly refusal: Refusal | null;
  readonly demoTime: string | null;
}

export const SECURITY_PATH = '/account/security';
const HASH_SHOWN = 8;

interface Part {
  readonly m: Messages;
  readonly view: SecurityView;
}

/** A person's own account: password, keys, sessions, and what happened to it. */
export function SecurityPage({ m, view }: Part): JSX.Element {
  const texts = m.account;
  return (
    <Layout m={m} title={`${texts.title} · ${m.brand.name}`} demoTime={view.demoTime} dense>
      <RefusalNotice m={m} refusal={view.refusal} />
      {view.done !== null && <Banner tone="ok" title={texts.done[view.done]} />}
      <PageHead title={texts.title} lead={texts.lead} back={{ href: '/work', label: texts.back }} />
      {!view.isFresh && <ProveCard m={m} view={view} />}
      <PasswordCard m={m} view={view} />
      <SecondFactorCard
        m={m}
        action={`${SECURITY_PATH}/factor`}
        seal={view.seal}
        isFresh={view.isFresh}
        factor={view.factor}
        keys={view.keys}
        refusal={view.refusal}
      />
      <KeysCard m={m} view={view} />
      <SessionsCard m={m} view={view} />
      <EventsCard m={m} view={view} />
    </Layout>
  );
}

function ProveCard({ m, view }: Part): JSX.Element {
  const texts = m.account.prove;
  const field = fieldsOf(view.refusal, 'prove', texts);
  return (
    <Card id="prove" title={texts.title} note={texts.note}>
      <DeskForm action={`${SECURITY_PATH}/proof`} seal={view.seal}>
        <Field {...field('password')} value="" type="password" autocomplete="current-password" required />
        {view.factor.state === 'ON' && <Field {...field('code')} value="" autocomplete="one-time-code" required />}
        <button class="button" type="submit">
          {texts.submit}
        </button>
      </DeskForm>
    </Card>
  );
}

function PasswordCard({ m, view }: Part): JSX.Element {
  const texts = m.account.password;
  const field = fieldsOf(view.refusal, 'password', texts);
  return (
    <Card id="password" title={texts.title} note={texts.note}>
      <DeskForm action={`${SECURITY_PATH}/password`} seal={view.seal}>
        <Field {...field('present')} value="" type="password" autocomplete="current-password" required />
        <Field {...field('password')} value="" type="password" autocomplete="new-password" required />
        <Field {...field('again')} value="" type="password" autocomplete="new-password" required />
        <KeepsPasskeys m={m} form="password" keys={view.keys} />
        <button class="button" type="submit">
          {texts.submit}
        </button>
      </DeskForm>
    </Card>
  );
}

function KeysCard({ m, view }: Part): JSX.Element {
  const texts = m.account.keys;
  const field = fieldsOf(view.refusal, 'key', { label: texts.label, publicKey: texts.publicKey });
  return (
    <Card id="keys" title={texts.title} note={texts.note}>
      {view.keys.length === 0 && <EmptyState title={texts.none}>{texts.noneHint}</EmptyState>}
      <ul class="list">
        {view.keys.map((key) => (
          <li key={key.id}>
            <form class="row" method="post" action={`${SECURITY_PATH}/keys/${key.id}/revocation`}>
              <Hidden values={{ ...view.seal }} />
              <span>
                <b>{key.label}</b>
                <small>{texts.about(texts.kinds[key.suite], key.keyHash.slice(0, HASH_SHOWN), m.shortMoment(key.createdAt))}</small>
                <StatusTag tone={key.revokedAt === null ? 'done' : 'wait'}>
                  {key.revokedAt === null ? texts.inUse : texts.revoked(m.shortMoment(key.revokedAt))}
                </StatusTag>
              </span>
              {key.revokedAt === null && view.isFresh && (
                <button class="button small" type="submit">
                  {texts.revoke}
                  <span class="sr">{` ${key.label}`}</span>
                </button>
              )}
            </form>
          </li>
        ))}
      </ul>
      {view.isFresh ? (
        <>
          {view.passkeys ? (
            <p>
              <a class="button" href={`${SECURITY_PATH}/passkey`}>
                {m.account.passkey.register.title}
              </a>
            </p>
          ) : (
            <p class="note">{m.account.passkey.noHost}</p>
          )}
          <h3>{texts.add}</h3>
          <p class="note">{texts.addNote}</p>
          <DeskForm action={`${SECURITY_PATH}/keys`} seal={view.seal}>
            <Field {...field('label')} hint={texts.labelHint} autocomplete="off" required />
            <Field {...field('publicKey')} autocomplete="off" required />
            <button class="button" type="submit">
              {texts.submit}
            </button>
          </DeskForm>
        </>
      ) : (
        <p class="note">{texts.first}</p>
      )}
    </Card>
  );
}

function SessionsCard({ m, view }: Part): JSX.Element {
  const texts = m.account.sessions;
  return (
    <Card id="sessions" title={texts.title} note={texts.note}>
      <ul class="list">
        {view.sessions.map(({ id, device, network, createdAt, lastUsedAt, isCurrent }) => (
          <li key={id}>
            <form class="row" method="post" action={`${SECURITY_PATH}/sessions/${id}/end`}>
              <Hidden values={{ ...view.seal }} />
              <span>
                {device ?? texts.unknown}
                <small>{texts.about(network ?? texts.noNetwork, m.shortMoment(createdAt), m.shortMoment(lastUsedAt))}</small>
              </span>
              {isCurrent ? (
                <StatusTag tone="info">{texts.current}</StatusTag>
              ) : (
                <button class="button small" type="submit">
                  {texts.end}
                  <span class="sr">{` ${device ?? texts.unknown}`}</span>
                </button>
              )}
            </form>
          </li>
        ))}
      </ul>
      {view.sessions.length > 1 && (
        <DeskForm action={`${SECURITY_PATH}/sessions/end`} seal={view.seal}>
          <button class="button" type="submit">
            {texts.endOthers}
          </button>
        </DeskForm>
      )}
    </Card>
  );
}

function EventsCard({ m, view }: Part): JSX.Element {
  const texts = m.account.events;
  const { at, what, network } = texts.columns;
  return (
    <Card id="events" title={texts.title}>
      {view.events.length === 0 ? (
        <EmptyState title={texts.none} />
      ) : (
        <DataTable
          caption={texts.title}
          captionHidden
          columns={[{ label: at }, { label: what }, { label: network }]}
          rows={view.events.map((event, position) => ({
            key: String(position),
            cells: [m.shortMoment(event.at), texts.kinds[event.kind], event.network ?? ''],
          }))}
        />
      )}
    </Card>
  );
}
