import type { JSX } from 'preact';
import { periodsBetween } from '../../../kernel/index.js';
import { periodBefore, spanOf, type CoverSection, type StatementSnapshot } from '../../../modules/statements/index.js';
import { Card, Facts, Fingerprint } from '../../components/index.js';
import type { Messages } from '../../messages/index.js';

/** Who holds the account, who approves, who watches, and under which contract. */
export function PartiesSection({ m, cover }: { readonly m: Messages; readonly cover: CoverSection }): JSX.Element {
  const texts = m.statement.parties;
  const contract =
    cover.contract === null
      ? []
      : ([
          [texts.contract, cover.contract.number],
          [texts.term, m.term(cover.contract.from, cover.contract.to)],
        ] as const);
  return (
    <Card id="parties" title={texts.title}>
      <Facts
        facts={[
          ...cover.parties.map(
            (party) =>
              [
                m.parties[party.role],
                <>
                  {party.organisation}
                  {party.substitute && <small>{texts.substitute}</small>}
                </>,
              ] as const,
          ),
          ...contract,
        ]}
      />
    </Card>
  );
}

/** Which version this is, its fingerprint, its data, and the way to the other months. */
export function DataSection({ m, snapshot, sha256 }: { readonly m: Messages; readonly snapshot: StatementSnapshot; readonly sha256: string }): JSX.Element {
  const texts = m.statement.data;
  const { community, period, version, previous, kind } = snapshot;
  const before = periodBefore(period);
  const { kind: span, first, last } = spanOf(period);
  return (
    <Card id="data" title={texts.title}>
      <p>{`${texts.version(version)} · ${texts.kind[kind]}`}</p>
      <p class="note">{texts.built(m.moment(snapshot.builtAt))}</p>
      <h3>{texts.fingerprint}</h3>
      <Fingerprint sha256={sha256} />
      <p class="note">{texts.fingerprintNote}</p>
      <p class="actions no-print">
        <a class="button" href={`/api/v1/public/communities/${community}/statements/${period}.json?v=${version}`}>
          {texts.download}
        </a>
      </p>
      <nav class="months" aria-label={m.statement.months.label}>
        {previous !== null && <a href={`${m.base}/p/${community}/${period}/v/${previous.version}`}>{texts.previous(previous.version)}</a>}
        {span === 'MONTH' && snapshot.sections.money.total.opening.previous !== null && (
          <a href={`${m.base}/p/${community}/${before}`}>‹ {m.statement.months.previous(m.span(before))}</a>
        )}
        {span !== 'MONTH' &&
          periodsBetween(first, last).map((month) => (
            <a key={month} href={`${m.base}/p/${community}/${month}`}>
              {m.statement.months.previous(m.span(month))}
            </a>
          ))}
        <a href={`${m.base}/p/${community}`}>{m.statement.months.all}</a>
      </nav>
    </Card>
  );
}
