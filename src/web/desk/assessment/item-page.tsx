import type { JSX } from 'preact';
import { Banner, Card, Field } from '../../components/index.js';
import { formatPoints } from '../../format.js';
import type { Messages } from '../../messages/index.js';
import { DeskLayout, type DeskFrame } from '../desk-layout.js';
import { EvidenceLink } from '../evidence-link.js';
import { DeskForm, errorOf, RefusalNotice, typedOr, type FormSeal, type Refusal } from '../form-parts.js';
import type { ItemFact } from './assessment-facts.js';
import { Elsewhere, FileList } from './file-list.js';
import type { DraftFact } from './item-files.js';

export interface ItemPageView {
  readonly frame: DeskFrame;
  /** Of the quarter's page: "/w/ryxc/assessments/2024-Q1". */
  readonly base: string;
  readonly quarter: string;
  readonly item: ItemFact;
  readonly place: number;
  readonly count: number;
  readonly draft: DraftFact | null;
  readonly seal: FormSeal;
  readonly saved: boolean;
  readonly refusal: Refusal | null;
}

/** One item of a sheet on a phone: points, a note, its photos. It is kept as it is saved, and handed in with the whole sheet. */
export function ItemPage({ m, view }: { readonly m: Messages; readonly view: ItemPageView }): JSX.Element {
  const { frame, base, item, place, count, refusal } = view;
  const texts = m.service.item;
  const { slug } = frame.community;
  return (
    <DeskLayout
      m={m}
      frame={frame}
      head={{ title: item.name, lead: texts.place(view.quarter, place, count), back: { href: `${base}#item-${place}`, label: texts.back } }}
      notice={
        <>
          <RefusalNotice m={m} refusal={refusal} />
          {view.saved && (
            <Banner tone="ok" title={texts.saved}>
              {place < count && <a href={`${base}/items/${place + 1}`}>{texts.next}</a>}
            </Banner>
          )}
        </>
      }
    >
      {item.firm !== null && frame.path.startsWith('/w/') && (
        <Card id="firm" title={m.workbench.assessments.firm}>
          <p>{`${m.workbench.payout.points(formatPoints(item.firm.score))}${item.firm.note === '' ? '' : ` · ${item.firm.note}`}`}</p>
          <FileList m={m} slug={slug} files={item.firm.evidence} />
        </Card>
      )}
      <ItemForm m={m} view={view} />
      <p class="actions">
        {place > 1 && (
          <a class="button" href={`${base}/items/${place - 1}`}>
            {texts.previous}
          </a>
        )}
        {place < count && (
          <a class="button" href={`${base}/items/${place + 1}`}>
            {texts.next}
          </a>
        )}
        <a class="button" href={`${base}#item-${place}`}>
          {texts.back}
        </a>
      </p>
    </DeskLayout>
  );
}

function ItemForm({ m, view }: { readonly m: Messages; readonly view: ItemPageView }): JSX.Element {
  const { frame, base, item, place, draft, refusal } = view;
  const texts = m.service.item;
  const { form, full } = m.workbench.assessments;
  return (
    <Card id="item" title={texts.title} note={full(formatPoints(item.scoreMax))}>
      <DeskForm action={`${base}/items/${place}`} seal={view.seal} multipart label={item.name}>
        <Field
          name="score"
          label={form.pointsOf(formatPoints(item.scoreMax))}
          inputMode="decimal"
          autocomplete="off"
          value={typedOr(refusal, 'score', draft?.score)}
          error={errorOf(refusal, 'score')}
        />
        <Field name="note" label={form.noteOptional} rows={3} value={typedOr(refusal, 'note', draft?.note)} error={errorOf(refusal, 'note')} />
        <Field name="photo" label={texts.photo} type="file" accept="image/*" hint={texts.photoHint} error={errorOf(refusal, 'photo')} multiple />
        <Field name="paper" label={texts.paper} type="file" error={errorOf(refusal, 'paper')} multiple />
        <Field name="known" label={texts.known} hint={texts.knownHint} autocomplete="off" value={typedOr(refusal, 'known')} error={errorOf(refusal, 'known')} />
        {draft !== null && draft.evidence.length > 0 && (
          <fieldset class="choices">
            <legend>{texts.files}</legend>
            {draft.evidence.map(({ sha256, name, elsewhere }, at) => (
              <label key={sha256} class="choice">
                <input type="checkbox" name={`keep_${at}`} value={sha256} checked />
                <span>
                  {name === null ? texts.closed(1) : <EvidenceLink slug={frame.community.slug} sha256={sha256} name={name} />}
                  <Elsewhere m={m} elsewhere={elsewhere} />
                </span>
              </label>
            ))}
          </fieldset>
        )}
        <div class="actions">
          <button class="button main" type="submit">
            {texts.save}
          </button>
        </div>
      </DeskForm>
    </Card>
  );
}
