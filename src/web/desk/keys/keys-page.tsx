import type { JSX } from 'preact';
import { Banner, Card, Field, StatusTag } from '../../components/index.js';
import type { Messages } from '../../messages/index.js';
import { DeskLayout, type DeskFrame } from '../desk-layout.js';
import { DeskForm, fieldsOf, RefusalNotice, type FormSeal, type Refusal } from '../form-parts.js';

export interface OwnKeyRow {
  readonly hash: string;
  readonly label: string;
  readonly suite: 'ed25519' | 'webauthn';
}

export interface KeyRow extends OwnKeyRow {
  readonly person: string;
  readonly organisation: string;
  readonly askedAt: string;
  readonly state: 'waiting' | 'admitted' | 'revoked' | 'refused';
  readonly confirmedBy: readonly string[];
  /** Who confirmed it and refused it since. */
  readonly takenBackBy: readonly string[];
  readonly refusals: readonly { readonly organisation: string; readonly reason: string | null }[];
  /** The visitor may confirm it. */
  readonly mayConfirm: boolean;
  /** The visitor may say why it is not that person's. */
  readonly mayRefuse: boolean;
}

export interface KeysView {
  readonly frame: DeskFrame;
  /** Of this page. */
  readonly base: string;
  /** Null for whoever signs nothing here; keys of the visitor that nobody was asked about yet. */
  readonly own: readonly OwnKeyRow[] | null;
  readonly rows: readonly KeyRow[];
  readonly done: 'asked' | 'confirmed' | 'objected' | 'refused' | null;
  readonly refusal: Refusal | null;
  readonly seal: () => FormSeal;
}

type Props = { readonly m: Messages; readonly view: KeysView };

/** Whose keys sign here, which wait for a confirmation, and one's own that may be asked for. */
export function KeysPage({ m, view }: Props): JSX.Element {
  const texts = m.signing.keys;
  return (
    <DeskLayout
      m={m}
      frame={view.frame}
      head={{ title: texts.title, lead: texts.lead }}
      notice={
        <>
          <RefusalNotice m={m} refusal={view.refusal} />
          {view.done !== null && <Banner tone="ok" title={texts.done[view.done]} />}
        </>
      }
    >
      {view.own !== null && <OwnKeys m={m} view={view} own={view.own} />}
      <Card id="keys" title={texts.all}>
        {view.rows.length === 0 && <p>{texts.none}</p>}
        {view.rows.map((row) => (
          <Key key={row.hash} m={m} view={view} row={row} />
        ))}
      </Card>
    </DeskLayout>
  );
}

function OwnKeys({ m, view, own }: Props & { readonly own: readonly OwnKeyRow[] }): JSX.Element | null {
  const texts = m.signing.keys;
  const asked = view.rows.some(({ person }) => person === view.frame.person);
  if (own.length === 0 && asked) return null;
  return (
    <Card id="own" title={texts.own}>
      {own.length === 0 && <p>{texts.ownNone}</p>}
      {own.map(({ hash, label, suite }) => (
        <DeskForm key={hash} action={view.base} seal={view.seal()} values={{ key: hash }} label={`${texts.ask}: ${label}`}>
          <p>
            {m.signing.suites[suite]} · {label}
          </p>
          <p>
            <code>{grouped(hash)}</code>
          </p>
          <button class="button" type="submit">
            {texts.ask}
          </button>
        </DeskForm>
      ))}
    </Card>
  );
}

/** A key that waits shows its whole fingerprint, to be read out and compared; of the others the first digits name it. */
function Key({ m, view, row }: Props & { readonly row: KeyRow }): JSX.Element {
  const texts = m.signing.keys;
  return (
    <section class="key" aria-label={`${row.person} ${row.hash.slice(0, 8)}`}>
      <h3>
        {row.person} <StatusTag tone={tones[row.state]}>{texts[row.state]}</StatusTag>
      </h3>
      <p class="note">
        {row.organisation} · {m.signing.suites[row.suite]} · {row.label}
      </p>
      <p class="note">{texts.history(row.askedAt, row.confirmedBy.length === 0 ? texts.nobody : m.list(row.confirmedBy))}</p>
      {row.takenBackBy.length > 0 && <p class="note">{texts.takenBackBy(m.list(row.takenBackBy))}</p>}
      {row.refusals.map(({ organisation, reason }) => (
        <p key={organisation} class="note">
          {texts.refusedBy(organisation, reason)}
        </p>
      ))}
      {row.state === 'waiting' ? (
        <p>
          {texts.fingerprint} <code>{grouped(row.hash)}</code>
        </p>
      ) : (
        <details>
          <summary>{m.signing.fingerprint(grouped(row.hash.slice(0, 8)))}</summary>
          <code>{grouped(row.hash)}</code>
        </details>
      )}
      {row.mayConfirm && (
        <DeskForm action={`${view.base}/${row.hash}/confirmations`} seal={view.seal()} label={`${texts.confirm}: ${row.person}`}>
          <p class="note">{texts.confirmNote(row.person)}</p>
          <button class="button main" type="submit">
            {texts.confirm}
          </button>
        </DeskForm>
      )}
      {row.mayRefuse && (
        <DeskForm action={`${view.base}/${row.hash}/refusals`} seal={view.seal()} label={`${texts.refuse}: ${row.person}`}>
          <p class="note">{texts.refuseNote}</p>
          <Field {...fieldsOf(view.refusal, refusalForm(row.hash), { reason: texts.reason })('reason')} autocomplete="off" required />
          <button class="button" type="submit">
            {texts.refuse}
          </button>
        </DeskForm>
      )}
    </section>
  );
}

/** Each key that waits has a form of its own, for what speaks against it. */
export const refusalForm = (hash: string): string => `k${hash.slice(0, 16)}`;

const tones = { waiting: 'wait', admitted: 'done', revoked: 'bad', refused: 'bad' } as const;

/** In groups of four, as people read it out. */
const grouped = (hash: string): string => hash.replaceAll(/.{4}(?=.)/g, '$& ');
