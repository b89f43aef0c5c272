import type { JSX } from 'preact';
import type { BusinessDate, Instant } from '../../kernel/index.js';
import type { MatchTarget } from '../../modules/bank/index.js';
import type { AssignmentTarget } from '../../modules/settlement/index.js';
import { Amount, Banner, Card, Facts, Field, More } from '../components/index.js';
import { DeskLayout, type DeskFrame } from '../desk/desk-layout.js';
import { DeskForm, errorOf, RefusalNotice, typedOr, type FormSeal, type Refusal } from '../desk/form-parts.js';
import { formatMoney } from '../format.js';
import type { Messages } from '../messages/index.js';
import { SendBackCard, type SendBack } from './send-back.js';

/** A unit, lease or payout that this line may be for. */
export interface Candidate {
  readonly target: AssignmentTarget;
  readonly code: string;
  readonly name: string;
  readonly open: string;
}

export interface LineView {
  readonly frame: DeskFrame;
  readonly id: number;
  readonly bookedOn: BusinessDate;
  readonly amount: string;
  readonly counterparty: string;
  readonly account: string;
  readonly remark: string;
  readonly reference: string;
  readonly why: string | null;
  readonly places: readonly { readonly target: MatchTarget; readonly amount: string; readonly at: Instant; readonly entrySeq: number }[];
  /** How the line may be placed; null when it has its place. */
  readonly assign: {
    readonly seal: FormSeal;
    readonly targets: readonly AssignmentTarget[];
    readonly candidates: readonly Candidate[];
    readonly chosen: Pick<Candidate, 'target' | 'code'> | null;
  } | null;
  /** Null for a line of which nothing waits, or that names no account. */
  readonly sendBack: SendBack | null;
  readonly next: number | null;
  readonly done: 'placed' | 'asked' | null;
  readonly refusal: Refusal | null;
}

type Props = { readonly m: Messages; readonly view: LineView };
type Assign = NonNullable<LineView['assign']>;

/** Parts besides the first. */
const MORE_PARTS = [1, 2, 3];

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
          <RefusalNotice m={m} refusal={view.refusal} />
          {view.done !== null && (
            <Banner tone="ok" title={view.done === 'asked' ? m.leases.sendBack.asked : texts.done}>
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
          </li>
        ))}
      </ul>
    </Card>
  );
}

function AssignForm({ m, view, assign }: Props & { readonly assign: Assign }): JSX.Element {
  const texts = m.books.line;
  const own = `/b/${view.frame.community.slug}/bank/${view.id}`;
  const splits = assign.targets.includes('UNIT') || assign.targets.includes('BOUNCED_RECEIPT');
  const partTargets = assign.targets.filter((target) => target === 'UNIT' || target === 'LEASE' || target === 'FIRM_DUE' || target === 'BOUNCED_RECEIPT');
  return (
    <>
      {assign.candidates.length > 0 && (
        <Card id="candidates" title={texts.candidates} note={texts.candidatesNote}>
          <ul class="list">
            {assign.candidates.map(({ target, code, name, open }) => (
              <li key={`${target} ${code}`}>
                <a class="row" href={`${own}?target=${target}&code=${code}#assign`}>
                  <span>
                    <b>{texts.candidate(code, name)}</b>
                  </span>
                  <span class="side">{texts.open(formatMoney(open))}</span>
                </a>
              </li>
            ))}
          </ul>
        </Card>
      )}
      <Card id="assign" title={texts.assign}>
        <DeskForm action={own} seal={assign.seal} class="form wide">
          <Part m={m} view={view} assign={assign} position={0} />
          {splits && (
            <More label={texts.split}>
              <p class="note">{texts.partHint}</p>
              <div class="form wide">
                {MORE_PARTS.map((position) => (
                  <Part key={position} m={m} view={view} assign={{ ...assign, chosen: null, targets: partTargets }} position={position} />
                ))}
              </div>
            </More>
          )}
          <div class="actions">
            <button class="button main" type="submit">
              {texts.save}
            </button>
          </div>
        </DeskForm>
      </Card>
    </>
  );
}

function Part({ m, view, assign, position }: Props & { readonly assign: Assign; readonly position: number }): JSX.Element {
  const texts = m.books.line;
  const { refusal } = view;
  const [target, reference, amount] = [`parts[${position}].target`, `parts[${position}].reference`, `parts[${position}].amount`];
  const chosen = typedOr(refusal, target, assign.chosen?.target ?? assign.targets[0]);
  return (
    <fieldset class="choices">
      <legend class={position === 0 ? 'sr' : undefined}>{position === 0 ? texts.assign : texts.partNo(position + 1)}</legend>
      {assign.targets.map((known) => (
        <label key={known} class="choice">
          <input type="radio" name={target} value={known} checked={known === chosen} />
          {m.matching.targets[known]}
        </label>
      ))}
      <div class="pair-fields">
        <Field
          name={reference}
          label={texts.code}
          autocomplete="off"
          value={typedOr(refusal, reference, assign.chosen?.code ?? '')}
          error={errorOf(refusal, reference)}
          {...(position === 0 && { hint: texts.codeHint })}
        />
        {(assign.targets.includes('UNIT') || assign.targets.includes('BOUNCED_RECEIPT')) && (
          <Field
            name={amount}
            label={texts.part}
            inputMode="decimal"
            autocomplete="off"
            value={typedOr(refusal, amount)}
            error={errorOf(refusal, amount)}
            {...(position === 0 && { hint: texts.partHint })}
          />
        )}
        {position === 0 && assign.targets.includes('OTHER_INCOME') && (
          <Field
            name={`parts[${position}].words`}
            label={m.matching.words}
            autocomplete="off"
            value={typedOr(refusal, `parts[${position}].words`)}
            error={errorOf(refusal, `parts[${position}].words`)}
          />
        )}
      </div>
    </fieldset>
  );
}
