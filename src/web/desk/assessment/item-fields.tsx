import type { JSX } from 'preact';
import { Field, Hidden } from '../../components/index.js';
import { formatPoints } from '../../format.js';
import type { Messages } from '../../messages/index.js';
import { errorOf, typedOr, type Refusal } from '../form-parts.js';
import type { AssessmentFacts } from './assessment-facts.js';

type Props = { readonly m: Messages; readonly items: AssessmentFacts['items']; readonly beside: 'firm' | 'found' | null; readonly refusal: Refusal | null };

/** Points and a note for every item, named as the API's request names them; `beside` shows what the other side has said. */
export function ItemFields({ m, items, beside, refusal }: Props): JSX.Element {
  const texts = m.workbench.assessments;
  return (
    <div>
      {items.map((item, position) => {
        const [score, note] = [`items[${position}].score`, `items[${position}].note`];
        const other = beside === null ? null : item[beside];
        return (
          <fieldset key={item.name} class="item">
            <legend>
              {item.name} <small>{texts.full(formatPoints(item.scoreMax))}</small>
            </legend>
            {other !== null && (
              <p class="said">
                <span class="who">{beside === 'firm' ? texts.firm : texts.inspector}</span>
                <span>{`${m.workbench.payout.points(formatPoints(other.score))}${other.note === '' ? '' : ` · ${other.note}`}`}</span>
              </p>
            )}
            <Hidden values={{ [`items[${position}].name`]: item.name }} />
            <div class="pair-fields">
              <Field
                name={score}
                label={texts.form.pointsOf(formatPoints(item.scoreMax))}
                inputMode="decimal"
                autocomplete="off"
                required
                value={typedOr(refusal, score)}
                error={errorOf(refusal, score)}
              />
              <Field name={note} label={texts.form.noteOptional} rows={2} value={typedOr(refusal, note)} error={errorOf(refusal, note)} />
            </div>
          </fieldset>
        );
      })}
    </div>
  );
}

/** The labels of the item fields by the request's paths, for a refusal that names one. */
export function itemLabels(m: Messages, items: AssessmentFacts['items']): Record<string, string> {
  return Object.fromEntries(
    items.flatMap(({ name }, position) => [
      [`items[${position}].score`, m.workbench.assessments.form.points(name)],
      [`items[${position}].note`, m.workbench.assessments.form.note(name)],
    ]),
  );
}
