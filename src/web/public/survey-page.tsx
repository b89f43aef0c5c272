import type { JSX } from 'preact';
import type { BusinessDate, Quarter } from '../../kernel/index.js';
import { Banner, EmptyState, ErrorSummary, Field, Hidden, Layout, PageHead } from '../components/index.js';
import { errorOf, typedOr, type Refusal } from '../desk/form-parts.js';
import type { Messages } from '../messages/index.js';

export interface SurveyPageView {
  readonly slug: string;
  readonly communityName: string;
  /** The survey that takes answers now. */
  readonly survey: { readonly quarter: Quarter; readonly questions: readonly string[]; readonly closesOn: BusinessDate } | null;
  readonly done: boolean;
  /** The token of the session of whoever is signed in. */
  readonly hidden: Readonly<Record<string, string>>;
  readonly refusal: Refusal | null;
  readonly demoTime: string | null;
}

type Props = { readonly m: Messages; readonly view: SurveyPageView };

/** Where a household answers by the code of its letter: no sign-in, no script, and nothing in the address that would tell who answered. */
export function SurveyPage({ m, view }: Props): JSX.Element {
  const texts = m.survey;
  const { slug, survey } = view;
  return (
    <Layout
      m={m}
      path={`/p/${slug}/survey`}
      title={`${texts.title} · ${view.communityName}`}
      mark={{ name: view.communityName, tagline: m.brand.tagline, href: `${m.base}/p/${slug}` }}
      demoTime={view.demoTime}
    >
      {view.refusal !== null && <ErrorSummary m={m} title={texts.refusedTitle} errors={view.refusal.errors} />}
      {view.done && (
        <Banner tone="ok" title={texts.done}>
          <p>{texts.doneHint}</p>
        </Banner>
      )}
      {survey === null ? (
        <>
          <PageHead title={texts.title} />
          <EmptyState title={texts.none}>{texts.noneHint}</EmptyState>
        </>
      ) : (
        <>
          <PageHead title={texts.of(m.quarter(survey.quarter))} lead={texts.lead(m.date(survey.closesOn))} />
          {!view.done && <Answers m={m} view={view} questions={survey.questions} />}
        </>
      )}
    </Layout>
  );
}

function Answers({ m, view, questions }: Props & { readonly questions: readonly string[] }): JSX.Element {
  const texts = m.survey;
  const { refusal } = view;
  return (
    <section class="card" aria-label={texts.title}>
      <form class="form" method="post" action={`${m.base}/p/${view.slug}/survey`}>
        <Hidden values={view.hidden} />
        <Field
          name="code"
          label={texts.code}
          hint={texts.codeHint}
          autocomplete="off"
          required
          value={typedOr(refusal, 'code')}
          error={errorOf(refusal, 'code')}
        />
        {questions.map((question, at) => (
          <Question key={question} m={m} name={`q${at + 1}`} question={question} refusal={refusal} />
        ))}
        <p class="note">{texts.submitNote}</p>
        <button class="button main" type="submit">
          {texts.submit}
        </button>
      </form>
    </section>
  );
}

/** From the best to the worst; none is chosen before the household chooses. */
function Question({
  m,
  name,
  question,
  refusal,
}: {
  readonly m: Messages;
  readonly name: string;
  readonly question: string;
  readonly refusal: Refusal | null;
}): JSX.Element {
  const chosen = typedOr(refusal, name);
  const error = errorOf(refusal, name);
  return (
    <fieldset class="choices" id={`f-${name}`}>
      <legend>{question}</legend>
      {error !== undefined && <p class="note">{error}</p>}
      {m.survey.values
        .map((label, at) => ({ label, value: String(at + 1) }))
        .toReversed()
        .map(({ label, value }) => (
          <label key={value} class="choice">
            <input type="radio" name={name} value={value} required checked={chosen === value} />
            {label}
          </label>
        ))}
    </fieldset>
  );
}
