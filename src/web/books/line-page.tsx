import type { JSX } from 'preact';
import { Amount, Banner, Card, Facts, Field, StatusTag } from '../components/index.js';
import { DeskLayout } from '../desk/desk-layout.js';
import { DeskForm, fieldsOf, RefusalNotice } from '../desk/form-parts.js';
import { formatMoney } from '../format.js';
import type { Messages } from '../messages/index.js';
import { AssignForm } from './line-parts.js';
import type { LineView } from './line-view.js';
import { matchKeys } from './match-keys.js';
import { SendBackCard } from './send-back.js';

type Props = { readonly m: Messages; readonly view: LineView };
/** One line of the bank: what the bank says, what the rules found, and a place by hand. */
export function LinePage({ m, view }: Props): JSX.Element {
  const texts = m.books.line;
  const base = `/b/${view.frame.community.slug}/bank`;
  const out = view.amount.startsWith('-');
  return (
    <DeskLayout
      m={m}
      frame={view.frame}
      head={{ title: texts.title, back: { href: base, label: texts.back } }}
      notice={
        <>
          <RefusalNotice m={m} refusal={view.refusal?.errors.length === 0 ? null : view.refusal} />
          {view.done !== null && (
            <Banner tone="ok" title={{ asked: m.leases.sendBack.asked, placed: texts.done, undone: m.bankLine.undo.done }[view.done]}>
              {view.next !== null && <Next m={m} href={`${base}/${view.next}`} />}
            </Banner>
          )}
        </>
      }
    >
      <section class="card" aria-label={texts.title}>
        <p class="figure">
          <Amount yuan={view.amount} />
        </p>
        <Facts
          facts={[
            [texts.booked, m.date(view.bookedOn)],
            [m.bankLine.number, String(view.id)],
            [out ? texts.payee : texts.payer, view.counterparty],
            [texts.account, <span class="hash">{view.account}</span>],
            [texts.remark, view.remark === '' ? texts.noRemark : view.remark],
            [texts.reference, <span class="hash">{view.reference}</span>],
            [texts.why, view.why ?? texts.whyNone],
          ]}
        />
      </section>
      {view.places.length > 0 && <Places m={m} view={view} />}
      {view.assign === null ? view.done === null && <Banner tone="info" title={texts.nothing} /> : <AssignForm m={m} view={view} assign={view.assign} />}
      {view.sendBack !== null && <SendBackCard m={m} action={`${base}/${view.id}/return`} sendBack={view.sendBack} refusal={view.refusal} />}
      {view.undo !== null && <Undo m={m} view={view} undo={view.undo} />}
      <script dangerouslySetInnerHTML={{ __html: matchKeys }} />
    </DeskLayout>
  );
}

function Next({ m, href }: { readonly m: Messages; readonly href: string }): JSX.Element {
  return (
    <p class="actions">
      <a class="button small" href={href}>
        {m.books.line.next}
      </a>
    </p>
  );
}

function Places({ m, view }: Props): JSX.Element {
  const texts = m.books.line;
  return (
    <Card id="places" title={texts.places}>
      <ul class="list log">
        {view.places.map((place, position) => (
          <li key={position} class="said">
            <span class="claim">
              <span>{m.matching.places[place.target]}</span>
              <span class="money">{formatMoney(place.amount)}</span>
            </span>
            <span class="who">{`${texts.placedAt(m.moment(place.at))} · ${texts.voucher(place.entrySeq)}`}</span>
            {place.takenBack && <StatusTag tone="info">{m.bankLine.takenBack}</StatusTag>}
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** Takes the line's place back, while its month is open: what that does is said before it is done. The key U leads here. */
function Undo({ m, view, undo }: Props & { readonly undo: NonNullable<LineView['undo']> }): JSX.Element {
  const texts = m.bankLine.undo;
  if ('not' in undo)
    return (
      <Card id="undo" title={texts.not}>
        <p>{undo.not}</p>
      </Card>
    );
  return (
    <Card id="undo" title={texts.title} note={texts.note}>
      <ul>
        {undo.targets.map((target) => (
          <li key={target}>{texts.will[target]}</li>
        ))}
        <li>{texts.after[undo.leavesIn]}</li>
      </ul>
      <DeskForm action={`/b/${view.frame.community.slug}/bank/${view.id}/undo`} seal={undo.seal} label={texts.title}>
        <Field {...fieldsOf(view.refusal, 'undo', { reason: texts.reason })('reason')} autocomplete="off" required />
        <div class="actions">
          <button class="button" type="submit" data-undo="">
            {texts.submit}
          </button>
        </div>
      </DeskForm>
    </Card>
  );
}
