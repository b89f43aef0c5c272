import type { JSX } from 'preact';
import type { AccountingPeriod } from '../../kernel/index.js';
import { Banner, Card, Field } from '../components/index.js';
import { DeskLayout, type DeskFrame } from '../desk/desk-layout.js';
import { DeskForm, errorOf, RefusalNotice, typedOr, type FormSeal, type Refusal } from '../desk/form-parts.js';
import { ReconciliationSheet, type ReconciliationSheetView } from '../desk/reconciliation/index.js';
import type { Messages } from '../messages/index.js';

export interface ReconciliationPageView {
  readonly frame: DeskFrame;
  readonly id: number;
  readonly month: AccountingPeriod;
  readonly sheet: ReconciliationSheetView;
  /** Null for those who may read and not sign, and when there is nothing to sign. */
  readonly sign: FormSeal | null;
  readonly withdraw: FormSeal | null;
  readonly done: 'signed' | 'withdrawn' | null;
  readonly refusal: Refusal | null;
}

type Props = { readonly m: Messages; readonly view: ReconciliationPageView };

/** The reconciliation before the second signature, and with it. */
export function ReconciliationPage({ m, view }: Props): JSX.Element {
  const texts = m.reconcile;
  const { slug } = view.frame.community;
  return (
    <DeskLayout
      m={m}
      frame={view.frame}
      head={{ title: texts.title(m.month(view.month)), lead: texts.lead, back: { href: `/w/${slug}`, label: texts.back } }}
      notice={
        <>
          <RefusalNotice m={m} refusal={view.refusal} />
          {view.done !== null && <Banner tone="ok" title={view.done === 'signed' ? texts.doneSigned : texts.doneWithdrawn} />}
        </>
      }
    >
      <ReconciliationSheet m={m} view={view.sheet} />
      <Sign m={m} view={view} />
      <Withdraw m={m} view={view} />
    </DeskLayout>
  );
}

function Sign({ m, view }: Props): JSX.Element | null {
  const texts = m.reconcile;
  if (view.sheet.state !== 'PREPARED') return null;
  if (view.sign === null) return <Banner tone="info" title={texts.cannot} />;
  return (
    <Card id="sign" title={texts.sign} note={texts.signNote(view.frame.person)}>
      <DeskForm action={pathOf(view, 'sign')} seal={view.sign} values={{ sha256: view.sheet.sha256 ?? '' }}>
        <div class="actions">
          <button class="button main" type="submit">
            {texts.sign}
          </button>
        </div>
      </DeskForm>
    </Card>
  );
}

function Withdraw({ m, view }: Props): JSX.Element | null {
  const texts = m.reconcile;
  if (view.withdraw === null) return null;
  return (
    <Card id="withdraw" title={texts.withdraw} note={texts.withdrawNote}>
      <DeskForm action={pathOf(view, 'withdraw')} seal={view.withdraw}>
        <Field name="reason" label={texts.reason} value={typedOr(view.refusal, 'reason')} error={errorOf(view.refusal, 'reason')} required />
        <div class="actions">
          <button class="button" type="submit">
            {texts.withdraw}
          </button>
        </div>
      </DeskForm>
    </Card>
  );
}

function pathOf({ frame, id }: ReconciliationPageView, what: 'sign' | 'withdraw'): string {
  return `/w/${frame.community.slug}/reconciliations/${id}/${what}`;
}
