/** Where a line has room, and on paper, whatever screen it is printed from. */
export const wide = `
  .chart .wide { display: block }
  .chart .narrow { display: none }
  .equation { grid-template-columns: repeat(4, auto); justify-content: space-between; gap: 0 1rem }
  .equation > div { display: block; padding: 0 }
  .equation dt span.none { display: none }
  .equation dd { margin: 0; text-align: left }
  .equation .result { border-top: 0; margin: 0; padding: 0 0 0 1.5rem; border-left: 2px solid var(--strong) }
  .equation .result dd { font-size: 1.6rem; line-height: 1.6 }
  .funds { grid-template-columns: 1fr 1fr }
  .payout { grid-template-columns: 1fr 1fr }
  .payout > .wide { grid-column: 1 / -1 }
  .reckon { columns: 2; column-gap: 2.5rem }
  .bars.waterfall { gap: .35rem }
  .waterfall > * { grid-template-columns: 14em minmax(0, 1fr) 7.5em }
  .waterfall > * > svg { grid-column: 2; grid-row: 1; align-self: center }
  .waterfall .value { grid-column: 3 }
  .bars.four { grid-template-columns: repeat(3, 1fr); gap: .65rem 2rem }
  .steps.across { display: flex; gap: .5rem }
  .steps.across .head { display: grid; justify-content: start }
  .steps.across > li { flex: 1; padding: 1.9rem .5rem 0 0 }
  .steps.across > li::before { left: 1.6rem; right: .1rem; top: .75rem; bottom: auto; width: auto; height: 2px }
  .bars.columns { grid-template-columns: 1fr 1fr; gap: .65rem 2.5rem }
`;

