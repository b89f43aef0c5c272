import type { JSX } from 'preact';
import { Field } from '../components/index.js';
import { DeskForm, errorOf, typedOr, type FormSeal, type Refusal } from './form-parts.js';

/** What a visitor may say to what another party asked for, the first of them foremost. */
export interface Answerable {
  readonly seal: FormSeal;
  readonly answers: readonly ('CONFIRM' | 'REFUSE' | 'WITHDRAW')[];
}

interface AnswerFormProps {
  readonly action: string;
  /** Tells the form from its neighbours on the page. */
  readonly label: string;
  readonly id: number;
  /** Null where the last refusal was of another form. */
  readonly refusal: Refusal | null;
  readonly answer: Answerable;
  readonly texts: { readonly confirm: string; readonly refuse: string; readonly withdraw: string; readonly fields: { readonly answerReason: string } };
  readonly note?: string;
}

/** One word to each answer, and the reason that a no needs. */
export function AnswerForm({ action, label, id, refusal, answer, texts, note }: AnswerFormProps): JSX.Element {
  const words = { CONFIRM: texts.confirm, REFUSE: texts.refuse, WITHDRAW: texts.withdraw };
  return (
    <DeskForm action={action} seal={answer.seal} label={label}>
      {note !== undefined && <p class="note">{note}</p>}
      <Field
        name="answerReason"
        scope={refusal === null ? String(id) : undefined}
        label={texts.fields.answerReason}
        autocomplete="off"
        value={typedOr(refusal, 'answerReason')}
        error={errorOf(refusal, 'answerReason')}
      />
      <div class="actions">
        {answer.answers.map((each, position) => (
          <button key={each} class={position === 0 ? 'button main' : 'button'} type="submit" name="answer" value={each}>
            {words[each]}
          </button>
        ))}
      </div>
    </DeskForm>
  );
}
