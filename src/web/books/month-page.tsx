import type { JSX } from 'preact';
import type { AccountingPeriod, BusinessDate } from '../../kernel/index.js';
import type { CloseStepName } from '../../modules/settlement/index.js';
import { Amount, Card, Facts, Icon, StatusTag } from '../components/index.js';
import { DeskLayout, type DeskFrame } from '../desk/desk-layout.js';
import type { Messages } from '../messages/index.js';

/** A step towards the close: done with its figure, or what is in the way. */
export interface MonthStep {
  readonly name: CloseStepName;
  readonly state: 'done' | 'now' | 'wait';
  readonly note: string;
  readonly href: string;
}

export interface MonthView {
  readonly frame: DeskFrame;
  readonly month: AccountingPeriod;
  readonly steps: readonly MonthStep[];
  readonly suspense: { readonly count: number; readonly total: string; readonly oldestOn: BusinessDate | null; readonly oldestDays: number };
  readonly account: { readonly bankBalance: string; readonly reachedTo: BusinessDate | null };
  readonly previous: { readonly month: AccountingPeriod; readonly state: 'NONE' | 'READY' | 'PUBLISHED' } | null;
}

type Props = { readonly m: Messages; readonly view: MonthView };

/** What the bookkeeper does next: the month from its bills to its close. */
export function MonthPage({ m, view }: Props): JSX.Element {
  const texts = m.books.month;
  return (
    <DeskLayout m={m} frame={view.frame} head={{ title: texts.title(m.month(view.month)), lead: texts.lead }}>
      <div class="two">
        <div class="first">
          <MonthSteps m={m} steps={view.steps} />
        </div>
        <div class="beside">
          <Account m={m} view={view} />
          <Suspense m={m} view={view} />
          <Previous m={m} view={view} />
        </div>
      </div>
    </DeskLayout>
  );
}

const icons = { done: 'done', now: 'now', wait: 'wait' } as const;

/** The checklist; the first step that is not done is the one to do. */
export function MonthSteps({ m, steps, links = true }: { readonly m: Messages; readonly steps: readonly MonthStep[]; readonly links?: boolean }): JSX.Element {
  const texts = m.books.month;
  return (
    <Card id="steps" title={texts.steps}>
      <ol class="list checks">
        {steps.map(({ name, state, note, href }) => (
          <li key={name} class={state}>
            <Icon name={icons[state]} />
            <span class="grow">
              {texts.step[name]}
              {state !== 'done' && <span class="sr"> {m.status[state]}</span>}
              <small>{note}</small>
            </span>
            {links && (
              <a class={state === 'now' ? 'button small main' : 'button small'} href={href}>
                {state === 'now' ? texts.todo : texts.see}
                <span class="sr">{` ${texts.step[name]}`}</span>
              </a>
            )}
          </li>
        ))}
      </ol>
    </Card>
  );
}

function Account({ m, view }: Props): JSX.Element {
  const texts = m.books.month;
  const { bankBalance, reachedTo } = view.account;
  return (
    <Card id="account" title={texts.balance} note={reachedTo === null ? texts.noStatement : texts.through(m.date(reachedTo))}>
      <p class="figure">
        <Amount yuan={bankBalance} />
      </p>
    </Card>
  );
}

function Suspense({ m, view }: Props): JSX.Element {
  const texts = m.books.month;
  const { count, total, oldestOn, oldestDays } = view.suspense;
  return (
    <Card id="suspense" title={texts.suspense} note={count === 0 ? texts.suspenseNone : texts.suspenseNote}>
      {count > 0 && (
        <>
          <Facts
            facts={[
              [texts.count, String(count)],
              [texts.amount, <Amount yuan={total} />],
              ...(oldestOn === null ? [] : [[texts.oldest, `${m.date(oldestOn)} · ${texts.days(oldestDays)}`] as const]),
            ]}
          />
          <a class="go" href={`/b/${view.frame.community.slug}/bank?state=SUSPENSE`}>
            {m.books.bank.inSuspense}
          </a>
        </>
      )}
    </Card>
  );
}

function Previous({ m, view }: Props): JSX.Element | null {
  const texts = m.books.month;
  if (view.previous === null) return null;
  const { month, state } = view.previous;
  return (
    <Card id="previous" title={texts.previous} note={m.month(month)}>
      <p>
        <StatusTag tone={state === 'PUBLISHED' ? 'done' : 'due'}>{texts.statement[state]}</StatusTag>
      </p>
      {state !== 'PUBLISHED' && (
        <a class="go" href={`/b/${view.frame.community.slug}/statements`}>
          {state === 'NONE' ? texts.build : m.books.drafts.preview}
        </a>
      )}
    </Card>
  );
}
