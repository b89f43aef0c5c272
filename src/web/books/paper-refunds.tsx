import type { JSX } from 'preact';
import type { PaperRefundView } from '../../modules/fees/index.js';
import { Card, Field, StatusTag } from '../components/index.js';
import { EvidenceLink } from '../desk/evidence-link.js';
import { DeskForm, fieldsOf, type FormSeal, type Refusal } from '../desk/form-parts.js';
import { formatMoney } from '../format.js';
import type { Messages } from '../messages/index.js';

interface Props {
  readonly m: Messages;
  readonly slug: string;
  readonly papers: readonly PaperRefundView[];
  readonly seal: FormSeal;
  readonly refusal: Refusal | null;
}

/** Refunds of prepayments that no account is known for: asked for here with the household's paper, compared by a second organisation. */
export function PaperRefundsCard({ m, slug, papers, seal, refusal }: Props): JSX.Element {
  const texts = m.paperRefunds;
  const of = fieldsOf(refusal, 'paper', texts.fields);
  return (
    <Card id="paper" title={texts.title} note={texts.note}>
      {papers.length > 0 && (
        <ul class="list" aria-label={texts.waiting}>
          {papers.map(({ id, unitCode, amount, askedOn, accountNo, state, decisionReason, reason, documentSha256 }) => (
            <li key={id}>
              <div class="row">
                <span>
                  <b>{unitCode}</b>
                  <small>{texts.line(m.date(askedOn), accountNo.slice(-4))}</small>
                  <small>
                    {reason} · <EvidenceLink slug={slug} sha256={documentSha256} name={texts.decide.paper} />
                  </small>
                  {decisionReason !== null && <small>{texts.refusedBecause(decisionReason)}</small>}
                  <StatusTag tone={state === 'ASKED' ? 'wait' : 'done'}>{texts.states[state]}</StatusTag>
                </span>
                <span class="side">
                  <span class="money">{formatMoney(amount.toString())}</span>
                </span>
              </div>
            </li>
          ))}
        </ul>
      )}
      <DeskForm action={`/b/${slug}/refunds/paper`} seal={seal} label={texts.title} multipart>
        <Field {...of('unit')} required autocomplete="off" />
        <Field {...of('amount')} required inputMode="decimal" autocomplete="off" />
        <Field {...of('reason')} required autocomplete="off" hint={texts.reasonHint} />
        <Field {...of('accountNo')} required inputMode="numeric" autocomplete="off" />
        <Field {...of('accountName')} required autocomplete="off" />
        <Field {...of('document')} value="" required type="file" />
        <div class="actions">
          <button class="button" type="submit">
            {texts.submit}
          </button>
        </div>
      </DeskForm>
    </Card>
  );
}
