import type { JSX } from 'preact';
import { Banner, Card, Field } from '../components/index.js';
import { DeskForm, fieldsOf, type FormSeal, type Refusal } from '../desk/form-parts.js';
import type { Messages } from '../messages/index.js';

/** What the bookkeeper may do about sending a line's money back: ask for it, with an account where the bank names none, or wait for who decides; `reason` of a request that waits. */
export type SendBack = { readonly seal: FormSeal; readonly needsAccount: boolean } | { readonly waits: string };

/** Money that nobody can place goes back the way it came, by the word of a second organisation. */
export function SendBackCard({ m, action, sendBack, refusal }: { m: Messages; action: string; sendBack: SendBack; refusal: Refusal | null }): JSX.Element {
  const texts = m.leases.sendBack;
  if ('waits' in sendBack)
    return (
      <Banner tone="info" title={texts.waits}>
        <p>{sendBack.waits}</p>
      </Banner>
    );
  const of = fieldsOf(refusal, 'back', texts.fields);
  return (
    <Card id="send-back" title={texts.title} note={texts.note}>
      <DeskForm action={action} seal={sendBack.seal} label={texts.title} multipart={sendBack.needsAccount}>
        <Field {...of('reason')} required />
        {sendBack.needsAccount && (
          <>
            <p class="note">{texts.noAccount}</p>
            <Field {...of('accountNo')} required inputMode="numeric" autocomplete="off" />
            <Field {...of('accountName')} required autocomplete="off" />
            <Field {...of('document')} value="" required type="file" />
          </>
        )}
        <div class="actions">
          <button class="button" type="submit">
            {texts.submit}
          </button>
        </div>
      </DeskForm>
    </Card>
  );
}
