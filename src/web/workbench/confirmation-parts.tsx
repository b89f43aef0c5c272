import type { JSX } from 'preact';
import { isAllowed, type Actor, type Instant, type OrganisationId } from '../../kernel/index.js';
import { answerDecisions, AnswerBody, mayConfirm, type ConfirmationState, type ConfirmationView, type RecordAnswer } from '../../modules/resolutions/index.js';
import { Field, StatusTag, type TagTone } from '../components/index.js';
import { postedText, requestOf } from '../desk/desk-form.js';
import { DeskForm, fieldsOf, type FormSeal, type Refusal } from '../desk/form-parts.js';
import type { Posted } from '../desk/visit.js';
import type { Messages } from '../messages/index.js';

/** What was recorded by paper: for whom, and what another organisation said. */
export interface ConfirmedRecord {
  readonly state: ConfirmationState;
  readonly recorded: { readonly for: OrganisationId; readonly at: Instant };
  readonly answer: ConfirmationView | null;
}

export type AnswerRights = { readonly confirm: boolean; readonly refuse: boolean };
export type AnswerDone = RecordAnswer['decision'];

const tones: Readonly<Record<ConfirmationState, TagTone>> = { WAITING: 'due', CONFIRMED: 'done', REFUSED: 'bad' };

export function ConfirmationTag({ m, state }: { readonly m: Messages; readonly state: ConfirmationState }): JSX.Element {
  return <StatusTag tone={tones[state]}>{m.confirmations.state[state]}</StatusTag>;
}

/** Who recorded it and who answered, in one line. */
export function confirmationWords(m: Messages, { recorded, answer }: ConfirmedRecord, names: ReadonlyMap<OrganisationId, string>): string {
  const texts = m.confirmations;
  const named = (id: OrganisationId): string => names.get(id) ?? '';
  const told = texts.recorded(named(recorded.for), m.shortMoment(recorded.at));
  if (answer === null) return told;
  const at = m.shortMoment(answer.at);
  if (answer.state === 'CONFIRMED') return `${told} · ${texts.confirmed(named(answer.for), at)}`;
  const words = answer.for === recorded.for ? texts.takenBack : texts.refused;
  return `${told} · ${words(named(answer.for), at, answer.reason ?? '')}`;
}

/** What this person may answer to what waits. */
export function answerRights(actor: Actor, waiting: Parameters<typeof mayConfirm>[1]): AnswerRights {
  const confirm = isAllowed(actor.roles, 'resolution.confirm') && mayConfirm(actor, waiting);
  const own = waiting.state === 'WAITING' && waiting.for === actor.organisationId && isAllowed(actor.roles, 'resolution.record');
  return { confirm, refuse: confirm || own };
}

interface AnswerFormsProps {
  readonly m: Messages;
  readonly action: string;
  readonly name: string;
  readonly rights: AnswerRights;
  readonly seal: FormSeal;
  readonly refusal: Refusal | null;
}

/** Confirms what waits, or refuses it with a reason. */
export function AnswerForms({ m, action, name, rights, seal, refusal }: AnswerFormsProps): JSX.Element | null {
  const texts = m.confirmations;
  if (!rights.refuse) return null;
  const refuse = rights.confirm ? texts.refuse : texts.takeBack;
  const of = fieldsOf(refusal, name, { reason: texts.reason });
  return (
    <>
      {rights.confirm && (
        <DeskForm action={action} seal={seal} values={{ decision: 'CONFIRM' }} label={`${texts.confirm} ${name}`}>
          <div class="actions">
            <button class="button main" type="submit">
              {texts.confirm}
            </button>
          </div>
        </DeskForm>
      )}
      <DeskForm action={action} seal={seal} values={{ decision: 'REFUSE' }} label={`${refuse} ${name}`}>
        <Field {...of('reason')} hint={texts.reasonHint} required />
        <div class="actions">
          <button class="button" type="submit">
            {refuse}
          </button>
        </div>
      </DeskForm>
    </>
  );
}

/** The answer of a form of `name`, as the API takes it; `own` holds the fields of that form. */
export async function answerPosted(posted: Posted, own: Posted): Promise<RecordAnswer> {
  const decision = postedText(posted, 'decision');
  const { decision: stated, reason } = await requestOf(AnswerBody, { decision, ...(decision === 'REFUSE' && { reason: postedText(own, 'reason') }) });
  return { decision: stated, reason: reason ?? null };
}

export function answerDone(done: unknown): AnswerDone | null {
  return answerDecisions.find((decision) => decision === done) ?? null;
}
