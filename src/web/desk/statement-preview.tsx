import type { ComponentChildren, JSX } from 'preact';
import { Money } from '../../kernel/index.js';
import { Card, Fingerprint, MoneyLines, More } from '../components/index.js';
import type { Messages } from '../messages/index.js';

export interface StatementPreviewProps {
  readonly m: Messages;
  /** Where the page itself is: its bytes are those that will be published. */
  readonly src: string;
  readonly sha256: string;
  readonly figures: { readonly opening: string; readonly received: string; readonly paid: string; readonly closing: string };
  readonly children?: ComponentChildren;
}

/** A statement before it is published: its headline figures, and the very page that residents will see. */
export function StatementPreview({ m, src, sha256, figures, children }: StatementPreviewProps): JSX.Element {
  const texts = m.workbench.publish;
  const { opening, received, paid, closing } = figures;
  const equation = m.statement.equation;
  return (
    <>
      <Card id="figures" title={texts.check}>
        <MoneyLines
          lines={[
            { label: equation.opening, amount: opening },
            { label: equation.received, amount: received },
            { label: equation.paid, amount: Money.parse(paid).negated().toString() },
            { label: equation.closing, amount: closing, kind: 'total' },
          ]}
        />
        <ul class="plain-list">
          {texts.checks.map((check) => (
            <li key={check}>{check}</li>
          ))}
        </ul>
        {children}
        <More label={texts.fingerprint}>
          <Fingerprint sha256={sha256} />
        </More>
      </Card>
      <Card id="page" title={texts.frame}>
        <p>
          <a class="button small" href={src}>
            {texts.whole}
          </a>
        </p>
        <iframe class="frame-box" src={src} title={texts.frame} />
      </Card>
    </>
  );
}
