import type { ComponentChildren, JSX } from 'preact';
import type { BusinessDate } from '../../../kernel/index.js';
import type {
  ContractLifeView,
  ContractState,
  ContractStep,
  ContractVersionView,
  ProposalView,
  ScoreTemplateJson,
  TermDifference,
} from '../../../modules/contracts/index.js';
import { Banner, Card, EmptyState, Facts, Field, StatusTag, TermChanges } from '../../components/index.js';
import type { Messages } from '../../messages/index.js';
import { DeskLayout, type DeskFrame } from '../desk-layout.js';
import { EvidenceLink } from '../evidence-link.js';
import { ScoreTemplateFields } from './score-template.js';
import { DeskForm, errorOf, fieldsOf, RefusalNotice, type FormSeal, type Refusal } from '../form-parts.js';

export interface ShownContract {
  readonly life: ContractLifeView;
  readonly state: ContractState;
  readonly versions: readonly Pick<ContractVersionView, 'versionNo' | 'fromPeriod' | 'signedOn' | 'proposal'>[];
}
export interface ShownProposal {
  readonly proposal: ProposalView;
  readonly differences: readonly TermDifference[];
  readonly mayPublish: boolean;
  readonly maySign: boolean;
  readonly mayWithdraw: boolean;
}
export type ContractDone = keyof Messages['contract']['done'];

/** What a form of other terms proposes: the terms that stand. */
export interface ProposedTerms {
  readonly contract: string;
  /** Their version. */
  readonly base: number;
  readonly template: ScoreTemplateJson;
  readonly values: Readonly<Record<string, string>>;
}

export interface ContractPageView {
  readonly frame: DeskFrame;
  /** Where the forms go: "/w/ryxc/contract". */
  readonly base: string;
  readonly contracts: readonly ShownContract[];
  readonly proposals: readonly ShownProposal[];
  readonly propose: ProposedTerms | null;
  readonly steps: readonly ContractStep[];
  readonly until: BusinessDate;
  readonly seal: () => FormSeal;
  readonly done: ContractDone | null;
  readonly refusal: Refusal | null;
}
interface Props {
  readonly m: Messages;
  readonly view: ContractPageView;
}

/** The contract for both sides of it: where it stands, what is proposed, and what each may do. */
export function ContractPage({ m, view }: Props): JSX.Element {
  const texts = m.contract;
  return (
    <DeskLayout
      m={m}
      frame={view.frame}
      head={{ title: texts.title, lead: texts.lead }}
      notice={
        <>
          <RefusalNotice m={m} refusal={view.refusal} />
          {view.done !== null && <Banner tone="ok" title={texts.done[view.done]} />}
        </>
      }
    >
      {view.contracts.length === 0 && <EmptyState title={texts.none} />}
      {view.contracts.map((shown) => (
        <ContractCard key={shown.life.number} m={m} view={view} shown={shown} />
      ))}
      <Card id="proposals" title={texts.proposals} note={texts.accountNote}>
        {view.proposals.length === 0 ? (
          <EmptyState title={texts.noProposals} />
        ) : (
          view.proposals.map((shown) => <Proposal key={shown.proposal.number} m={m} view={view} shown={shown} />)
        )}
      </Card>
      {view.steps.length > 0 && view.contracts.length > 0 && <StepForm m={m} view={view} />}
      {view.propose !== null && <ProposeForm m={m} view={view} propose={view.propose} />}
    </DeskLayout>
  );
}

