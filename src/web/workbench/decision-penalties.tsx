import type { JSX } from 'preact';
import type { Quarter } from '../../kernel/index.js';
import type { FirmDueView, PenaltyUndoView } from '../../modules/entitlements/index.js';
import { Card, EmptyState, Field } from '../components/index.js';
import type { DeskFrame } from '../desk/desk-layout.js';
import { DeskForm, fieldsOf, type FormSeal, type Refusal } from '../desk/form-parts.js';
import { formatMoney } from '../format.js';
import type { Messages } from '../messages/index.js';
import { Act } from './decision-act.js';

/** What the page says of penalties. */
export interface PenaltiesView {
  readonly frame: DeskFrame;
  readonly seal: () => FormSeal;
  /** The fines that the contract of these quarters fixes by event, in yuan. */
  readonly fines: readonly { readonly code: string; readonly name: string; readonly amount: string }[];
  readonly quarters: readonly Quarter[];
  /** Every penalty, those that were taken off whole too; the latest first. */
  readonly penalties: readonly FirmDueView[];
  /** Questions to take one back that nobody has answered. */
  readonly undos: readonly PenaltyUndoView[];
  readonly refusal: Refusal | null;
}

type Props = { readonly m: Messages; readonly view: PenaltiesView };

/** The form that imposes a penalty, and every one that was imposed. */
export function Penalty({ m, view }: Props): JSX.Element {
  const { penalty: texts, amount, reason, document } = m.decisions;
  const of = fieldsOf(view.refusal, 'penalty', { quarter: texts.quarter, event: texts.event, eventOn: texts.eventOn, amount, reason, document });
  const events = view.fines.map(({ code, name, amount: fine }) => ({ value: code, label: `${name} ${formatMoney(fine)}` }));
  return (
    <Card id="penalty" title={texts.title} note={texts.note}>
      {view.quarters.length === 0 ? (
        <EmptyState title={texts.none} />
      ) : (
        <Act view={view} path="penalties" label={texts.submit}>
          <Field {...of('quarter')} options={view.quarters.map((quarter) => ({ value: quarter, label: m.quarter(quarter) }))} />
          {events.length > 0 && (
            <>
              <Field {...of('event')} options={[{ value: '', label: texts.noEvent }, ...events]} />
              <Field {...of('eventOn')} type="date" hint={texts.eventOnHint} />
            </>
          )}
          <Field {...of('amount')} inputMode="decimal" required={events.length === 0} {...(events.length > 0 && { hint: texts.amountHint })} />
          <Field {...of('reason')} required />
          <Field {...of('document')} required />
        </Act>
      )}
      {view.penalties.length > 0 && (
        <ul class="list" id="penalties">
          {view.penalties.map((penalty) => (
            <li key={penalty.id}>
              {penaltyWords(m, penalty)} <small>{`${penalty.reason ?? ''} · ${penalty.document ?? ''}`}</small>
            </li>
          ))}
        </ul>
      )}
      <AskUndo m={m} view={view} />
      <Undos m={m} view={view} />
    </Card>
  );
}

/** A penalty that should not have been is taken back by two bodies: this one asks. */
function AskUndo({ m, view }: Props): JSX.Element | null {
  const { undo: texts } = m.decisions.penalty;
  const asked = new Set(view.undos.map(({ penaltyId }) => penaltyId));
  const standing = view.penalties.filter(({ id, takenBack }) => takenBack.isZero && !asked.has(id));
  if (standing.length === 0) return null;
  const of = fieldsOf(view.refusal, 'undo', { penalty: texts.penalty, reason: m.decisions.reason });
  return (
    <Act view={view} path="penalties/undo" label={texts.submit}>
      <p class="note">{texts.note}</p>
      <Field {...of('penalty')} options={standing.map((penalty) => ({ value: String(penalty.id), label: penaltyWords(m, penalty) }))} />
      <Field {...of('reason')} required />
    </Act>
  );
}

/** What waits for the other body. */
function Undos({ m, view }: Props): JSX.Element | null {
  const { undo: texts } = m.decisions.penalty;
  if (view.undos.length === 0) return null;
  return (
    <ul class="list" id="undos">
      {view.undos.map(({ id, penaltyId, amount, asker, reason }) => {
        const title = texts.line(penaltyId, formatMoney(amount.toString()), asker);
        return (
          <li key={id}>
            <p>{title}</p>
            <p class="note">{texts.why(reason)}</p>
            <DeskForm action={`/w/${view.frame.community.slug}/decisions/penalty-undos/${id}`} seal={view.seal()} label={title}>
              <Field {...fieldsOf(view.refusal, `undo${id}`, { reason: texts.refuseReason })('reason')} />
              <div class="actions">
                <button class="button main" type="submit" name="decision" value="CONFIRM">
                  {texts.confirm}
                </button>
                <button class="button" type="submit" name="decision" value="REFUSE">
                  {texts.refuse}
                </button>
              </div>
            </DeskForm>
          </li>
        );
      })}
    </ul>
  );
}

function penaltyWords(m: Messages, { id, label, event, eventOn, amount, takenOff, takenBack, open }: FirmDueView): string {
  const { line, undone } = m.decisions.penalty;
  const what = [label, event, eventOn && m.date(eventOn)].filter(Boolean).join(' ');
  if (!takenBack.isZero) return undone(id, what, formatMoney(amount.toString()));
  return line(id, what, { amount: formatMoney(amount.toString()), takenOff: formatMoney(takenOff.toString()), open: formatMoney(open.toString()) });
}
