import type { JSX } from 'preact';
import type { FirmDueView } from '../../modules/entitlements/index.js';
import { Banner, Card, EmptyState, Field, StatusTag } from '../components/index.js';
import { DeskLayout, type DeskFrame } from '../desk/desk-layout.js';
import { DeskForm, errorOf, RefusalNotice, typedOr, type FormSeal, type Refusal } from '../desk/form-parts.js';
import { formatMoney } from '../format.js';
import type { Messages } from '../messages/index.js';

export interface FirmDuesView {
  readonly frame: DeskFrame;
  readonly rows: readonly FirmDueView[];
  readonly seal: FormSeal;
  readonly recorded: string | null;
  readonly refusal: Refusal | null;
}

/** What the firm owes, and a form for money that it took outside the account. */
export function FirmDuesPage({ m, view }: { readonly m: Messages; readonly view: FirmDuesView }): JSX.Element {
  const texts = m.feeReceipts.dues;
  const { refusal } = view;
  const field = (name: 'unit' | 'amount' | 'reason' | 'document', hint?: string) => (
    <Field
      name={name}
      label={texts[name]}
      value={typedOr(refusal, name)}
      error={errorOf(refusal, name)}
      autocomplete="off"
      required
      {...(name === 'amount' && { inputMode: 'decimal' as const })}
      {...(hint !== undefined && { hint })}
    />
  );
  return (
    <DeskLayout
      m={m}
      frame={view.frame}
      head={{ title: texts.title, lead: texts.lead }}
      notice={
        <>
          <RefusalNotice m={m} refusal={refusal} />
          {view.recorded !== null && <Banner tone="ok" title={texts.done(formatMoney(view.recorded))} />}
        </>
      }
    >
      <Card id="list" title={texts.list}>
        {view.rows.length === 0 && <EmptyState title={texts.empty}>{texts.emptyHint}</EmptyState>}
        <ul class="list">
          {view.rows.map((due) => (
            <li key={`${due.kind} ${due.id}`}>
              <div class="row">
                <span>
                  <b>{due.unitCode === null ? texts.kinds[due.kind] : `${texts.kinds[due.kind]} · ${due.unitCode}`}</b>
                  <small>{texts.line(due.label, formatMoney(due.open.toString()))}</small>
                  {cleared(m, due) !== null && <small>{cleared(m, due)}</small>}
                  {due.reason !== null && <small>{`${due.reason} · ${due.document ?? ''}`}</small>}
                  <StatusTag tone={due.open.isZero ? 'done' : 'wait'}>{due.open.isZero ? texts.cleared : texts.open}</StatusTag>
                </span>
                <span class="side">
                  <span class="money">{formatMoney(due.amount.toString())}</span>
                  <small>{m.shortDate(due.effectiveOn)}</small>
                </span>
              </div>
            </li>
          ))}
        </ul>
      </Card>
      <Card id="take" title={texts.take} note={texts.takeNote}>
        <DeskForm action={`/b/${view.frame.community.slug}/firm-dues`} seal={view.seal}>
          {field('unit')}
          {field('amount')}
          <Field name="takenOn" label={texts.takenOn} type="date" value={typedOr(refusal, 'takenOn')} error={errorOf(refusal, 'takenOn')} required />
          {field('reason', texts.reasonHint)}
          {field('document', texts.documentHint)}
          <div class="actions">
            <button class="button main" type="submit">
              {texts.takeDo}
            </button>
          </div>
        </DeskForm>
      </Card>
    </DeskLayout>
  );
}

/** What became of it, each part by itself: what was given up is not what came in. */
function cleared(m: Messages, { paid, setOff, writtenOff }: FirmDueView): string | null {
  const texts = m.firmDues;
  const parts = [
    paid.isZero ? [] : [texts.ofPaid(formatMoney(paid.toString()))],
    setOff.isZero ? [] : [texts.ofSetOff(formatMoney(setOff.toString()))],
    writtenOff.isZero ? [] : [texts.ofWrittenOff(formatMoney(writtenOff.toString()))],
  ].flat();
  return parts.length === 0 ? null : texts.cleared(m.list(parts));
}
