import type { JSX } from 'preact';
import type { AccountingPeriod, Instant } from '../../kernel/index.js';
import { Card, MoneyLines, StatusTag } from '../components/index.js';
import { DeskLayout, type DeskFrame } from '../desk/desk-layout.js';
import { ReconciliationSheet, type ReconciliationSheetView } from '../desk/reconciliation/index.js';
import type { Messages } from '../messages/index.js';

export interface ClosedMonthView {
  readonly frame: DeskFrame;
  readonly month: AccountingPeriod;
  readonly closedAt: Instant;
  /** How often it was closed: more than once after a reopening. */
  readonly closes: number;
  readonly sheet: ReconciliationSheetView;
  readonly earned: { readonly earned: string; readonly base: string; readonly withheld: string } | null;
  readonly statement: 'NONE' | 'READY' | 'PUBLISHED';
  readonly isOutdated: boolean;
}

/** A month that is closed: what its close rests on, what it gave the firm, and its statement. */
export function ClosedMonthPage({ m, view }: { readonly m: Messages; readonly view: ClosedMonthView }): JSX.Element {
  const texts = m.reopen;
  const { slug } = view.frame.community;
  const { earned } = view;
  return (
    <DeskLayout
      m={m}
      frame={view.frame}
      head={{
        title: texts.closedTitle(m.month(view.month)),
        lead: texts.closedLead(m.moment(view.closedAt), view.closes),
        back: { href: `/b/${slug}/close`, label: texts.back },
      }}
    >
      <div class="two">
        <div class="first">
          <ReconciliationSheet m={m} view={view.sheet} />
        </div>
        <div class="beside">
          {earned !== null && (
            <Card id="earned" title={texts.earned}>
              <MoneyLines
                lines={[
                  { label: texts.base, amount: earned.base },
                  { label: texts.withheld, amount: earned.withheld },
                  { label: texts.earned, amount: earned.earned, kind: 'total' },
                ]}
              />
            </Card>
          )}
          <Card id="statement" title={texts.statement}>
            <p>
              <StatusTag tone={view.isOutdated ? 'bad' : view.statement === 'PUBLISHED' ? 'done' : 'due'}>
                {view.isOutdated ? texts.tag : m.books.month.statement[view.statement]}
              </StatusTag>
            </p>
            {view.statement === 'PUBLISHED' && (
              <a class="go" href={`${m.base}/p/${slug}/${view.month}`}>
                {texts.see}
              </a>
            )}
            <a class="go" href={`/b/${slug}/reopening`}>
              {texts.title}
            </a>
          </Card>
        </div>
      </div>
    </DeskLayout>
  );
}