/** Cards, money, tables, steps, charts: what a page is made of. Narrow means few characters a line, whatever the screen: container queries in em. */
export const blocks = `
.card { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 1rem; margin: 0 0 1rem; container-type: inline-size }
.card > h2 { margin-bottom: .15rem }
.card > h2 + .note { margin-bottom: .6rem }
.card > * + * { margin-top: .75rem }
.card > h2 + * { margin-top: .4rem }
.pair { display: grid; gap: 0 1rem }
.pair > * { min-width: 0 }
.banner { display: flex; gap: .7rem; border-radius: 12px; padding: .8rem 1rem; margin: 0 0 1rem; border: 1px solid transparent }
.banner > svg { flex: none; width: 1.5rem; height: 1.5rem; margin-top: .1rem }
.banner b { display: block }
.banner a { color: inherit }
.banner > div { min-width: 0; flex: 1; container-type: inline-size }
.banner.ok { background: var(--ok-tint); color: var(--ok) }
.banner.warn { background: var(--warn-tint); color: var(--warn) }
.banner.bad { background: var(--bad-tint); color: var(--bad) }
.banner.info { background: var(--tint); color: var(--ink) }
.banner.info > svg { color: var(--brand) }
.tag { display: inline-flex; gap: .3rem; align-items: center; border-radius: 5px; padding: .05rem .5rem; font-size: .88rem; font-weight: 600; white-space: nowrap; background: var(--track); color: var(--ink) }
.tag svg, .steps svg { width: 1.1em; height: 1.1em; flex: none }
.tag.done { background: var(--ok-tint); color: var(--ok) }
.tag.due { background: var(--warn-tint); color: var(--warn) }
.tag.bad { background: var(--bad-tint); color: var(--bad) }
.tag.info { background: var(--tint); color: var(--brand) }
.yuan { font-weight: 400; font-size: .78em; margin-right: .08em }
.equation { display: grid; gap: .1rem }
.equation > div { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: baseline; gap: 0 1rem; padding: .3rem 0 }
.equation dt { color: var(--muted); white-space: nowrap }
.equation dt span { display: inline-block; width: 1.5em; color: var(--ink); font-weight: 600 }
.equation dt span.none { visibility: hidden }
.equation dd { margin-left: auto; font-size: 1.35rem; font-weight: 600; white-space: nowrap }
.equation .result { border-top: 3px double var(--strong); margin-top: .2rem; padding-top: .5rem }
.equation .result dt { color: var(--ink); font-weight: 700 }
.equation .result dd { font-size: 1.8rem; font-weight: 700; line-height: 1.25 }
.lines > div { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 .8rem; padding: .35rem 0; border-bottom: 1px solid var(--line) }
.lines > div:last-child { border-bottom: 0 }
.lines .aside { flex: 1 0 100%; margin: 0; text-align: left; color: var(--muted); font-size: .85rem }
.lines dd { margin-left: auto; text-align: right }
.lines dd.money { white-space: nowrap }
.facts > div { display: grid; grid-template-columns: 6em minmax(0, 1fr); gap: 0 .75rem; padding: .35rem 0; border-bottom: 1px solid var(--line) }
.facts > div:last-child { border-bottom: 0 }
.facts dt { color: var(--muted) }
.facts small { display: block; color: var(--muted) }
.lines .total { border-top: 2px solid var(--strong); border-bottom: 0; font-weight: 700 }
.lines .sub { padding-left: 1rem; color: var(--muted) }
.funds { display: grid; grid-template-columns: minmax(0, 1fr); gap: 1.25rem 2.5rem }
.funds > * { container-type: inline-size; min-width: 0 }
.funds > * > * + * { margin-top: .4rem }
.fund-name { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 .6rem }
.fund-name .money { margin-left: auto; font-weight: 700; white-space: nowrap }
.fund-name small { font-weight: 400; color: var(--muted) }
table { width: 100%; border-collapse: collapse }
caption { text-align: left; color: var(--muted); font-size: .9rem; padding-bottom: .3rem }
th { text-align: left; font-weight: 600 }
thead th { border-bottom: 2px solid var(--strong); font-size: .9rem; padding: .35rem 0; vertical-align: bottom }
tbody th { font-weight: 400 }
tbody th small { display: block; color: var(--muted) }
td, tbody th, tfoot th { padding: .5rem 0; border-bottom: 1px solid var(--line); vertical-align: top }
:is(th, td) + :is(th, td) { padding-left: .9rem }
.num { text-spacing-trim: trim-both; text-align: right; white-space: nowrap }
tfoot td, tfoot th { border-bottom: 0; border-top: 2px solid var(--strong); font-weight: 700 }
tr.here > * { background: var(--tint); font-weight: 700 }
tr.here > :first-child { padding-left: .6rem; box-shadow: inset 4px 0 var(--brand) }
tr.subtotal > * { font-weight: 700; border-bottom: 0 }
tr.group th { font-weight: 700; background: var(--track); padding: .3rem .6rem; border: 0 }
details > summary { cursor: pointer; min-height: 44px; display: flex; align-items: center; gap: .4rem; color: var(--brand); list-style: none }
details > summary::-webkit-details-marker { display: none }
details > summary::before { content: ""; flex: none; width: .5em; height: .5em; border: solid currentColor; border-width: 0 2px 2px 0; transform: rotate(-45deg); margin: 0 .15em 0 .1em }
details[open] > summary::before { transform: rotate(45deg) translate(-.1em, -.1em) }
details > summary span { text-decoration: underline; text-underline-offset: .2em }
.go { display: flex; justify-content: space-between; align-items: center; gap: .75rem; min-height: 52px; border-top: 1px solid var(--line); text-decoration: none; font-weight: 600; padding: .3rem 0 }
.go::after { content: ""; flex: none; width: .55em; height: .55em; border: solid currentColor; border-width: 2px 2px 0 0; transform: rotate(45deg); margin-right: .2em }
.card > .go + .go { margin-top: 0 }
.card > .go:last-child { margin-bottom: -.6rem }
.chips { display: flex; flex-wrap: wrap; gap: .5rem; margin: 0 0 1rem; padding: 0; list-style: none }
.chips a { min-height: 44px; display: inline-flex; align-items: center; padding: 0 .9rem; border: 1px solid var(--line); border-radius: 1.4rem; background: var(--card); text-decoration: none }
.steps { list-style: none; padding: 0 }
.steps > li { position: relative; padding: 0 0 .75rem 1.9rem }
.steps > li:last-child { padding-bottom: 0 }
.steps > li::before { content: ""; position: absolute; left: .58rem; top: 1.5rem; bottom: 0; width: 2px; background: var(--line) }
.steps > li:last-child::before { display: none }
.steps > li > svg { position: absolute; left: 0; top: .2rem; width: 1.25rem; height: 1.25rem; color: var(--ok) }
.steps > .wait > svg, .steps > .wait { color: var(--muted) }
.steps > .now > svg { color: var(--brand) }
.steps > .failed > svg { color: var(--bad) }
.steps b { font-weight: 600 }
.steps .head { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 .75rem }
.steps .at { color: var(--muted); font-size: .88rem; white-space: nowrap }
.steps small { display: block; color: var(--muted) }
.payout { border-top: 1px solid var(--line); padding-top: 1rem; display: grid; gap: .6rem 2rem }
.payout:first-of-type { border-top: 0; padding-top: 0 }
.payout .amount, .figure { font-size: 1.5rem; font-weight: 700; line-height: 1.3; display: flex; flex-wrap: wrap; align-items: center; gap: .2rem .7rem }
.payout .amount .tag { font-size: .88rem }
.words { color: var(--muted) }
.bar { display: block; width: 100%; height: .8rem; border-radius: 3px; background: var(--track); overflow: hidden }
.bar .in { fill: var(--in) } .bar .out { fill: url(#hatch) } .bar .hold { fill: url(#hatch-hold) } .bar .total { fill: var(--strong) } .bar .plain { fill: var(--in) }
.bars { list-style: none; padding: 0; display: grid; grid-template-columns: minmax(0, 1fr); gap: .65rem }
.bars > * { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: .15rem .75rem; align-items: baseline }
.bars > * > svg { grid-column: 1 / -1 }
.bars .value { white-space: nowrap; text-align: right }
.bars small { color: var(--muted) }
.waterfall .bar { background: none; border-radius: 0; height: 1.1rem }
.waterfall .total { font-weight: 700 }
.key { display: flex; flex-wrap: wrap; gap: .2rem 1.2rem; list-style: none; padding: 0; font-size: .9rem }
.key li { display: inline-flex; align-items: center; gap: .4rem }
.key svg { width: 1rem; height: 1rem; border-radius: 2px; flex: none }
.key .in { fill: var(--in) } .key .out { fill: url(#hatch) } .key .hold { fill: url(#hatch-hold) } .key .line { fill: var(--strong) }
.chart svg { display: block; width: 100%; height: auto }
.chart .wide { display: none }
.chart text { fill: var(--muted); font-size: clamp(13px, .72rem, 17px) }
.chart .strong { fill: var(--ink); font-weight: 600 }
.chart .grid { stroke: var(--line); stroke-width: 1 }
.chart .in { fill: var(--in) } .chart .out { fill: url(#hatch) } .chart .line { fill: none; stroke: var(--strong); stroke-width: 2.5 } .chart .dot { fill: var(--card); stroke: var(--strong); stroke-width: 2.5 }
.hatch-ground { fill: var(--card) } .hatch-line { stroke: var(--out); stroke-width: 4 } .hatch-hold { stroke: var(--hold); stroke-width: 3 }
.docs { list-style: none; padding: 0; display: grid; gap: .5rem }
.docs a, .docs .doc { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: center; gap: 0 1rem; min-height: 52px; border: 1px solid var(--line); border-radius: 8px; padding: .3rem .9rem }
.thumb { max-width: 72px; max-height: 72px; margin-right: .6rem; border-radius: 4px; vertical-align: middle }
.docs small { color: var(--muted) }
.list { list-style: none; padding: 0 }
.list > li { border-top: 1px solid var(--line) }
.list > li:first-child { border-top: 0 }
.row { display: grid; grid-template-columns: minmax(0, 1fr) auto; align-items: center; gap: .2rem 1rem; min-height: 60px; padding: .55rem 0; color: inherit; text-decoration: none }
.row b { font-weight: 600 }
:is(a, form).row b { color: var(--brand); text-decoration: underline; text-underline-offset: .2em }
.row small { display: block; color: var(--muted) }
.row .side { text-align: right }
.checks > li { display: flex; gap: .7rem; padding: .6rem 0; align-items: flex-start }
.checks svg { flex: none; margin-top: .25rem; color: var(--ok) }
.checks .not_in_use svg { color: var(--muted) }
.checks .failed svg { color: var(--bad) }
.checks small { display: block; color: var(--muted) }
.empty { text-align: center; padding: 1.5rem 1rem; color: var(--muted) }
.empty b { display: block; color: var(--ink); font-size: 1.1rem; margin-bottom: .3rem }
.hash > span { display: inline-block; margin-right: .45em }
.hash { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; font-size: .85rem; overflow-wrap: anywhere }
.reckon { list-style: none; padding: 0; counter-reset: step }
.reckon > li { counter-increment: step; position: relative; padding: 0 0 1rem 2.5rem; break-inside: avoid }
.reckon h3 { margin-top: .75rem }
.reckon table, .reckon .lines { margin-top: .3rem }
.reckon > li::before { content: counter(step); position: absolute; left: 0; top: .1rem; width: 1.75rem; height: 1.75rem; border-radius: 50%; background: var(--brand); color: var(--on-brand); display: grid; place-items: center; font-weight: 700; font-size: .95rem }
.reckon .sum { display: block; font-weight: 600 }
.stamps { display: none }
.months { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 1rem }
.months a, .tap { min-height: 44px; display: inline-flex; align-items: center }
.cells { display: grid; gap: .75rem 1.5rem; grid-template-columns: repeat(auto-fit, minmax(min(9.5em, 100%), 1fr)) }
.cells dt { color: var(--muted) }
.cells dd { font-weight: 600; font-size: 1.2rem }
@media screen {
@container (max-width: 26em) {
  table.data:not(.short), table.data:not(.short) :is(tbody, tfoot, caption) { display: block }
  table.data:not(.short) thead { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden }
  table.data:not(.short) tr { display: block; border-bottom: 1px solid var(--line); padding: .35rem 0 }
  table.data:not(.short) tr > :is(th, td) { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 .8rem; border: 0; padding: 0 }
  table.data:not(.short) tr > th { font-weight: 600 }
  table.data:not(.short) td[data-label]::before { content: attr(data-label); white-space: normal; color: var(--muted); font-weight: 400 }
  table.data:not(.short) td:not([data-label]) { display: none }
  table.data:not(.short) tfoot tr { border-top: 2px solid var(--strong); border-bottom: 0 }
  table.data:not(.short) tr.here { box-shadow: inset 4px 0 var(--brand); background: var(--tint); padding-left: .6rem }
  table.data:not(.short) tr.here > * { box-shadow: none; background: none; padding: 0 }
  table.data:not(.short) tr.group { border: 0 }
  table.data.short { font-size: .92rem }
  table.data.short :is(th, td) + :is(th, td) { padding-left: .5rem }
}
@container (max-width: 15em) {
  table.data.short, table.data.short :is(tbody, tfoot, caption) { display: block }
  table.data.short thead { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden }
  table.data.short tr { display: block; border-bottom: 1px solid var(--line); padding: .35rem 0 }
  table.data.short tr > :is(th, td) { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 .8rem; border: 0; padding: 0 }
  table.data.short tr > th { font-weight: 600 }
  table.data.short td[data-label]::before { content: attr(data-label); white-space: normal; color: var(--muted); font-weight: 400 }
  table.data.short td:not([data-label]) { display: none }
  table.data.short tfoot tr { border-top: 2px solid var(--strong); border-bottom: 0 }
  table.data.short tr.here { box-shadow: inset 4px 0 var(--brand); background: var(--tint); padding-left: .6rem }
  table.data.short tr.here > * { box-shadow: none; background: none; padding: 0 }
  table.data.short tr.group { border: 0 }
  .steps .at { white-space: normal }
  .bars > * { grid-template-columns: minmax(0, 1fr) }
  table.money, table.money tbody, table.money tfoot, table.money caption { display: block }
  table.money thead { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden }
  table.money tr { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: end; border-bottom: 1px solid var(--line); padding: .3rem 0 }
  table.money tr > *, table.money tr > * + * { border: 0; padding: 0 }
  table.money .num { margin-left: auto }
  table.money tfoot tr { border-top: 2px solid var(--strong); border-bottom: 0 }
  .facts > div, .row { grid-template-columns: minmax(0, 1fr) }
}
@container (max-width: 30em) {
  .reckon > li { padding-left: 0 }
  .reckon .sum { padding-left: 2.3rem; min-height: 1.95rem }
}
@container (max-width: 12em) {
  .equation dd { font-size: 1.2rem }
  .equation .result dd { font-size: 1.35rem }
}
}
/* What is below the screen is laid out when it comes near: half the work of opening a long page on an old phone. */
@media screen { html:not(.dense) main > :is(.card, .pair) { content-visibility: auto; contain-intrinsic-size: auto 640px } }
@media (max-width: 420px) { html:has(#size-huge:checked) .card { padding: .75rem .6rem } }
@media (min-width: 760px) {
  .card { padding: 1.4rem 1.5rem }
  .pair { grid-template-columns: 1fr 1fr }
}
@container (min-width: 38em) {${wide}}
`;
