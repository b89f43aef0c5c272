import type { JSX } from 'preact';
import { waiverKinds, type WaiverView } from '../../modules/fees/index.js';
import { Banner, Card, Field } from '../components/index.js';
import { DeskLayout, type DeskFrame } from '../desk/desk-layout.js';
import { DeskForm, errorOf, RefusalNotice, typedOr, type FormSeal, type Refusal } from '../desk/form-parts.js';
import { WaiverList } from '../desk/waiver-list.js';
import { formatMoney } from '../format.js';
import type { Messages } from '../messages/index.js';

/** What a waiver is asked for of. */
export interface WaiverTarget {
  readonly billId: number | null;
  readonly lateFeeId: number | null;
  readonly label: string;
  readonly open: string;
}

export interface WaiversView {
  readonly frame: DeskFrame;
  readonly waivers: readonly WaiverView[];
  /** The bill or late fee that was chosen in the list of arrears. */
  readonly target: WaiverTarget | null;
  readonly limit: string;
  readonly seal: FormSeal;
  readonly asked: boolean;
  readonly refusal: Refusal | null;
}

/** What was asked for and decided, and the form that asks. */
export function WaiversPage({ m, view }: { readonly m: Messages; readonly view: WaiversView }): JSX.Element {
  const texts = m.billing.waivers;
  const base = `/b/${view.frame.community.slug}`;
  return (
    <DeskLayout
      m={m}
      frame={view.frame}
      head={{ title: texts.title, lead: texts.lead, back: { href: `${base}/arrears`, label: m.billing.arrears.backToAll } }}
      notice={
        <>
          <RefusalNotice m={m} refusal={view.refusal} />
          {view.asked && <Banner tone="ok" title={texts.asked} />}
        </>
      }
    >
      {view.target === null ? <Banner tone="info" title={texts.askNote} /> : <AskForm m={m} view={view} target={view.target} />}
      <Card id="list" title={texts.list}>
        <WaiverList m={m} waivers={view.waivers} />
      </Card>
    </DeskLayout>
  );
}

function AskForm({ m, view, target }: { readonly m: Messages; readonly view: WaiversView; readonly target: WaiverTarget }): JSX.Element {
  const { fields, hints, ...texts } = m.billing.waivers;
  const of = (name: keyof typeof fields, proposed = '') => ({
    name,
    label: fields[name],
    value: typedOr(view.refusal, name, proposed),
    error: errorOf(view.refusal, name),
  });
  const chosen: Record<string, string> = target.billId === null ? { lateFeeId: String(target.lateFeeId) } : { billId: String(target.billId) };
  return (
    <Card id="ask" title={`${texts.ask}: ${target.label}`} note={texts.open(formatMoney(target.open))}>
      <DeskForm action={`/b/${view.frame.community.slug}/waivers`} seal={view.seal} values={chosen}>
        <Field {...of('kind')} options={waiverKinds.map((kind) => ({ value: kind, label: texts.kind[kind] }))} />
        <Field {...of('amount', target.open)} inputMode="decimal" required />
        <Field {...of('reason')} hint={hints.reason} rows={3} required />
        <Field {...of('document')} required />
        <Field {...of('resolutionNo')} hint={hints.resolutionNo(formatMoney(view.limit))} />
        <div class="actions">
          <button class="button main" type="submit">
            {texts.submit}
          </button>
        </div>
      </DeskForm>
    </Card>
  );
}
