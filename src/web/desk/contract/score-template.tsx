import type { JSX } from 'preact';
import { DomainError, Rate } from '../../../kernel/index.js';
import { readyTemplate, readyTemplateCodes, type ScoreTemplateJson } from '../../../modules/contracts/index.js';
import { DataTable, Field } from '../../components/index.js';
import { formatPoints } from '../../format.js';
import type { Messages } from '../../messages/index.js';
import { postedText } from '../desk-form.js';
import { errorOf, typedOr, type Refusal } from '../form-parts.js';
import type { Posted } from '../visit.js';

type Component = ScoreTemplateJson['components'][number];
interface Props {
  readonly m: Messages;
  readonly standing: ScoreTemplateJson;
  readonly refusal: Refusal | null;
}

const PERCENT = /^\d{1,3}(\.\d{1,2})?$/;
const fieldOf = (code: string): string => `weight_${code}`;

/** How service is scored in the terms that are proposed: as now, or by a ready sheet, with the weights in percent. */
export function ScoreTemplateFields({ m, standing, refusal }: Props): JSX.Element {
  const texts = m.service.template;
  const options = [{ value: '', label: texts.standing }, ...readyTemplateCodes.map((code) => ({ value: code, label: texts.ready[code] }))];
  const name = (field: string): string => `terms_${field}`;
  return (
    <fieldset class="choices">
      <legend>{texts.legend}</legend>
      <Field
        name={name('template')}
        label={texts.sheet}
        options={options}
        value={typedOr(refusal, name('template'))}
        error={errorOf(refusal, name('template'))}
      />
      <div class="pair-fields">
        {componentsBeside(standing).map(({ code, name: title, weight }) => {
          const field = name(fieldOf(code));
          const proposed = weight === '0' ? '' : Rate.parse(weight).times(Rate.hundred).toString();
          return (
            <Field
              key={code}
              name={field}
              label={texts.weight(title)}
              inputMode="decimal"
              autocomplete="off"
              value={typedOr(refusal, field, proposed)}
              error={errorOf(refusal, field)}
            />
          );
        })}
      </div>
      <p class="note">{texts.weightNote}</p>
      {readyTemplateCodes.map((code) => (
        <details key={code}>
          <summary>{texts.look(texts.ready[code])}</summary>
          <DataTable
            caption={texts.ready[code]}
            captionHidden
            short
            columns={[{ label: texts.item }, { label: texts.max, numeric: true }]}
            rows={readyTemplate(code).items.map((item) => ({ key: item.name, cells: [item.name, formatPoints(item.scoreMax)] }))}
          />
        </details>
      ))}
    </fieldset>
  );
}

/** Labels of the weight fields, for a refusal that names one. */
export function weightLabels(m: Messages): Record<string, string> {
  return Object.fromEntries(readyTemplate('BRIEF').components.map(({ code, name }) => [fieldOf(code), m.service.template.weight(name)]));
}

/** The template that was chosen, with the weights that were typed; what was left empty stays as the sheet says. @throws CONTRACT_TERM_OUTSIDE for what is no percentage */
export function typedTemplate(standing: ScoreTemplateJson, own: Posted): ScoreTemplateJson {
  const code = readyTemplateCodes.find((known) => known === postedText(own, 'template'));
  const base = code === undefined ? standing : readyTemplate(code);
  return { ...base, components: base.components.map((component) => ({ ...component, weight: typedWeight(component, own) })) };
}

function typedWeight({ code, weight }: Component, own: Posted): string {
  const text = postedText(own, fieldOf(code));
  if (text === '') return weight;
  if (!PERCENT.test(text)) throw new DomainError('CONTRACT_TERM_OUTSIDE', { field: fieldOf(code), value: text, min: '0.01', max: '100' });
  return Rate.parse(text).dividedBy(Rate.hundred).toString();
}

/** The components that stand, and those that only a ready sheet has, without a weight yet. */
function componentsBeside(standing: ScoreTemplateJson): Component[] {
  const more = readyTemplate('BRIEF').components.filter(({ code }) => !standing.components.some((known) => known.code === code));
  return [...standing.components, ...more.map((component) => ({ ...component, weight: '0' }))];
}
