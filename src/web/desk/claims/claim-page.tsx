import type { JSX } from 'preact';
import { moneyInWords } from '../../../kernel/index.js';
import type { ClaimView } from '../../../modules/operating-income/index.js';
import { Amount, Card, Facts, Field, MoneyLines } from '../../components/index.js';
import type { Messages } from '../../messages/index.js';
import { DeskLayout, type DeskFrame } from '../desk-layout.js';
import { EvidenceLink } from '../evidence-link.js';
import { DeskForm, errorOf, RefusalNotice, typedOr, type FormSeal, type Refusal } from '../form-parts.js';
import { ClaimStateTag } from './claims-page.js';

export interface ClaimPageView {
  readonly frame: DeskFrame;
  readonly base: string;
  readonly claim: ClaimView;
  /** Short names of who asked and who decided. */
  readonly asker: string;
  readonly decider: string | null;
  readonly seal: FormSeal;
  readonly decides: boolean;
  readonly withdraws: boolean;
  readonly refusal: Refusal | null;
}

/** One claim: what it is for, its papers beside the decision, and how its amount was computed where it was. */
export function ClaimPage({ m, view }: { readonly m: Messages; readonly view: ClaimPageView }): JSX.Element {
  const texts = m.income.claims;
  const { claim } = view;
  return (
    <DeskLayout
      m={m}
      frame={view.frame}
      head={{
        title: `${claim.number} ${texts.kind[claim.kind]}`,
        lead: claim.description || texts.othersWords,
        back: { href: view.base, label: texts.back },
        tag: <ClaimStateTag m={m} state={claim.state} />,
      }}
      notice={<RefusalNotice m={m} refusal={view.refusal} />}
    >
      <Card id="facts" title={texts.facts.purpose}>
        <Facts facts={factsOf(m, view)} />
      </Card>
      {claim.figures !== null && <Figures m={m} figures={claim.figures} />}
      {view.decides && (
        <Card id="decide" title={texts.decide} note={texts.decideNote}>
          <DeskForm action={`${view.base}/${claim.number}/decision`} seal={view.seal}>
            <Field
              name="reason"
              label={texts.reason}
              rows={2}
              value={typedOr(view.refusal, 'reason')}
              error={errorOf(view.refusal, 'reason')}
              hint={m.workbench.forms.published}
            />
            <div class="actions">
              <button class="button main" type="submit" name="decision" value="APPROVE">
                {texts.approve}
              </button>
              <button class="button" type="submit" name="decision" value="REJECT">
                {texts.reject}
              </button>
            </div>
          </DeskForm>
        </Card>
      )}
      {view.withdraws && (
        <DeskForm action={`${view.base}/${claim.number}/withdrawal`} seal={view.seal}>
          <button class="button" type="submit">
            {texts.withdraw}
          </button>
        </DeskForm>
      )}
    </DeskLayout>
  );
}

function factsOf(m: Messages, { frame, claim, asker, decider }: ClaimPageView): (readonly [string, JSX.Element | string])[] {
  const { facts, ...texts } = m.income.claims;
  const papers = claim.papers.map(({ sha256, name }) => (
    <span key={sha256}>
      <EvidenceLink slug={frame.community.slug} sha256={sha256} name={name} />{' '}
    </span>
  ));
  const all: (readonly [string, JSX.Element | string | null])[] = [
    [facts.amount, <Amount yuan={claim.amount.toString()} />],
    [facts.inWords, moneyInWords(claim.amount)],
    [facts.payee, claim.payeeName],
    [facts.fund, m.funds[claim.fund]],
    [facts.purpose, claim.costCode === null ? texts.kind[claim.kind] : texts.costCode[claim.costCode]],
    [facts.lease, claim.lease === null ? null : `${claim.lease} ${claim.asset ?? ''}`],
    [facts.period, claim.period],
    [facts.invoiceNo, claim.invoiceNo],
    [facts.resolution, claim.resolutionNumber],
    [facts.papers, papers.length > 0 ? <>{papers}</> : claim.description === '' ? null : texts.noPapers],
    [facts.asked, texts.asked(claim.askedOn, asker)],
    [facts.decided, claim.decidedOn === null || decider === null ? null : texts.decidedOn(claim.decidedOn, decider)],
    [facts.reason, claim.reason],
    [facts.entry, claim.entrySeq === null ? null : String(claim.entrySeq)],
  ];
  return all.filter((fact): fact is readonly [string, JSX.Element | string] => fact[1] !== null);
}

function Figures({ m, figures }: { readonly m: Messages; readonly figures: Readonly<Record<string, string>> }): JSX.Element {
  const texts = m.income.claims;
  const names = ['income', 'cost', 'tax', 'net', 'dueBefore', 'byShare', 'amount'] as const;
  const stop = (['NONE', 'REACHED', 'KEPT'] as const).find((word) => word === figures['stop']) ?? 'NONE';
  return (
    <Card id="figures" title={texts.figuresTitle} note={texts.stop[stop]}>
      <MoneyLines
        lines={names.map((name) => ({ label: texts.figures[name], amount: figures[name] ?? '0.00', ...(name === 'amount' && { kind: 'total' as const }) }))}
      />
    </Card>
  );
}
