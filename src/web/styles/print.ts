import { wide } from './blocks.js';

/** Paper: black on white, everything opened, boxes for the three seals. */
export const print = `
@media print {
${wide}
  @page { size: A4; margin: 10mm 12mm }
  :root, html:has(#size-large:checked), html:has(#size-huge:checked) {
    --fs: 7.7pt; --page: #fff; --card: #fff; --ink: #000; --muted: #333; --line: #aaa; --strong: #000; --brand: #000; --on-brand: #fff; --tint: #eee; --track: #ddd;
    --in: #0b5fa5; --out: #b4510f; --hold: #555; --ok: #000; --ok-tint: #fff; --warn: #000; --warn-tint: #fff; --bad: #000; --bad-tint: #fff;
  }
  body { -webkit-print-color-adjust: exact; print-color-adjust: exact; line-height: 1.34 }
  .wrap { max-width: none; padding: 0 }
  main.wrap { padding: .4rem 0 0 }
  .no-print, .sizes, .chips, .months, .skip, .go, .key, .waterfall, details > summary { display: none }
  details::details-content { content-visibility: visible; display: block; block-size: auto }
  .top, .foot { border-color: #aaa }
  .top .wrap, .foot .wrap { padding: .2rem 0 }
  .mark, .foot a { min-height: 0 }
  h1 { font-size: 1.6rem }
  h2 { font-size: 1.1rem }
  .page-head { margin-bottom: .4rem }
  .card { border-color: #aaa; border-radius: 0; padding: .4rem .7rem; margin-bottom: .35rem }
  .card > * + *, .card > h2 + * { margin-top: .25rem }
  .card > h2 + .note { margin-bottom: .1rem }
  .banner, .tag { border: 1px solid #aaa; border-radius: 0 }
  .banner { padding: .25rem .7rem; margin-bottom: .35rem }
  .pair { grid-template-columns: 1fr 1fr; gap: 0 .35rem }
  .funds { gap: .4rem 2rem }
  td, tbody th, tfoot th { padding: .1rem 0 }
  thead th { padding: 0 }
  tr.group th { padding: 0 .4rem }
  tbody th small, .money small { display: inline; margin-left: .6em }
  .lines > div, .facts > div { padding: .08rem 0 }
  .payout { padding-top: .3rem; gap: .2rem 2rem }
  .payout .amount { font-size: 1.2rem }
  .lines .aside br { display: none }
  .steps.across > li { padding-top: 1.5rem }
  .bars { gap: .1rem }
  .bars.columns { grid-template-columns: 1fr 1fr; gap: .1rem 1.5rem }
  .reckon > li { padding-bottom: .35rem }
  tr, li, .payout, .lines > div, .equation, figure, .stamps { break-inside: avoid }
  h2, h3 { break-after: avoid }
  .chart { display: none }
  #left ~ .funds { grid-template-columns: repeat(4, 1fr); gap: .4rem 1rem }
  .bar { height: .45rem }
  a { color: inherit; text-decoration: none }
  .stamps { display: grid; grid-template-columns: repeat(3, 1fr); gap: 1rem; margin-top: .6rem }
  .stamps div { height: 26mm; border: 1px solid #aaa; padding: 2mm }
}
`;
