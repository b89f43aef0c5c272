import type { JSX } from 'preact';
import type { FirmDueView, FirmWriteOffView } from '../../modules/entitlements/index.js';
import { Banner, Card, EmptyState, Field, StatusTag } from '../components/index.js';
import { DeskLayout, type DeskFrame } from '../desk/desk-layout.js';
import { DeskForm, errorOf, fieldsOf, RefusalNotice, typedOr, type FormSeal, type Refusal } from '../desk/form-parts.js';
import { formatMoney } from '../format.js';
import type { Messages } from '../messages/index.js';

export interface FirmDuesView {
  readonly frame: DeskFrame;
  readonly rows: readonly FirmDueView[];
  /** What was given up, the latest first. */
  readonly writeOffs: readonly FirmWriteOffView[];
  /** One for each form. */
  readonly seal: () => FormSeal;
  readonly done: { readonly what: 'taken' | 'written-off' | 'taken-back'; readonly amount: string } | null;
  readonly refusal: Refusal | null;
}

/** What the firm owes, and forms for money that it took outside the account, for what is given up, and for what is asked for again. */
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
          {view.done !== null && <Banner tone="ok" title={doneWords(m, view.done)} />}
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
                  <small>
                    {texts.line([due.label, due.event, due.eventOn && m.date(due.eventOn)].filter(Boolean).join(' '), formatMoney(due.open.toString()))}
                  </small>
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
        <DeskForm action={`/b/${view.frame.community.slug}/firm-dues`} seal={view.seal()}>
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
      <WriteOff m={m} view={view} />
      <GivenUp m={m} view={view} />
    </DeskLayout>
  );
}

function doneWords(m: Messages, { what, amount }: NonNullable<FirmDuesView['done']>): string {
  const { done } = m.firmDues.forms;
  if (what === 'taken') return m.feeReceipts.dues.done(formatMoney(amount));
  return what === 'written-off' ? done.writtenOff(formatMoney(amount)) : done.takenBack(formatMoney(amount));
}

type Props = { readonly m: Messages; readonly view: FirmDuesView };

/** What nobody will get any more is given up by a resolution to waive, which the owner side records. */
function WriteOff({ m, view }: Props): JSX.Element | null {
  const { due, amount, resolution, writeOff: texts } = m.firmDues.forms;
  const { kinds, line } = m.feeReceipts.dues;
  const of = fieldsOf(view.refusal, 'off', { due, amount, resolution });
  const open = view.rows.filter((row) => row.open.isPositive);
  if (open.length === 0) return null;
  return (
    <Card id="write-off" title={texts.title} note={texts.note}>
      <DeskForm action={`/b/${view.frame.community.slug}/firm-dues/write-offs`} seal={view.seal()}>
        <Field
          {...of('due')}
          options={open.map((row) => ({ value: `${row.kind}-${row.id}`, label: `${kinds[row.kind]} ${line(row.label, formatMoney(row.open.toString()))}` }))}
        />
        <Field {...of('amount')} inputMode="decimal" required />
        <Field {...of('resolution')} required />
        <div class="actions">
          <button class="button" type="submit">
            {texts.submit}
          </button>
        </div>
      </DeskForm>
    </Card>
  );
}

/** What was given up, by which resolution, and the form that takes it back. */
function GivenUp({ m, view }: Props): JSX.Element | null {
  const { resolution, reason, writeOff, undo: texts } = m.firmDues.forms;
  const { kinds } = m.feeReceipts.dues;
  if (view.writeOffs.length === 0) return null;
  const of = fieldsOf(view.refusal, 'back', { writeOff: texts.which, resolution, reason });
  const words = (part: FirmWriteOffView): string => `${kinds[part.kind]} ${part.label}`;
  const standing = view.writeOffs.filter(({ undone }) => undone === null);
  const option = (id: number): string =>
    standing.flatMap((part) => (part.clearingId === id ? [`${words(part)} ${formatMoney(part.amount.toString())} ${part.resolution}`] : [])).join(' · ');
  return (
    <Card id="given-up" title={writeOff.list}>
      <ul class="list">
        {view.writeOffs.map((part) => (
          <li key={`${part.clearingId} ${part.kind} ${part.label}`}>
            <div class="row">
              <span>
                <b>{words(part)}</b>
                <small>{writeOff.by(part.resolution)}</small>
                {part.undone !== null && <small>{texts.undone(part.undone.resolution, part.undone.reason)}</small>}
              </span>
              <span class="side">
                <span class="money">{formatMoney(part.amount.toString())}</span>
                <small>{m.shortDate(part.on)}</small>
              </span>
            </div>
          </li>
        ))}
      </ul>
      {standing.length > 0 && (
        <DeskForm action={`/b/${view.frame.community.slug}/firm-dues/undo`} seal={view.seal()} label={texts.title}>
          <p class="note">{texts.note}</p>
          <Field
            {...of('writeOff')}
            options={[...new Set(standing.map(({ clearingId }) => clearingId))].map((id) => ({ value: String(id), label: option(id) }))}
          />
          <Field {...of('resolution')} required />
          <Field {...of('reason')} hint={texts.reasonHint} required />
          <div class="actions">
            <button class="button" type="submit">
              {texts.submit}
            </button>
          </div>
        </DeskForm>
      )}
    </Card>
  );
}

/** What became of it, each part by itself: what was given up is not what came in. */
function cleared(m: Messages, { takenOff, takenBack, paid, setOff, writtenOff }: FirmDueView): string | null {
  const texts = m.firmDues;
  const parts = [
    takenOff.isZero ? [] : [texts.ofTakenOff(formatMoney(takenOff.toString()))],
    takenBack.isZero ? [] : [texts.ofTakenBack(formatMoney(takenBack.toString()))],
    paid.isZero ? [] : [texts.ofPaid(formatMoney(paid.toString()))],
    setOff.isZero ? [] : [texts.ofSetOff(formatMoney(setOff.toString()))],
    writtenOff.isZero ? [] : [texts.ofWrittenOff(formatMoney(writtenOff.toString()))],
  ].flat();
  return parts.length === 0 ? null : texts.cleared(m.list(parts));
}
