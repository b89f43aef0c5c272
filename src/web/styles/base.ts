/** Tokens, type, page frame. Sizes are rem of --fs, so that the type size of a page is one number. */
export const base = `
:root {
  color-scheme: light dark;
  --page: #f4f6f8; --card: #fff; --ink: #16202a; --muted: #4d5b69; --line: #d5dbe1; --strong: #16202a;
  --brand: #0b5fa5; --on-brand: #fff; --tint: #eaf2fa;
  --in: #0b5fa5; --out: #b4510f; --hold: #6b7a89; --track: #dfe5ea;
  --ok: #0f6b3c; --ok-tint: #e5f4eb; --warn: #8a4b00; --warn-tint: #fdf1de; --bad: #a8201a; --bad-tint: #fdecea;
  --fs: 18px;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #11161b; --card: #1b232b; --ink: #eef2f5; --muted: #b3bec9; --line: #35424e; --strong: #8494a3;
    --brand: #6db6f2; --on-brand: #0b1116; --tint: #1f2f3e;
    --in: #6db6f2; --out: #f0a064; --hold: #93a2b0; --track: #35424e;
    --ok: #7fd6a4; --ok-tint: #16301f; --warn: #f3c27c; --warn-tint: #33260f; --bad: #ff9d96; --bad-tint: #3a1b1a;
  }
}
* { box-sizing: border-box }
html { font-size: var(--fs); -webkit-text-size-adjust: 100%; text-size-adjust: 100%; scroll-padding-top: 1rem }
html.dense { --fs: 16px }
html:has(#size-large:checked) { --fs: 23px }
html:has(#size-huge:checked) { --fs: 30px }
body {
  margin: 0; background: var(--page); color: var(--ink); line-height: 1.6;
  font-family: -apple-system, BlinkMacSystemFont, "PingFang SC", "HarmonyOS Sans SC", "MiSans", "Microsoft YaHei", "Noto Sans SC", "Noto Sans CJK SC", sans-serif;
  font-variant-numeric: tabular-nums; overflow-wrap: break-word;
}
h1, h2, h3 { line-height: 1.3; margin: 0 }
h1 { text-wrap: balance; font-size: 1.6rem; letter-spacing: .01em }
h2 { font-size: 1.25rem }
h3 { font-size: 1.05rem }
p, dl, dd, ol, ul, figure, fieldset, table { margin: 0 }
small { font-size: .85rem }
a { color: var(--brand); text-underline-offset: .2em }
a, button, summary, input, select, textarea, label { touch-action: manipulation }
/* a date is several stops inside of one field, and the browser shows the focus on its first alone */
:focus-visible, input:focus-within { outline: 3px solid #ffbf47; outline-offset: 2px; box-shadow: 0 0 0 5px #16202a }
.wrap { max-width: 1080px; margin: 0 auto; padding: 0 16px }
.skip { position: absolute; left: -999px }
.skip:focus { left: 1rem; top: 1rem; background: var(--card); padding: .6rem 1rem; z-index: 9 }
.sr { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap }
code { font: inherit }
.muted { color: var(--muted) }
.note { color: var(--muted); font-size: .9rem }
.nowrap { white-space: nowrap }
.defs { position: absolute }
.top { background: var(--card); border-bottom: 1px solid var(--line) }
.top .wrap { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: center; justify-content: space-between; padding-top: .5rem; padding-bottom: .5rem }
.mark { flex: 1 1 9.5rem; display: flex; align-items: center; gap: .6rem; min-height: 44px; color: inherit; text-decoration: none; font-weight: 700; line-height: 1.3 }
.mark small { display: block; font-weight: 400; color: var(--muted); font-size: .78rem }
.seal { flex: none; width: 2.2rem; height: 2.2rem; border-radius: 7px; background: var(--brand); color: var(--on-brand); display: grid; place-items: center; font-size: 1.3rem; line-height: 1; font-weight: 700 }
.sizes { border: 0; padding: 0; display: flex; min-width: 0 }
.sizes label { min-height: 44px; min-width: 44px; padding: 0 .5rem; display: inline-flex; align-items: center; justify-content: center; border: 1px solid var(--line); margin-left: -1px; cursor: pointer; font-size: .9rem; background: var(--card); white-space: nowrap }
.sizes label:first-of-type { border-radius: 8px 0 0 8px }
.sizes label:last-of-type { border-radius: 0 8px 8px 0 }
.sizes label:has(:checked) { background: var(--brand); border-color: var(--brand); color: var(--on-brand); font-weight: 600 }
.sizes label:has(:focus-visible) { outline: 3px solid #ffbf47; outline-offset: 2px; z-index: 1 }
.sizes input { position: absolute; opacity: 0; width: 1px; height: 1px }
main.wrap { padding-top: 1.1rem; padding-bottom: 1rem }
.foot { border-top: 1px solid var(--line); color: var(--muted); font-size: .88rem }
.foot .wrap { padding-top: 1rem; padding-bottom: 2.5rem; display: grid; gap: .35rem }
.foot a { display: inline-flex; align-items: center; min-height: 44px; min-width: 44px; color: inherit }
.page-head { margin: 0 0 1rem; display: grid; gap: .3rem }
.page-head .lead { font-size: 1.05rem }
.back { min-height: 44px; display: inline-flex; align-items: center; justify-self: start }
@media (min-width: 760px) { h1 { font-size: 1.9rem } main.wrap { padding-top: 1.6rem } }
`;
