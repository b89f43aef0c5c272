import type { JSX } from 'preact';
import { Money, moneyInWords } from '../../../kernel/index.js';
import type { GateResult } from '../../../modules/disbursements/index.js';
import { Amount, Banner, Card, EvidenceList, Facts, Fingerprint, Icon, MoneyLines, More, type Evidence } from '../../components/index.js';
import { formatPoints } from '../../format.js';
import type { Messages } from '../../messages/index.js';
import { ScoreBars } from '../score-bars.js';
import { gateFigures, ruleWords } from './gate-words.js';
import type { PayoutFacts } from './payout-facts.js';

type Props = { readonly m: Messages; readonly payout: PayoutFacts };

/** How much, in figures and in words, to whom, and why just so much. */
export function PayoutSummary({ m, payout }: Props): JSX.Element {
  const texts = m.workbench.payout;
  const { payee, contract } = payout;
  return (
    <section class="card" aria-label={texts.amount}>
      <p class="figure">
        <Amount yuan={payout.amount} />
      </p>
      <p class="words">{moneyInWords(Money.parse(payout.amount))}</p>
      <Rule m={m} payout={payout} />
      <Facts
        facts={[
          [
            texts.payTo,
            <>
              {payee.name}
              <br />
              {payee.bankName} <span class="nowrap">{m.tail(payee.last4)}</span>
              <PayeeCheck m={m} gates={payout.gates.results} />
            </>,
          ],
          [texts.contract, texts.contractVersion(contract.number, contract.versionNo)],
          [texts.number, payout.number],
        ]}
      />
    </section>
  );
}

/** Whether the account is the contract's: only where a gate has looked. */
function PayeeCheck({ m, gates }: { readonly m: Messages; readonly gates: readonly GateResult[] }): JSX.Element | null {
  const gate = gates.find(({ gate: name }) => name === 'G4');
  if (gate === undefined || gate.outcome === 'NOT_IN_USE' || gate.outcome === 'NOT_NEEDED') return null;
  const differs = gate.reason === 'PAYEE_CHANGED' || gate.reason === 'NO_PAYEE_ACCOUNT';
  return (
    <span class={differs ? 'why bad' : 'why'}>
      <Icon name={differs ? 'failed' : 'done'} />
      {differs ? m.workbench.payout.accountDiffers : m.workbench.payout.accountMatches}
    </span>
  );
}

/** The rule of the contract in words with its figures, and whether what is asked keeps to it. */
function Rule({ m, payout }: Props): JSX.Element | null {
  const right = payout.gates.results.find(({ gate }) => gate === 'G1');
  const words = ruleWords(m, right);
  if (right === undefined || words === null) return null;
  const kept = right.outcome === 'PASSED';
  return (
    <Banner tone={kept ? 'ok' : 'bad'} title={kept ? m.workbench.payout.ruleOk : m.workbench.payout.ruleBad}>
      <p class="formula">{words.formula}</p>
      <p>{words.asked}</p>
    </Banner>
  );
}

/** What is available in the fund before and after this payment. */
export function FundBeforeAfter({ m, payout }: Props): JSX.Element | null {
  const texts = m.workbench.payout;
  if (payout.balance === null) return null;
  return (
    <Card id="balance" title={texts.balance(m.funds[payout.fund])} note={texts.balanceNote}>
      <MoneyLines
        lines={[
          { label: texts.before, amount: payout.balance.available },
          { label: texts.thisOne, amount: Money.parse(payout.amount).negated().toString() },
          { label: texts.after, amount: payout.balance.after, kind: 'total' },
        ]}
      />
    </Card>
  );
}

/** Every gate with its outcome and figures. One that is not in use says so, apart from the others, and never looks passed. */
export function GateList({ m, payout }: Props): JSX.Element | null {
  const texts = m.workbench.payout;
  const { at, results } = payout.gates;
  const used = results
    .filter(({ outcome }) => outcome === 'PASSED' || outcome === 'FAILED')
    .toSorted((a, b) => (a.outcome === b.outcome ? 0 : a.outcome === 'FAILED' ? -1 : 1));
  const idle = results.filter(({ outcome }) => outcome === 'NOT_IN_USE');
  if (results.length === 0) return null;
  return (
    <Card id="gates" title={texts.gates} note={at === null ? texts.gatesNow : texts.gatesAt(m.moment(at))}>
      <ul class="list checks">
        {used.map((result) => {
          const passed = result.outcome === 'PASSED';
          return (
            <li key={result.gate} class={passed ? 'done' : 'failed'}>
              <Icon name={passed ? 'done' : 'failed'} />
              <span>
                {m.public.payout.gateNames[result.gate]}
                <small>{[passed ? texts.passed : texts.failed, gateFigures(m, result)].filter((text) => text !== '').join(' · ')}</small>
              </span>
            </li>
          );
        })}
      </ul>
      {idle.length > 0 && (
        <>
          <h3>{texts.idle}</h3>
          <p class="note">{texts.idleNote}</p>
          <ul class="idle-checks">
            {idle.map(({ gate }) => (
              <li key={gate}>
                <Icon name="wait" />
                {m.public.payout.gateNames[gate]}
              </li>
            ))}
          </ul>
        </>
      )}
    </Card>
  );
}

/** The score that decides a performance payout, part by part. */
export function ScoreParts({ m, payout }: Props): JSX.Element | null {
  const texts = m.workbench.payout;
  const { score } = payout;
  if (score === null) return null;
  return (
    <Card id="score" title={texts.score(m.quarter(score.quarter))}>
      <ScoreBars m={m} components={score.components} />
      <p class="sum-line">
        <span>{texts.scoreTotal}</span>
        <span>{texts.points(formatPoints(score.published))}</span>
      </p>
    </Card>
  );
}

export function PayoutEvidence({ m, items }: { readonly m: Messages; readonly items: readonly Evidence[] }): JSX.Element | null {
  if (items.length === 0) return null;
  return (
    <Card id="evidence" title={m.workbench.payout.evidence}>
      <EvidenceList items={items} />
    </Card>
  );
}

/** Steps in between that every payout passes without anybody's doing. */
function isTold({ action }: PayoutFacts['history'][number]): boolean {
  return action !== 'DRAFT' && action !== 'GATES_PASSED' && action !== 'KEEP_HELD' && action !== 'RESUME';
}

/** Who did what when, and the hash to which every approval is bound. */
export function PayoutHistory({ m, payout }: Props): JSX.Element {
  const texts = m.workbench.payout;
  return (
    <Card id="history" title={texts.history} note={texts.historyPublished}>
      <ol class="list log">
        {payout.history.filter(isTold).map((step, position) => (
          <li key={position} class="said">
            <span>{texts.actions[step.action]}</span>
            <span class="who">{[m.moment(step.at), step.organisation, step.person].filter((part) => part !== '').join(' · ')}</span>
            {step.reason !== null && <span>{step.reason}</span>}
          </li>
        ))}
      </ol>
      <More label={texts.fingerprint}>
        <p class="note">{texts.fingerprintNote}</p>
        <Fingerprint sha256={payout.payloadSha256} />
      </More>
    </Card>
  );
}
