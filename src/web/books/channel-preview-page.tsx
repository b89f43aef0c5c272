import type { JSX } from 'preact';
import type { ChannelFileImported } from '../../modules/bank/index.js';
import { Facts, MoneyLines } from '../components/index.js';
import { DeskLayout, type DeskFrame } from '../desk/desk-layout.js';
import { DeskForm, type FormSeal } from '../desk/form-parts.js';
import type { Messages } from '../messages/index.js';

export interface ChannelPreviewView {
  readonly frame: DeskFrame;
  readonly seal: FormSeal;
  readonly upload: string;
  readonly preview: ChannelFileImported;
}

/** What the bill of a payment channel would bring: payments, refunds, fees, and what will reach the bank. */
export function ChannelPreviewPage({ m, view }: { readonly m: Messages; readonly view: ChannelPreviewView }): JSX.Element {
  const [texts, importing] = [m.bankImport, m.books.importing];
  const { preview } = view;
  const base = `/b/${view.frame.community.slug}/bank/import`;
  return (
    <DeskLayout m={m} frame={view.frame} head={{ title: texts.channelTitle, lead: importing.previewNote, back: { href: base, label: importing.title } }}>
      <section class="card" aria-label={texts.channelTitle}>
        <Facts
          facts={[
            [importing.name, preview.fileName],
            [texts.channel, texts.channels[preview.channel]],
            [importing.range, m.shortTerm(preview.from, preview.to)],
            [
              importing.lines,
              [importing.newLines(preview.newLineCount), ...(preview.knownLineCount > 0 ? [importing.knownLines(preview.knownLineCount)] : [])].join(' · '),
            ],
          ]}
        />
        <MoneyLines
          lines={[
            { label: texts.paid, amount: preview.paid },
            { label: texts.refunded, amount: preview.refunded },
            { label: texts.fees, amount: preview.fees },
            { label: texts.net, amount: preview.net, kind: 'total' },
          ]}
        />
        <DeskForm action={`${base}/${view.upload}/channel`} seal={view.seal}>
          <div class="actions">
            <button class="button main" type="submit">
              {importing.confirm}
            </button>
            <a class="button" href={base}>
              {importing.other}
            </a>
          </div>
        </DeskForm>
      </section>
    </DeskLayout>
  );
}
