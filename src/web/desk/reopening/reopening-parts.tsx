import type { ComponentChildren, JSX } from 'preact';
import type { AccountingPeriod, Instant } from '../../../kernel/index.js';
import type { StatementPeriod } from '../../../modules/statements/index.js';
import type { OpenAgain, ReopeningState } from '../../../modules/settlement/index.js';
import { Banner, Card, EmptyState, StatusTag, type TagTone } from '../../components/index.js';
import type { Messages } from '../../messages/index.js';

interface Word {
  readonly organisation: string;
  readonly person: string;
  readonly at: Instant;
}

export interface ReopeningRow {
  readonly number: number;
  readonly month: AccountingPeriod;
  readonly reason: string;
  readonly expiresAt: Instant;
  readonly state: ReopeningState;
  readonly asked: Word;
  readonly agreed: Word | null;
}

const tones: Readonly<Record<ReopeningState, TagTone>> = { WAITING: 'due', MISSED: 'wait', OPEN: 'info', OVERDUE: 'bad', DONE: 'done' };

/** What is open now and until when. */
export function OpenNow({ m, open, children }: { readonly m: Messages; readonly open: OpenAgain | null; readonly children?: ComponentChildren }): JSX.Element {
  const texts = m.reopen;
  if (open === null) return <Banner tone="info" title={texts.closed} />;
  const figures = { from: m.month(open.from), through: m.month(open.through), until: m.moment(open.until) };
  return (
    <Banner tone={open.lapsed ? 'bad' : 'warn'} title={open.lapsed ? texts.overdue(figures) : texts.open(figures)}>
      {children}
    </Banner>
  );
}

/** Every reopening that was asked for; `act` is put below one. */
export function ReopeningList({
  m,
  rows,
  act,
}: {
  readonly m: Messages;
  readonly rows: readonly ReopeningRow[];
  readonly act?: (row: ReopeningRow) => JSX.Element | null;
}): JSX.Element {
  const texts = m.reopen;
  return (
    <Card id="list" title={texts.list}>
      {rows.length === 0 && <EmptyState title={texts.none} />}
      <ul class="list">
        {rows.map((row) => (
          <li key={row.number} class="said">
            <span class="claim">
              <b>{m.month(row.month)}</b>
              <StatusTag tone={tones[row.state]}>{texts.state[row.state]}</StatusTag>
            </span>
            <span>{row.reason}</span>
            <small>{texts.asked(row.asked.organisation, row.asked.person, m.shortMoment(row.asked.at))}</small>
            {row.agreed !== null && <small>{texts.agreed(row.agreed.organisation, row.agreed.person, m.shortMoment(row.agreed.at))}</small>}
            <small>{texts.ends(m.moment(row.expiresAt))}</small>
            {act?.(row) ?? null}
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** Statements that were built before the books of their months changed. */
export function OutdatedStatements({
  m,
  slug,
  months,
}: {
  readonly m: Messages;
  readonly slug: string;
  readonly months: readonly StatementPeriod[];
}): JSX.Element | null {
  if (months.length === 0) return null;
  return (
    <Card id="outdated" title={m.reopen.outdated} note={m.reopen.outdatedNote}>
      <ul class="list">
        {months.map((month) => (
          <li key={month}>
            <a class="row" href={`${m.base}/p/${slug}/${month}`}>
              {m.span(month)}
            </a>
          </li>
        ))}
      </ul>
    </Card>
  );
}
