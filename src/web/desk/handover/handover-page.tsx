import type { JSX } from 'preact';
import type { HandoverManifest } from '../../../modules/statements/index.js';
import { Banner, Card, Facts, Fingerprint, MoneyLines } from '../../components/index.js';
import type { Messages } from '../../messages/index.js';
import { DeskLayout, type DeskFrame } from '../desk-layout.js';
import { DeskForm, RefusalNotice, type FormSeal, type Refusal } from '../form-parts.js';

export interface HandoverView {
  readonly frame: DeskFrame;
  readonly base: string;
  readonly seal: FormSeal;
  /** Whether names of owners are whole in what this person makes. */
  readonly wholeNames: boolean;
  readonly made: { readonly sha256: string; readonly bytes: number; readonly manifest: HandoverManifest } | null;
  readonly refusal: Refusal | null;
}

type Props = { readonly m: Messages; readonly view: HandoverView };
const kinds = [
  'openBills',
  'prepayments',
  'leaseCharges',
  'suspense',
  'deposits',
  'collected',
] as const satisfies readonly (keyof HandoverManifest['totals'])[];

/** What a handover consists of: made at the press of a button, with its fingerprint, its sums and every file in it. */
export function HandoverPage({ m, view }: Props): JSX.Element {
  const texts = m.handover;
  return (
    <DeskLayout
      m={m}
      frame={view.frame}
      head={{ title: texts.title, lead: texts.lead }}
      notice={
        <>
          <RefusalNotice m={m} refusal={view.refusal} />
          {view.made !== null && <Banner tone="ok" title={texts.made} />}
        </>
      }
    >
      {view.made !== null && <Made m={m} base={view.base} made={view.made} />}
      <Card id="make" title={texts.make} note={texts.makeNote(view.wholeNames)}>
        <DeskForm action={view.base} seal={view.seal} label={texts.make}>
          <div class="actions">
            <button class={view.made === null ? 'button main' : 'button'} type="submit">
              {texts.button}
            </button>
          </div>
        </DeskForm>
      </Card>
    </DeskLayout>
  );
}

function Made({ m, base, made }: { readonly m: Messages; readonly base: string; readonly made: NonNullable<HandoverView['made']> }): JSX.Element {
  const texts = m.handover;
  const { manifest, sha256, bytes } = made;
  return (
    <>
      <Card id="pack" title={texts.fingerprint} note={texts.fingerprintNote}>
        <Fingerprint sha256={sha256} />
        <Facts
          facts={[
            [texts.on, m.moment(manifest.madeAt)],
            [texts.through, texts.voucher(manifest.throughEntry)],
            [texts.size, String(bytes)],
          ]}
        />
        <p class="actions">
          <a class="button main" href={`${base}/${sha256}/pack.zip`}>
            {texts.download}
          </a>
        </p>
        <p class="note">{texts.kept}</p>
      </Card>
      <Card id="totals" title={m.inYuan(texts.totals)}>
        <MoneyLines lines={kinds.map((kind) => ({ label: texts.total[kind], amount: manifest.totals[kind] }))} />
      </Card>
      <Card id="files" title={texts.files}>
        <ul class="list log">
          {manifest.files.map((file) => (
            <li key={file.path} class="said">
              <span class="claim">
                <b>{file.path}</b>
                <span class="nowrap">{`${file.bytes} B`}</span>
              </span>
              <span class="sr">{texts.sha}</span>
              <Fingerprint sha256={file.sha256} />
            </li>
          ))}
        </ul>
      </Card>
    </>
  );
}
