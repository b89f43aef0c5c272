import type { JSX } from 'preact';
import { Field, Hidden } from '../../components/index.js';
import { formatPoints } from '../../format.js';
import type { Messages } from '../../messages/index.js';
import { errorOf, typedOr, type Refusal } from '../form-parts.js';
import type { AssessmentFacts } from './assessment-facts.js';
import { FileList } from './file-list.js';
import type { DraftFact } from './item-files.js';

interface Props {
  readonly m: Messages;
  readonly items: AssessmentFacts['items'];
  /** What the other side has said. */
  readonly beside: 'firm' | null;
  readonly draft: readonly DraftFact[];
  /** Where the compound's files are, and the pages of single items. */
  readonly slug: string;
  readonly base: string;
  readonly refusal: Refusal | null;
}

/** Points and a note for every item, named as the API's request names them, with the files of the draft; each item has a page of its own for a phone. */
export function ItemFields({ m, items, beside, draft, slug, base, refusal }: Props): JSX.Element {
  const texts = m.workbench.assessments;
  return (
    <div>
      {items.map((item, position) => {
        const [score, note] = [`items[${position}].score`, `items[${position}].note`];
        const other = beside === null ? null : item[beside];
        const own = draft.find(({ name }) => name === item.name);
        const files = own?.evidence ?? [];
        return (
          <fieldset key={item.name} class="item" id={`item-${position + 1}`}>
            <legend>
              {item.name} <small>{texts.full(formatPoints(item.scoreMax))}</small>
            </legend>
            {other !== null && (
              <>
                <p class="said">
                  <span class="who">{texts.firm}</span>
                  <span>{`${m.workbench.payout.points(formatPoints(other.score))}${other.note === '' ? '' : ` · ${other.note}`}`}</span>
                </p>
                <FileList m={m} slug={slug} files={other.evidence} />
              </>
            )}
            <Hidden values={{ [`items[${position}].name`]: item.name }} />
            <div class="pair-fields">
              <Field
                name={score}
                label={texts.form.pointsOf(formatPoints(item.scoreMax))}
                inputMode="decimal"
                autocomplete="off"
                required
                value={typedOr(refusal, score, own?.score)}
                error={errorOf(refusal, score)}
              />
              <Field name={note} label={texts.form.noteOptional} rows={2} value={typedOr(refusal, note, own?.note)} error={errorOf(refusal, note)} />
            </div>
            <FileList m={m} slug={slug} files={files} />
            <p>
              <a class="button small" href={`${base}/items/${position + 1}`}>
                {m.service.item.open(files.length)}
              </a>
            </p>
          </fieldset>
        );
      })}
    </div>
  );
}

/** Keeps what is typed without handing it in. */
export function DraftButton({ m, base }: { readonly m: Messages; readonly base: string }): JSX.Element {
  return (
    <button class="button" type="submit" formAction={`${base}/draft`} formNoValidate>
      {m.service.item.keep}
    </button>
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

/** The items of a draft as the API's request has them: a score may be empty. */
export function draftJson(json: Readonly<Record<string, unknown>>): { items: Record<string, unknown>[] } {
  const items = (json['items'] ?? []) as readonly Record<string, unknown>[];
  return { items: items.map((item) => ({ score: '', ...item })) };
}
