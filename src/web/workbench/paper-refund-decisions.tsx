import type { JSX } from 'preact';
import type { PaperRefundView } from '../../modules/fees/index.js';
import { Card, Field } from '../components/index.js';
import { EvidenceLink } from '../desk/evidence-link.js';
import { DeskForm, fieldsOf, type FormSeal, type Refusal } from '../desk/form-parts.js';
import { formatMoney } from '../format.js';
import type { Messages } from '../messages/index.js';

interface Props {
  readonly m: Messages;
  readonly slug: string;
  readonly papers: readonly PaperRefundView[];
  readonly seal: () => FormSeal;
  readonly refusal: Refusal | null;
}

/** Prepayments that go to the account of a paper: whoever agrees sees the whole account beside the paper. */
export function PaperRefundDecisions({ m, slug, papers, seal, refusal }: Props): JSX.Element {
  const texts = m.paperRefunds.decide;
  return (
    <Card id="papers" title={texts.title}>
      <ul class="list">
        {papers.map(({ id, unitCode, amount, reason, accountNo, accountName, documentSha256 }) => (
          <li key={id}>
            <p>
              <b class="money">{formatMoney(amount.toString())}</b> {texts.line(unitCode)}
            </p>
            <p class="note">{texts.why(reason)}</p>
            <p class="note">
              {texts.account(accountNo, accountName)} <EvidenceLink slug={slug} sha256={documentSha256} name={texts.paper} />
            </p>
            <DeskForm action={`/w/${slug}/decisions/paper-refunds/${id}`} seal={seal()} label={texts.line(unitCode)}>
              <Field {...fieldsOf(refusal, `paper${id}`, { reason: texts.refuseReason })('reason')} />
              <div class="actions">
                <button class="button main" type="submit" name="decision" value="CONFIRM">
                  {texts.confirm}
                </button>
                <button class="button" type="submit" name="decision" value="REFUSE">
                  {texts.refuse}
                </button>
              </div>
            </DeskForm>
          </li>
        ))}
      </ul>
    </Card>
  );
}