function ContractCard({ m, view, shown: { life, state, versions } }: Props & { readonly shown: ShownContract }): JSX.Element {
  const texts = m.contract;
  const halt = life.steps.findLast(({ kind }) => kind === 'SUSPENDED' || kind === 'RESUMED');
  return (
    <Card id={`contract-${life.number}`} title={`${texts.title} ${life.number}`}>
      {halt?.kind === 'SUSPENDED' && <Banner tone="warn" title={texts.suspended(halt.on, halt.organisation, halt.reason)} />}
      <Facts
        facts={[
          [texts.firm, life.firm],
          [texts.title, `${texts.days(life.from, life.to)} · ${texts.state[state]}`],
          [texts.ends, life.ends ?? texts.openEnd],
          ...versions.map((version): [string, string] => [
            texts.version(version.versionNo, version.fromPeriod),
            texts.signedOn(version.signedOn, version.proposal),
          ]),
        ]}
      />
      <h3>{texts.steps}</h3>
      {life.steps.length === 0 ? (
        <p>{texts.noSteps}</p>
      ) : (
        <ul class="list">
          {life.steps.map((step) => (
            <li key={step.recordedAt} class="row">
              <span>
                <b>{texts.step[step.kind]}</b>
                <small>
                  {[step.on, step.organisation, step.reason, step.endsOn === null ? null : `${texts.ends} ${step.endsOn}`].filter(Boolean).join(' · ')}
                </small>
              </span>
              {step.documentSha256 !== null && <EvidenceLink slug={view.frame.community.slug} sha256={step.documentSha256} name={texts.fields.document} />}
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

function Proposal({ m, view, shown }: Props & { readonly shown: ShownProposal }): JSX.Element {
  const texts = m.contract;
  const { proposal, differences } = shown;
  const { number, state, text, notice, sha256, signatures, withdrawn } = proposal;
  const form = (act: string, label: string, fields: ComponentChildren): JSX.Element => (
    <DeskForm action={`${view.base}/${number}/${act}`} seal={view.seal()} values={{ sha256 }} multipart={act === 'sign'} label={`${label} ${number}`}>
      {fields}
      <div class="actions">
        <button class={act === 'withdraw' ? 'button' : 'button main'} type="submit">
          {label} {number}
        </button>
      </div>
    </DeskForm>
  );
  const of = (act: string) => fieldsOf(view.refusal, `${number}_${act}`, texts.fields);
  const read = `${number}_sign_read`;
  return (
    <section id={number}>
      <h3>
        {number} <StatusTag tone={state === 'SIGNED' ? 'done' : state === 'WITHDRAWN' ? 'bad' : 'wait'}>{texts.proposalState[state]}</StatusTag>
      </h3>
      <p>
        {texts.counts(text.number, text.firm, text.fromPeriod)}
        <br />
        {texts.hash(sha256)}
        {notice !== null && (
          <>
            <br />
            {texts.hangs(notice.from, notice.until)}
          </>
        )}
        {signatures.map((signature) => (
          <>
            <br />
            {texts.signedBy(texts.side[signature.side], signature.organisation, m.moment(signature.signedAt))}
          </>
        ))}
        {withdrawn !== null && (
          <>
            <br />
            {withdrawn.reason}
          </>
        )}
      </p>
      <TermChanges m={m} caption={`${texts.proposals} ${number}`} differences={differences} />
      {shown.mayPublish && form('notice', texts.acts.notice, <Field {...of('notice')('until', view.until)} type="date" required />)}
      {shown.maySign &&
        form(
          'sign',
          texts.acts.sign,
          <>
            <Field {...of('sign')('document')} value="" type="file" hint={texts.documentHint} required />
            {view.frame.path.startsWith('/w/') && <Field {...of('sign')('resolution')} hint={texts.resolutionHint} />}
            <div class={errorOf(view.refusal, read) === undefined ? 'field' : 'field bad'}>
              <label>
                <input type="checkbox" id={`f-${read}`} name={read} value="yes" required /> {texts.read}
              </label>
            </div>
          </>,
        )}
      {shown.mayWithdraw && form('withdraw', texts.acts.withdraw, <Field {...of('withdraw')('reason')} required />)}
    </section>
  );
}

function StepForm({ m, view }: Props): JSX.Element {
  const texts = m.contract;
  const of = fieldsOf(view.refusal, 'step', texts.fields);
  return (
    <Card id="step" title={texts.stepTitle}>
      <DeskForm action={`${view.base}/steps`} seal={view.seal()} multipart label={texts.acts.step}>
        <Field {...of('contract')} options={view.contracts.map(({ life }) => ({ value: life.number, label: life.number }))} />
        <Field {...of('kind')} options={view.steps.map((kind) => ({ value: kind, label: texts.step[kind] }))} />
        <Field {...of('endsOn')} type="date" />
        <Field {...of('reason')} required />
        <Field {...of('document')} value="" type="file" hint={texts.documentHint} />
        <div class="actions">
          <button class="button main" type="submit">
            {texts.acts.step}
          </button>
        </div>
      </DeskForm>
    </Card>
  );
}

const PLAIN = ['flat', 'shop', 'shareAtRisk', 'lateFeePerDay', 'waiverLimit', 'fineCap', 'answerDays', 'noticeDays'] as const;

function ProposeForm({ m, view, propose: { contract, base, template, values } }: Props & { readonly propose: ProposedTerms }): JSX.Element {
  const texts = m.contract;
  const of = fieldsOf(view.refusal, 'terms', texts.fields);
  const choice = [
    { value: 'no', label: texts.no },
    { value: 'yes', label: texts.yes },
  ];
  return (
    <Card id="propose" title={texts.acts.propose} note={texts.proposeNote}>
      <DeskForm action={`${view.base}/proposals`} seal={view.seal()} values={{ terms_contract: contract, terms_base: String(base) }} label={texts.acts.propose}>
        <Field {...of('fromPeriod', values['fromPeriod'])} type="month" required />
        {PLAIN.filter((name) => values[name] !== undefined).map((name) => (
          <Field key={name} {...of(name, values[name])} inputMode="decimal" required />
        ))}
        <Field {...of('budget', values['budget'])} options={choice} />
        <Field {...of('invoice', values['invoice'])} options={choice} />
        <Field {...of('reconciledWithinDays', values['reconciledWithinDays'])} inputMode="numeric" />
        <ScoreTemplateFields m={m} standing={template} refusal={view.refusal} />
        <div class="actions">
          <button class="button main" type="submit">
            {texts.acts.propose}
          </button>
        </div>
      </DeskForm>
    </Card>
  );
}
