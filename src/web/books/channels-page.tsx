import type { JSX } from 'preact';
import type { Channel, ChannelLineKind } from '../../modules/bank/index.js';
import type { BusinessDate } from '../../kernel/index.js';
import { Banner, Card, EmptyState, Field, More, StatusTag } from '../components/index.js';
import { DeskLayout, type DeskFrame } from '../desk/desk-layout.js';
import { DeskForm, errorOf, RefusalNotice, typedOr, type FormSeal, type Refusal } from '../desk/form-parts.js';
import { formatMoney } from '../format.js';
import type { Messages } from '../messages/index.js';

export interface ChannelRow {
  readonly id: number;
  readonly channel: Channel;
  readonly kind: ChannelLineKind;
  readonly orderNo: string;
  readonly paidOn: BusinessDate;
  readonly gross: string;
  readonly fee: string;
  readonly payer: string;
  readonly remark: string;
  readonly why: string | null;
}

export interface WaitingRow extends ChannelRow {
  readonly candidates: readonly { readonly unit: string; readonly label: string; readonly why: string; readonly seal: FormSeal }[];
  readonly seal: FormSeal;
}

export interface PlacedRow extends ChannelRow {
  readonly unit: string;
  readonly receipt: string | null;
  readonly seal: FormSeal;
}

export interface ChannelsView {
  readonly frame: DeskFrame;
  readonly counts: { readonly waiting: number; readonly inTransit: number };
  readonly waiting: readonly WaitingRow[];
  readonly placed: readonly PlacedRow[];
  readonly match: FormSeal | null;
  /** What was done last, in a sentence. */
  readonly told: string | null;
  /** The line that a refused form was about. */
  readonly about: number | null;
  readonly refusal: Refusal | null;
}

type Props = { readonly m: Messages; readonly view: ChannelsView };

/** Payments of channels that wait for their unit, each with the likely ones and why; and those that wait for their settlement. */
export function ChannelsPage({ m, view }: Props): JSX.Element {
  const texts = m.channels;
  const bank = `/b/${view.frame.community.slug}/bank`;
  return (
    <DeskLayout
      m={m}
      frame={view.frame}
      head={{ title: texts.title, lead: texts.lead(view.counts.waiting, view.counts.inTransit), back: { href: bank, label: texts.back } }}
      notice={
        <>
          <RefusalNotice m={m} refusal={view.refusal} />
          {view.told !== null && <Banner tone="ok" title={view.told} />}
        </>
      }
    >
      <section class="card" aria-label={texts.match}>
        {view.match !== null && <p class="note">{texts.matchNote}</p>}
        <div class="actions">
          {view.match !== null && (
            <DeskForm action={`${bank}/channels/match`} seal={view.match} class="">
              <button class="button main" type="submit">
                {texts.match}
              </button>
            </DeskForm>
          )}
          <a class="button" href={`${bank}/import`}>
            {texts.import}
          </a>
        </div>
      </section>
      <Card id="waiting" title={texts.waiting} note={texts.waitingNote}>
        {view.waiting.length === 0 && <EmptyState title={texts.empty}>{texts.emptyHint}</EmptyState>}
        <ul class="list long">
          {view.waiting.map((row) => (
            <Waiting key={row.id} m={m} row={row} view={view} base={`${bank}/channels`} />
          ))}
        </ul>
        {view.counts.waiting > view.waiting.length && <p class="note">{texts.more(view.counts.waiting - view.waiting.length)}</p>}
      </Card>
      <Card id="placed" title={texts.inTransit}>
        {view.placed.length === 0 && <EmptyState title={texts.inTransitNone}>{texts.inTransitNoneHint}</EmptyState>}
        <ul class="list long">
          {view.placed.map((row) => (
            <Placed key={row.id} m={m} row={row} view={view} base={`${bank}/channels`} />
          ))}
        </ul>
        {view.counts.inTransit > view.placed.length && <p class="note">{texts.more(view.counts.inTransit - view.placed.length)}</p>}
      </Card>
    </DeskLayout>
  );
}

type RowProps<Row> = { readonly m: Messages; readonly row: Row; readonly view: ChannelsView; readonly base: string };

function Said({ m, row }: { readonly m: Messages; readonly row: ChannelRow }): JSX.Element {
  const texts = m.channels;
  return (
    <>
      <b>{row.payer === '' ? texts.nobody : row.payer}</b>
      <p class="money">{formatMoney(row.gross)}</p>
      <small>{[m.shortDate(row.paidOn), m.bankImport.channels[row.channel], texts.kinds[row.kind], texts.fee(formatMoney(row.fee))].join(' · ')}</small>
      <small>{row.remark === '' ? m.books.line.noRemark : row.remark}</small>
      <small>
        {`${texts.orderNo} `}
        <span class="hash">{row.orderNo}</span>
      </small>
    </>
  );
}

function Waiting({ m, row, view, base }: RowProps<WaitingRow>): JSX.Element {
  const texts = m.channels;
  const refusal = view.about === row.id ? view.refusal : null;
  return (
    <li class="match-line" id={`line-${row.id}`}>
      <div>
        <Said m={m} row={row} />
        {row.why !== null && (
          <p>
            <StatusTag tone="due">{row.why}</StatusTag>
          </p>
        )}
      </div>
      <div>
        {row.candidates.map(({ unit, label, why, seal }, position) => (
          <DeskForm key={unit} action={`${base}/${row.id}`} seal={seal} class="candidate" values={{ unit }} label={`${texts.placeAt(unit)} · ${row.orderNo}`}>
            <p>
              <b>{label}</b>
              <br />
              <small>{why}</small>
            </p>
            <button class={position === 0 ? 'button main small' : 'button small'} type="submit">
              {texts.placeAt(unit)}
            </button>
          </DeskForm>
        ))}
        <DeskForm action={`${base}/${row.id}`} seal={row.seal} class="form" label={`${texts.other} · ${row.orderNo}`}>
          <Field
            name="unit"
            scope={view.about === row.id ? undefined : String(row.id)}
            label={row.kind === 'REFUND' ? texts.unitRefund : texts.unit}
            hint={texts.unitHint}
            autocomplete="off"
            required
            value={typedOr(refusal, 'unit')}
            error={errorOf(refusal, 'unit')}
          />
          <p class="actions">
            <button class="button small" type="submit">
              {texts.place}
            </button>
          </p>
        </DeskForm>
      </div>
    </li>
  );
}

function Placed({ m, row, view, base }: RowProps<PlacedRow>): JSX.Element {
  const texts = m.channels;
  const refusal = view.about === row.id ? view.refusal : null;
  return (
    <li class="match-line" id={`line-${row.id}`}>
      <div>
        <Said m={m} row={row} />
      </div>
      <div>
        <p>
          <b>{texts.at(row.unit, row.receipt)}</b>
          {row.why !== null && (
            <>
              <br />
              <small>{row.why}</small>
            </>
          )}
        </p>
        <More label={texts.undo}>
          <DeskForm action={`${base}/${row.id}/undo`} seal={row.seal} class="form" label={`${texts.undo} · ${row.orderNo}`}>
            <Field
              name="reason"
              scope={view.about === row.id ? undefined : String(row.id)}
              label={texts.reason}
              autocomplete="off"
              required
              value={typedOr(refusal, 'reason')}
              error={errorOf(refusal, 'reason')}
            />
            <p class="actions">
              <button class="button small" type="submit">
                {texts.undo}
              </button>
            </p>
          </DeskForm>
        </More>
      </div>
    </li>
  );
}
