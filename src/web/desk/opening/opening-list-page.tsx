import type { JSX } from 'preact';
import type { BusinessDate } from '../../../kernel/index.js';
import { openableAccounts, type OpeningState } from '../../../modules/settlement/index.js';
import { Card, DataTable, EmptyState, Field, More, StatusTag } from '../../components/index.js';
import type { Messages } from '../../messages/index.js';
import { DeskLayout, type DeskFrame } from '../desk-layout.js';
import { DeskForm, errorOf, RefusalNotice, type FormSeal, type Refusal } from '../form-parts.js';
import { accountName, openingTones } from './opening-page.js';

export interface OpeningListView {
  readonly frame: DeskFrame;
  readonly base: string;
  readonly lists: readonly { readonly id: number; readonly state: OpeningState; readonly preparedOn: BusinessDate; readonly lineCount: number }[];
  /** For whoever prepares: the form, or why there is none now. */
  readonly upload: { readonly seal: FormSeal } | 'begun' | 'waiting' | null;
  readonly refusal: Refusal | null;
}

/** Every list that was prepared, and for the bookkeeper the form for one. */
export function OpeningListPage({ m, view }: { readonly m: Messages; readonly view: OpeningListView }): JSX.Element {
  const texts = m.opening;
  const { upload } = view;
  return (
    <DeskLayout m={m} frame={view.frame} head={{ title: texts.title, lead: texts.lead }} notice={<RefusalNotice m={m} refusal={view.refusal} />}>
      <Card id="lists" title={texts.lists}>
        {view.lists.length === 0 ? (
          <EmptyState title={texts.none}>
            <p>{texts.noneNote}</p>
          </EmptyState>
        ) : (
          <ul class="list">
            {view.lists.map(({ id, state, preparedOn, lineCount }) => (
              <li key={id}>
                <span class="grow">
                  {texts.sheetTitle(id)} <StatusTag tone={openingTones[state]}>{texts.state[state]}</StatusTag>
                  <small>{texts.listOf(m.date(preparedOn), lineCount)}</small>
                </span>
                <a class="button small" href={`${view.base}/${id}`}>
                  {texts.see}
                  <span class="sr">{` ${texts.sheetTitle(id)}`}</span>
                </a>
              </li>
            ))}
          </ul>
        )}
      </Card>
      {upload !== null && (
        <Card id="upload" title={texts.upload} note={typeof upload === 'string' ? texts[upload] : texts.uploadNote}>
          {typeof upload !== 'string' && (
            <DeskForm action={view.base} seal={upload.seal} multipart label={texts.upload}>
              <Field name="file" type="file" label={texts.file} hint={texts.fileHint} error={errorOf(view.refusal, 'file')} required />
              <div class="actions">
                <button class="button main" type="submit">
                  {texts.prepare}
                </button>
              </div>
            </DeskForm>
          )}
          <Takes m={m} />
        </Card>
      )}
    </DeskLayout>
  );
}

/** What a line of each account names, as the reader of the file has it. */
function Takes({ m }: { readonly m: Messages }): JSX.Element {
  const texts = m.opening;
  return (
    <More label={texts.takes}>
      <p class="note">{texts.takesNot}</p>
      <DataTable
        caption={texts.takes}
        captionHidden
        columns={[{ label: 'account' }, { label: 'fund' }, { label: 'holder' }, { label: 'month' }]}
        rows={openableAccounts.map(({ code, funds, holder, monthly }) => ({
          key: code,
          cells: [accountName(m, code), funds.join(', '), texts.takesHolder[holder ?? 'none'], monthly ? texts.takesMonth : '–'],
        }))}
      />
    </More>
  );
}
