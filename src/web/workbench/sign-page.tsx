import type { JSX } from 'preact';
import { Money, moneyInWords, type Instant } from '../../kernel/index.js';
import type { DecisionKind } from '../../modules/disbursements/index.js';
import { Amount, Card, Facts, Field, Hidden } from '../components/index.js';
import { DeskLayout, type DeskFrame } from '../desk/desk-layout.js';
import { DeskForm, errorOf, RefusalNotice, typedOr, type FormSeal, type Refusal } from '../desk/form-parts.js';
import { purposeText, type PayoutFacts } from '../desk/payout/index.js';
import type { Messages } from '../messages/index.js';
import { passkeyScript } from './passkey-script.js';

interface SigningKeyFact {
  readonly hash: string;
  readonly label: string;
}

/** A decision that waits for the signature of its own person. */
export interface SignView {
  readonly frame: DeskFrame;
  readonly payout: Pick<PayoutFacts, 'number' | 'purpose' | 'amount' | 'payee'>;
  readonly decision: DecisionKind;
  readonly reason: string | null;
  readonly challengeId: number;
  /** In base64url. */
  readonly challenge: string;
  readonly text: string;
  readonly shortHash: string;
  readonly until: Instant;
  readonly key: SigningKeyFact & {
    readonly suite: 'ed25519' | 'webauthn';
    readonly credentialId: string | null;
    readonly transports: readonly string[];
    readonly rpId: string;
  };
  readonly otherKeys: readonly SigningKeyFact[];
  /** The key is one of the demo's. */
  readonly isDemoKey: boolean;
  readonly version: number;
  readonly payloadSha256: string;
  readonly seal: () => FormSeal;
  readonly refusal: Refusal | null;
}

type Props = { readonly m: Messages; readonly view: SignView };

/** What is about to be signed, the digits to compare, and every way to sign it. */
export function SignPage({ m, view }: Props): JSX.Element {
  const { payout, frame, decision, reason } = view;
  const texts = m.signing;
  const own = ownPath(view);
  const facts: [string, string][] = [
    [texts.youDecide, texts.decision[decision]],
    ...(reason === null ? [] : [[texts.reason, reason] as [string, string]]),
    [m.workbench.payout.payTo, `${payout.payee.name} ${m.tail(payout.payee.last4)}`],
    [m.workbench.payout.number, payout.number],
  ];
  return (
    <DeskLayout
      m={m}
      frame={frame}
      head={{ title: texts.title, lead: texts.lead, back: { href: own, label: purposeText(m, payout.purpose) } }}
      notice={<RefusalNotice m={m} refusal={view.refusal} />}
    >
      <section class="card" aria-label={m.workbench.payout.amount}>
        <p class="figure">
          <Amount yuan={payout.amount} />
        </p>
        <p class="words">{moneyInWords(Money.parse(payout.amount))}</p>
        <Facts facts={facts} />
      </section>
      <Card id="compare" title={texts.compare}>
        <p class="figure">
          <code>{view.shortHash}</code>
        </p>
        <p>{texts.compareNote}</p>
        <p class="note">{texts.until(m.shortMoment(view.until))}</p>
      </Card>
      <Card id="key" title={texts.key}>
        <p>
          {texts.suites[view.key.suite]} · {view.key.label} · {texts.fingerprint(view.key.hash.slice(0, 8))}
        </p>
        {view.isDemoKey && <DemoForm m={m} view={view} />}
        {view.key.suite === 'webauthn' ? <PasskeyForm m={m} view={view} /> : <PasteForm m={m} view={view} />}
      </Card>
      {view.otherKeys.length > 0 && <OtherKeys m={m} view={view} />}
    </DeskLayout>
  );
}

const ownPath = ({ frame, payout }: SignView): string => `/w/${frame.community.slug}/payouts/${payout.number}`;

/** The decision itself, as the form that takes it wants it. */
function decided({ version, payloadSha256, decision, reason }: SignView): Record<string, string> {
  return { version: String(version), payloadSha256, decision, ...(reason !== null && { reason }) };
}

function DemoForm({ m, view }: Props): JSX.Element {
  return (
    <DeskForm
      action={`${ownPath(view)}/decisions`}
      seal={view.seal()}
      values={{ ...decided(view), challengeId: String(view.challengeId), demoKey: view.key.hash }}
      label={m.signing.demo}
    >
      <button class="button main" type="submit">
        {m.signing.demo}
      </button>
      <p class="note">{m.signing.demoNote}</p>
    </DeskForm>
  );
}

function PasskeyForm({ m, view }: Props): JSX.Element {
  const texts = m.signing;
  const { key, challenge, challengeId } = view;
  return (
    <>
      <form
        class="form"
        method="post"
        action={`${ownPath(view)}/decisions`}
        data-passkey=""
        data-challenge={challenge}
        data-credential={key.credentialId ?? ''}
        data-transports={key.transports.join(' ')}
        data-rp={key.rpId}
        data-failed={texts.passkeyFailed}
      >
        <Hidden
          values={{
            ...view.seal(),
            ...decided(view),
            challengeId: String(challengeId),
            suite: 'webauthn',
            signature: '',
            authenticatorData: '',
            clientDataJSON: '',
          }}
        />
        <button class="button main" type="submit">
          {texts.passkey}
        </button>
        <p class="note">{texts.passkeyNote}</p>
        <output></output>
        <noscript>
          <p>{texts.passkeyNoScript}</p>
        </noscript>
      </form>
      <script dangerouslySetInnerHTML={{ __html: passkeyScript }} />
    </>
  );
}

/** Nothing of these commands is secret: the private key stays where it is. */
const COMMANDS = [
  'openssl dgst -sha256 -binary -out challenge.bin approval.txt',
  'openssl pkeyutl -sign -inkey key.pem -rawin -in challenge.bin -out signature.bin',
  'openssl base64 -A -in signature.bin',
];

function PasteForm({ m, view }: Props): JSX.Element {
  const texts = m.signing;
  return (
    <details open={!view.isDemoKey}>
      <summary>{texts.pasteTitle}</summary>
      <p>
        <a class="button small" href={`${ownPath(view)}/sign/${view.challengeId}/approval.txt`}>
          {texts.download}
        </a>
      </p>
      <p>{texts.steps}</p>
      <ol>
        {COMMANDS.map((command) => (
          <li key={command}>
            <code>{command}</code>
          </li>
        ))}
      </ol>
      <DeskForm
        action={`${ownPath(view)}/decisions`}
        seal={view.seal()}
        values={{ ...decided(view), challengeId: String(view.challengeId), suite: 'ed25519' }}
        label={texts.pasteTitle}
      >
        <Field
          name="signature"
          label={texts.paste}
          hint={texts.pasteHint}
          rows={2}
          value={typedOr(view.refusal, 'signature')}
          error={errorOf(view.refusal, 'signature')}
        />
        <button class={view.isDemoKey ? 'button' : 'button main'} type="submit">
          {texts.pasteSend}
        </button>
      </DeskForm>
    </details>
  );
}

function OtherKeys({ m, view }: Props): JSX.Element {
  const texts = m.signing;
  return (
    <Card id="other-keys" title={texts.otherKeys}>
      {view.otherKeys.map(({ hash, label }) => (
        <DeskForm
          key={hash}
          action={`${ownPath(view)}/sign`}
          seal={view.seal()}
          values={{ ...decided(view), key: hash }}
          label={texts.useKey(label, hash.slice(0, 8))}
        >
          <button class="button" type="submit">
            {texts.useKey(label, hash.slice(0, 8))}
          </button>
        </DeskForm>
      ))}
    </Card>
  );
}
