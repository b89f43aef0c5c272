import type { JSX } from 'preact';
import qrcode from 'qrcode-generator';
import type { BegunSecondFactor, PersonKeyView, SecondFactorState } from '../../modules/identity/index.js';
import { Banner, Card, Field, StatusTag } from '../components/index.js';
import { DeskForm, fieldsOf, type FormSeal, type Refusal } from '../desk/form-parts.js';
import type { Messages } from '../messages/index.js';
import { KeepsPasskeys } from './keeps-passkeys.js';

export interface SecondFactorView extends SecondFactorState {
  readonly begun: BegunSecondFactor | null;
  /** Whether people of this one's office have to have it. */
  readonly isRequired: boolean;
}

interface CardProps {
  readonly m: Messages;
  readonly action: string;
  readonly seal: FormSeal;
  readonly isFresh: boolean;
  readonly factor: SecondFactorView;
  readonly keys: readonly PersonKeyView[];
  readonly refusal: Refusal | null;
}

/** The second lock of an account: how it is put on, confirmed, renewed and taken off. */
export function SecondFactorCard({ m, action, seal, isFresh, factor, keys, refusal }: CardProps): JSX.Element {
  const texts = m.account.factor;
  const button = (path: string, label: string): JSX.Element => (
    <DeskForm action={`${action}/${path}`} seal={seal}>
      <button class="button" type="submit">
        {label}
      </button>
    </DeskForm>
  );
  return (
    <Card id="factor" title={texts.title} note={texts.note}>
      {factor.state === 'ON' ? (
        <>
          <p>
            <StatusTag tone="done">{texts.on}</StatusTag> {texts.left(factor.codesLeft)}
          </p>
          {factor.codesLeft <= 3 && <Banner tone="warn" title={texts.few} />}
          {isFresh && button('codes', texts.renew)}
          {isFresh && button('end', texts.end)}
        </>
      ) : (
        <>
          {factor.isRequired && <Banner tone="warn" title={texts.required} />}
          {isFresh && factor.begun === null && button('begin', texts.begin)}
          {isFresh && factor.begun !== null && <Begun m={m} action={action} seal={seal} begun={factor.begun} keys={keys} refusal={refusal} />}
        </>
      )}
      {!isFresh && <p class="note">{texts.first}</p>}
    </Card>
  );
}

function Begun({
  m,
  action,
  seal,
  begun,
  keys,
  refusal,
}: Pick<CardProps, 'm' | 'action' | 'seal' | 'keys' | 'refusal'> & { begun: BegunSecondFactor }): JSX.Element {
  const texts = m.account.factor;
  const field = fieldsOf(refusal, 'factor', { code: texts.code });
  return (
    <>
      <ol>
        {texts.steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      <QrCode text={begun.uri} label={texts.picture} />
      <p>
        {texts.byHand} <code>{(begun.secret.match(/.{1,4}/g) ?? []).join(' ')}</code>
      </p>
      <DeskForm action={`${action}/confirm`} seal={seal}>
        <Field {...field('code')} value="" hint={texts.codeHint} autocomplete="one-time-code" inputMode="numeric" required />
        <KeepsPasskeys m={m} form="factor" keys={keys} />
        <button class="button main" type="submit">
          {texts.confirm}
        </button>
      </DeskForm>
    </>
  );
}

const QUIET = 4;

/** A square picture for a camera, drawn as one path: it needs neither script nor another request. */
function QrCode({ text, label }: { readonly text: string; readonly label: string }): JSX.Element {
  const code = qrcode(0, 'M');
  code.addData(text);
  code.make();
  const size = code.getModuleCount();
  const places = Array.from({ length: size * size }, (_, place) => [Math.floor(place / size), place % size] as const);
  const path = places.flatMap(([row, column]) => (code.isDark(row, column) ? `M${column + QUIET} ${row + QUIET}h1v1h-1z` : [])).join('');
  const side = size + 2 * QUIET;
  return (
    <svg class="qr" viewBox={`0 0 ${side} ${side}`} width="240" height="240">
      <title>{label}</title>
      <rect width={side} height={side} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}
