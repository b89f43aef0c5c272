import type { JSX } from 'preact';
import type { FirmDueView } from '../../modules/entitlements/index.js';
import { Card, EmptyState, Field } from '../components/index.js';
import { fieldsOf } from '../desk/form-parts.js';
import { formatMoney } from '../format.js';
import type { Messages } from '../messages/index.js';
import { Act } from './decision-act.js';
import type { DecisionsView } from './decisions-page.js';

type Props = { readonly m: Messages; readonly view: DecisionsView };

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
      <ul class="list" id="penalties">
        {view.penalties.map((penalty) => (
          <li key={penalty.id}>
            {penaltyWords(m, penalty)} <small>{`${penalty.reason ?? ''} · ${penalty.document ?? ''}`}</small>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function penaltyWords(m: Messages, { id, label, event, eventOn, amount, takenOff, open }: FirmDueView): string {
  const what = [label, event, eventOn && m.date(eventOn)].filter(Boolean).join(' ');
  return m.decisions.penalty.line(id, what, {
    amount: formatMoney(amount.toString()),
    takenOff: formatMoney(takenOff.toString()),
    open: formatMoney(open.toString()),
  });
}
