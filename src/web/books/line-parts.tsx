import type { JSX } from 'preact';
import { Card, Field } from '../components/index.js';
import { DeskForm, errorOf, typedOr } from '../desk/form-parts.js';
import { formatMoney } from '../format.js';
import type { Messages } from '../messages/index.js';
import { PARTS_MAX, type LineView } from './line-view.js';

type Props = { readonly m: Messages; readonly view: LineView };
type Assign = NonNullable<LineView['assign']>;

/** Where the money of a line belongs: one place, or as many parts as it paid for. The form grows without script: it comes back with what was typed. */
export function AssignForm({ m, view, assign }: Props & { readonly assign: Assign }): JSX.Element {
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
          {splits && <Parts m={m} view={view} assign={{ ...assign, chosen: null, targets: partTargets }} />}
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

/** The parts behind the first; open once something was typed in them. */
function Parts({ m, view, assign }: Props & { readonly assign: Assign }): JSX.Element {
  const texts = m.bankLine.parts;
  const more = Array.from({ length: assign.parts - 1 }, (_, position) => position + 1);
  return (
    <details open={assign.left !== null}>
      <summary>
        <span>{m.books.line.split}</span>
      </summary>
      <p class="note">{texts.hint}</p>
      {assign.left !== null && (
        <p class="note">
          <output>{leftWords(texts, assign.left)}</output>
        </p>
      )}
      <div class="form wide">
        {more.map((position) => (
          <Part key={position} m={m} view={view} assign={assign} position={position} />
        ))}
      </div>
      {assign.parts < PARTS_MAX ? (
        <div class="actions">
          <button class="button small" type="submit" name="more" value="1" formNoValidate>
            {texts.more}
          </button>
        </div>
      ) : (
        <p class="note">{texts.most}</p>
      )}
    </details>
  );
}

function leftWords(texts: Messages['bankLine']['parts'], left: string): string {
  if (left === '0.00') return texts.even;
  return left.startsWith('-') ? texts.over(formatMoney(left.slice(1))) : texts.left(formatMoney(left));
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
          {...(position === 0 && { hint: m.bankLine.codeHint })}
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
