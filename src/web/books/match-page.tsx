import type { JSX } from 'preact';
import type { BusinessDate } from '../../kernel/index.js';
import type { BankLineState } from '../../modules/bank/index.js';
import type { SuggestedPart } from '../../modules/settlement/index.js';
import { Banner, Card, EmptyState, Field, More, StatusTag } from '../components/index.js';
import { DeskLayout, type DeskFrame } from '../desk/desk-layout.js';
import { DeskForm, errorOf, RefusalNotice, typedOr, type FormSeal, type Refusal } from '../desk/form-parts.js';
import { formatMoney } from '../format.js';
import type { Messages } from '../messages/index.js';
import { matchKeys } from './match-keys.js';

/** A place that a line may have, why, and what one key would confirm. */
export interface MatchCandidate {
  readonly parts: readonly SuggestedPart[];
  readonly label: string;
  readonly why: string;
  readonly seal: FormSeal;
}

export interface MatchRow {
  readonly id: number;
  readonly bookedOn: BusinessDate;
  readonly amount: string;
  readonly counterparty: string;
  readonly remark: string;
  readonly state: BankLineState;
  readonly days: number;
  readonly why: string | null;
  readonly candidates: readonly MatchCandidate[];
}

export interface MatchView {
  readonly frame: DeskFrame;
  readonly rows: readonly MatchRow[];
  /** Lines that wait in all; `rows` is the first page of them. */
  readonly waiting: number;
  readonly waitingAmount: string;
  readonly match: FormSeal | null;
  /** What was placed last, and can be taken back with one key. */
  readonly last: { readonly id: number; readonly what: string; readonly seal: FormSeal } | null;
  readonly undone: boolean;
  readonly refusal: Refusal | null;
}

type Props = { readonly m: Messages; readonly view: MatchView };

/** Lines that wait for a person: each with its likely places and the reasons, confirmed with one key. */
export function MatchPage({ m, view }: Props): JSX.Element {
  const texts = m.matching.page;
  const base = `/b/${view.frame.community.slug}/bank`;
  return (
    <DeskLayout
      m={m}
      frame={view.frame}
      head={{ title: texts.title, lead: texts.lead(view.waiting, formatMoney(view.waitingAmount)), back: { href: base, label: m.books.line.back } }}
      notice={
        <>
          <RefusalNotice m={m} refusal={view.refusal} />
          {view.undone && <Banner tone="ok" title={texts.undone} />}
          {view.last !== null && <LastPlaced m={m} last={view.last} base={base} refusal={view.refusal} />}
        </>
      }
    >
      <section class="card" aria-label={texts.keys}>
        <p class="note">{texts.keysHint}</p>
        <div class="actions">
          {view.match !== null && (
            <DeskForm action={`${base}/match`} seal={view.match} class="">
              <button class="button main" type="submit">
                {m.books.bank.match}
              </button>
            </DeskForm>
          )}
          <a class="button" href={`${base}/rules`}>
            {texts.rules}
          </a>
        </div>
      </section>
      <Card id="waiting" title={texts.waiting}>
        {view.rows.length === 0 && <EmptyState title={texts.empty}>{texts.emptyHint}</EmptyState>}
        <ul class="list long">
          {view.rows.map((row) => (
            <Row key={row.id} m={m} row={row} base={base} />
          ))}
        </ul>
      </Card>
      <script dangerouslySetInnerHTML={{ __html: matchKeys }} />
    </DeskLayout>
  );
}

function LastPlaced({
  m,
  last,
  base,
  refusal,
}: {
  readonly m: Messages;
  readonly last: NonNullable<MatchView['last']>;
  readonly base: string;
  readonly refusal: Refusal | null;
}): JSX.Element {
  const texts = m.matching.page;
  return (
    <Banner tone="ok" title={texts.placed(last.what)}>
      <DeskForm action={`${base}/match/${last.id}/undo`} seal={last.seal} class="form">
        <More label={texts.undoOther}>
          <Field
            name="reason"
            label={texts.reason}
            value={typedOr(refusal, 'reason', texts.reasonQuick)}
            error={errorOf(refusal, 'reason')}
            autocomplete="off"
          />
        </More>
        <p class="actions">
          <button class="button small" type="submit" data-undo="">
            {texts.undo}
          </button>
          <a class="button small" href={`${base}/${last.id}`}>
            {m.bankLine.numbered(last.id)}
          </a>
        </p>
      </DeskForm>
    </Banner>
  );
}

function Row({ m, row, base }: { readonly m: Messages; readonly row: MatchRow; readonly base: string }): JSX.Element {
  const texts = m.matching.page;
  return (
    <li class="match-line" data-line={row.id} tabIndex={-1} id={`line-${row.id}`}>
      <div>
        <b>{row.counterparty === '' ? texts.nobody : row.counterparty}</b>
        <p class="money">{formatMoney(row.amount)}</p>
        <small>{`${m.shortDate(row.bookedOn)} · ${m.bankLine.numbered(row.id)} · ${row.remark === '' ? m.books.line.noRemark : row.remark}`}</small>
        <p>
          <StatusTag tone="due">{texts.stateOf(m.matching.states[row.state], row.days)}</StatusTag>
        </p>
        {row.why !== null && <small>{row.why}</small>}
      </div>
      <div>
        {row.candidates.map((candidate, position) => (
          <DeskForm
            key={position}
            action={`${base}/match/${row.id}`}
            seal={candidate.seal}
            class="candidate"
            values={Object.fromEntries(candidate.parts.flatMap(partFields))}
            label={candidate.label}
          >
            <p>
              <b>{candidate.label}</b>
              <br />
              <small>{candidate.why}</small>
            </p>
            <button class={position === 0 ? 'button main small' : 'button small'} type="submit" {...(position === 0 && { 'data-confirm': '' })}>
              {texts.confirm}
            </button>
          </DeskForm>
        ))}
        <p class="actions">
          <a class="button small" href={`${base}/${row.id}#assign`} data-split="">
            {texts.split}
          </a>
          {row.state === 'SUSPENSE' && (
            <a class="button small" href={`${base}/${row.id}#undo`}>
              {m.bankLine.undo.link}
            </a>
          )}
        </p>
      </div>
    </li>
  );
}

function partFields({ target, reference, amount }: SuggestedPart, position: number): [string, string][] {
  return [
    [`parts[${position}].target`, target],
    ...(reference === null ? [] : [[`parts[${position}].reference`, reference] as [string, string]]),
    [`parts[${position}].amount`, amount],
  ];
}
