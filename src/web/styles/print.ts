/** Paper: black on white, everything opened, boxes for the three seals. */
export const print = `
@media print {
  @page { size: A4; margin: 13mm 14mm 14mm }
  :root, html:has(#size-large:checked), html:has(#size-huge:checked) {
    --fs: 10pt; --page: #fff; --card: #fff; --ink: #000; --muted: #333; --line: #aaa; --strong: #000; --brand: #000; --on-brand: #fff; --tint: #eee; --track: #ddd;
    --in: #0b5fa5; --out: #b4510f; --hold: #555; --ok: #000; --ok-tint: #fff; --warn: #000; --warn-tint: #fff; --bad: #000; --bad-tint: #fff;
  }
  body { -webkit-print-color-adjust: exact; print-color-adjust: exact; line-height: 1.45 }
  .no-print, .sizes, .chips, .months, .skip, .go, details > summary { display: none }
  details::details-content { content-visibility: visible; display: block; block-size: auto }
  .top, .foot { border-color: #aaa }
  .card { border-color: #aaa; border-radius: 0; padding: .6rem .8rem; margin-bottom: .5rem }
  .banner, .tag { border: 1px solid #aaa; border-radius: 0 }
  .pair { grid-template-columns: 1fr 1fr }
  td, tbody th, tfoot th { padding: .2rem 0 }
  tr, li, .payout, .lines > div, .equation, figure, .stamps { break-inside: avoid }
  h2, h3 { break-after: avoid }
  .chart .wide { display: block; max-height: 48mm }
  .chart .narrow { display: none }
  a { color: inherit; text-decoration: none }
  .stamps { display: grid; grid-template-columns: repeat(3, 1fr); gap: 1rem; margin-top: 1rem }
  .stamps div { height: 30mm; border: 1px solid #aaa; padding: 2mm }
}
`;
