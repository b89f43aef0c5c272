import type { JSX } from 'preact';
import { Card, Field } from '../components/index.js';
import { DeskForm, fieldsOf } from '../desk/form-parts.js';
import type { Messages } from '../messages/index.js';
import type { AssessmentPageView } from './assessment-page-view.js';

type Props = { readonly m: Messages; readonly view: AssessmentPageView };

/** What may happen at any time before the end: a severe safety event, or that the assessment went wrong. */
export function EventForms({ m, view }: Props): JSX.Element {
  const { event, void: voiding } = view.acts;
  const base = `/w/${view.frame.community.slug}/assessments/${view.facts.quarter}`;
  const { safety, void: texts } = m.service;
  const of = fieldsOf(view.refusal, 'event', { happenedOn: safety.day, what: safety.what, paper: safety.papers });
  return (
    <>
      {event !== undefined && (
        <Card id="event" title={safety.title} note={safety.formNote}>
          <DeskForm action={`${base}/event`} seal={event} multipart label={safety.title}>
            <Field {...of('happenedOn', view.today)} type="date" required />
            <Field {...of('what')} rows={3} required />
            <Field {...of('paper')} value="" hint={m.firm.request.invoiceHint} type="file" required multiple />
            <div class="actions">
              <button class="button" type="submit">
                {safety.submit}
              </button>
            </div>
          </DeskForm>
        </Card>
      )}
      {voiding !== undefined && (
        <Card id="void" title={texts.title} note={texts.note}>
          <DeskForm action={`${base}/void`} seal={voiding} label={texts.title}>
            <Field {...fieldsOf(view.refusal, 'void', { reason: texts.reason })('reason')} hint={m.workbench.forms.published} rows={2} required />
            <div class="actions">
              <button class="button" type="submit">
                {texts.submit}
              </button>
            </div>
          </DeskForm>
        </Card>
      )}
    </>
  );
}
