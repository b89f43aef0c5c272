import type { Instant } from '../../kernel/index.js';
import type { SurveyLetters } from '../../modules/assessments/index.js';
import type { PdfSheet } from '../../platform/files/index.js';
import type { Messages } from '../messages/index.js';

/** The letters of a survey, to be printed and cut apart. The code stands in words alone: an address with it would end up in logs. */
export function surveyLettersSheet(
  m: Messages,
  { quarter, closesOn, letters }: SurveyLetters,
  about: { community: string; address: string; at: Instant },
): PdfSheet {
  const { title, unit, code, how, footer } = m.survey.letter;
  const head = title(about.community, m.quarter(quarter));
  return {
    title: head,
    createdAt: about.at,
    content: letters.map((letter) => ({
      qr: about.address,
      lines: [
        { text: head, size: 10 },
        { text: unit(letter.label), bold: true },
        { text: code(letter.code), size: 18, bold: true, gapAfter: 2 },
        { text: how(m.date(closesOn)), size: 10 },
        { text: about.address, size: 10 },
      ],
    })),
    footer,
  };
}
