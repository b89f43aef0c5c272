import { base } from '../styles/base.js';
import { blocks } from '../styles/blocks.js';
import { controls } from '../styles/controls.js';
import { minified } from '../styles/index.js';
import { print } from '../styles/print.js';

/** What pages of signed-in people have besides: navigation, queues, the bar of decisions, forms in rows. */
const desk = `
html.large { --fs: 23px }
html.huge { --fs: 30px }
html:has(.bar-decide) { scroll-padding-bottom: 7rem }
.desk { display: grid; grid-template-columns: minmax(0, 1fr); min-height: 100vh; grid-template-rows: auto 1fr auto }
.rail { background: var(--card); border-bottom: 1px solid var(--line); padding: .35rem 16px .5rem }
.rail .mark { flex: none }
.rail .mark small { font-size: .85rem }
.tabs { list-style: none; padding: 0; margin: .1rem -.4rem 0; display: flex; flex-wrap: wrap; gap: .2rem }
.tabs a { display: inline-flex; align-items: center; gap: .4rem; min-height: 44px; min-width: 44px; padding: 0 .6rem; border-radius: 8px; color: inherit; text-decoration: none }
.tabs a[aria-current] { background: var(--brand); color: var(--on-brand); font-weight: 600 }
.tabs .count { border: 1px solid currentColor; border-radius: 1em; padding: 0 .5em; font-size: .85rem; line-height: 1.5; font-weight: 600 }
.more:has([open]) { flex-basis: 100% }
.more summary { display: inline-flex; align-items: center; min-height: 44px; min-width: 44px; padding: 0 .6rem; color: var(--brand); cursor: pointer }
.more .tabs { margin: 0 }
.desk > main { padding: 1rem 16px 1.5rem; min-width: 0; width: 100%; max-width: 1080px }
.desk > main:has(> .page-head:first-child .back) { padding-top: .2rem }
.desk h1 { font-size: 1.35rem; text-wrap: wrap }
.card > .banner { margin: .75rem 0 0 }
.banner .button { color: var(--brand); background: var(--card) }
.banner p + .actions { margin-top: .4rem }
.page-head .line { display: flex; flex-wrap: wrap; align-items: center; gap: .3rem .8rem }
.desk-foot { border-top: 1px solid var(--line); padding: 1rem 16px 2rem; color: var(--muted); font-size: .9rem; display: grid; gap: .6rem; min-width: 0 }
.desk-foot .actions { align-items: center }
.sizing { display: flex; flex-wrap: wrap; border: 0; padding: 0; min-width: 0 }
.sizing button { min-height: 44px; min-width: 44px; padding: 0 .75rem; border: 1px solid var(--line); margin-left: -1px; background: var(--card); color: inherit; font: inherit; cursor: pointer }
.sizing button[aria-pressed=true] { background: var(--brand); border-color: var(--brand); color: var(--on-brand); font-weight: 600 }
@media print { .sheet { break-after: page; border: 0 } .rail, .desk-foot { display: none } .desk > main { max-width: none; padding: 0 } .desk > main:has(> .sheet) > .page-head { display: none } }
.plain { border: 0; background: none; font: inherit; color: var(--brand); text-decoration: underline; text-underline-offset: .2em; min-height: 44px; min-width: 44px; padding: 0 .2rem; cursor: pointer }
.two { display: grid; gap: 0 1rem; grid-template-columns: minmax(0, 1fr); align-items: start }
.two > * { min-width: 0 }
@media (min-width: 1050px) {
  html:not(.large, .huge) .two { grid-template-columns: minmax(0, 3fr) minmax(0, 2fr); grid-template-rows: auto 1fr }
  html:not(.large, .huge) .two > .beside { grid-column: 2; grid-row: 1 / 3 }
  html:not(.large, .huge) .two > .rest { grid-column: 1 }
}
.desk .row { align-items: start; padding: .75rem 0 }
.row .money { font-weight: 600; white-space: nowrap }
.row .tag { margin-top: .2rem; justify-self: start }
.row b:has(+ .tag) { margin-right: .6rem }
.desk > main > .actions { margin-bottom: 1rem }
.queue > li { padding-bottom: .8rem }
.queue a.row { padding-bottom: .3rem }
.queue .money { font-size: 1.15rem }
.side-note { display: flex; flex-wrap: wrap; align-items: center; gap: .3rem .7rem }
.desk .tag { white-space: normal }
.claim { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 1rem }
.claim a { min-height: 44px; display: inline-flex; align-items: center }
.claim h3 { flex: 1 1 12em }
.claim .money { font-weight: 600; margin-left: auto }
.why { color: var(--muted); display: flex; gap: .5rem; align-items: baseline }
.why svg { flex: none; width: 1em; height: 1em; align-self: center }
.why.bad { color: var(--bad) }
.formula { font-size: 1.02rem }
.formula b { font-weight: 600 }
.checks .idle svg, .checks .wait svg { color: var(--muted) }
.checks .now svg { color: var(--brand) }
.checks .due svg { color: var(--warn) }
.idle-checks { list-style: none; padding: 0; color: var(--muted) }
.idle-checks li { display: flex; gap: .7rem; padding: .2rem 0; align-items: baseline }
.idle-checks svg { flex: none; align-self: center }
progress { width: 100%; height: 1.2rem; accent-color: var(--brand) }
.log > li { padding: .6rem 0 }
.desk .docs :is(a, .doc) > * { min-width: 0; max-width: 100%; overflow-wrap: anywhere }
.key { padding: .7rem 0 }
.key + .key { border-top: 1px solid var(--line) }
.key code { overflow-wrap: anywhere }
@media screen {
  .desk .card { content-visibility: auto; contain-intrinsic-size: auto 480px }
  .long > li { content-visibility: auto; contain-intrinsic-size: auto 96px }
}
.checks > li > span { min-width: 0 }
.bar-decide { position: sticky; bottom: 0; z-index: 2; margin: 0 -16px; padding: .6rem 16px; background: var(--card); border-top: 1px solid var(--strong); display: grid; grid-template-columns: repeat(3, minmax(0, 1fr)); gap: .5rem }
.bar-decide form { display: contents }
.bar-decide .button { padding: .25rem .2rem }
.bar-decide .button.main { grid-column: 1 / -1 }
@media (min-width: 368px) {
  html:not(.large, .huge) .bar-decide { grid-template-columns: 2fr repeat(3, minmax(0, 1fr)) }
  html:not(.large, .huge) .bar-decide .button.main { grid-column: auto }
}
@media (min-width: 1050px) { html:not(.large, .huge) .bar-decide { grid-template-columns: 15rem repeat(3, 8.5rem) } }
.choice small { display: block; color: var(--muted) }
.choice .side-money { margin-left: auto; white-space: nowrap; font-weight: 600 }
.choices.boxed .choice { border: 1px solid var(--line); border-radius: 8px; padding: .5rem .9rem; min-height: 60px; flex-wrap: wrap }
.choices.boxed { gap: .5rem }
.choices.boxed .choice:has(:checked) { border-color: var(--brand); outline: 1px solid var(--brand) }
.field textarea { min-height: 5.5rem; line-height: 1.5 }
.field input.short, .field input[type=date] { max-width: 12rem }
.form, .field { grid-template-columns: minmax(0, 1fr); align-content: start }
.form.wide { max-width: none }
.desk .filters .field { flex: 0 1 14rem }
.desk .filters .button { min-height: 48px }
.form .pair-fields { display: grid; gap: 1rem; align-items: end; grid-template-columns: repeat(auto-fit, minmax(min(11rem, 100%), 1fr)) }
.item { border: 0; border-top: 1px solid var(--line); padding: .8rem 0; min-width: 0; display: grid; grid-template-columns: minmax(0, 1fr); gap: .35rem .9rem }
.item > legend { float: left; width: 100%; padding: 0; font-weight: 600; display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 .8rem }
.item > legend small { font-weight: 400; color: var(--muted) }
.item:first-of-type { border-top: 0; padding-top: .2rem }
.item h3 { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 .8rem }
.item h3 small { font-weight: 400; color: var(--muted) }
.said { display: grid; gap: .1rem; align-content: start }
.said .who { color: var(--muted); font-size: .88rem }
.said .points { font-weight: 600; font-size: 1.1rem }
.checks > li:has(.button) { flex-wrap: wrap; justify-content: flex-end }
.checks .grow { flex: 1 1 8em; min-width: 0 }
.checks .button { flex: none }
.plain-list { padding-left: 1.2rem }
.plain-list li { padding: .15rem 0 }
.chips a[aria-current] { background: var(--brand); border-color: var(--brand); color: var(--on-brand); font-weight: 600 }
.button.small.main { min-height: 44px }
.frame-box { border: 1px solid var(--line); border-radius: 8px; width: 100%; height: 75vh; min-height: 420px; background: var(--page) }
.inline-form { display: inline }
.sum-line { display: flex; flex-wrap: wrap; justify-content: space-between; gap: .2rem 1rem; font-weight: 700; border-top: 2px solid var(--strong); padding-top: .5rem }
.saids { display: grid; gap: .5rem 1rem }
@container (min-width: 17em) { .saids { grid-template-columns: 1fr 1fr } }
/* matching: the line left, what it may be right */
.match-line { display: grid; gap: .6rem 1.2rem; padding: .8rem; border-left: 4px solid transparent }
.match-line[aria-current] { border-left-color: var(--brand); background: var(--page) }
.match-line p { margin: .2rem 0 }
.candidate { display: flex; flex-wrap: wrap; gap: .4rem 1rem; align-items: center; justify-content: space-between; padding: .4rem 0; border-bottom: 1px solid var(--line) }
.candidate p { flex: 1 1 14rem; min-width: 0; overflow-wrap: anywhere }
@media (min-width: 760px) { .match-line { grid-template-columns: minmax(0, 2fr) minmax(0, 3fr) } }
@media (max-height: 520px) { .bar-decide { position: static } }
@media (min-width: 960px) {
  .desk { grid-template-columns: 15.5rem minmax(0, 1fr); grid-template-rows: 1fr auto }
  .rail { grid-row: 1 / 3; border-bottom: 0; border-right: 1px solid var(--line); padding: 1rem .9rem }
  .rail > * { position: sticky; top: 1rem }
  .tabs { flex-direction: column; margin: .8rem 0 0; gap: .15rem }
  .tabs a { width: 100%; justify-content: space-between }
  @supports selector(::details-content) {
    .more { border-top: 1px solid var(--line); padding-top: .4rem; margin-top: .4rem }
    .more summary { display: none }
    .more details::details-content { content-visibility: visible; display: block; block-size: auto }
  }
  .desk > main { padding: 1.6rem 2rem }
  .desk-foot { padding: 1rem 2rem 2rem }
  .bar-decide { margin: 0 -2rem; padding: .7rem 2rem }
  .desk h1 { font-size: 1.7rem }
}
`;

/** Of every page that needs a session; inlined like the public one, so that a page is one request and its policy names one hash. */
export const deskStylesheet = minified(base, blocks, controls, print, desk);
