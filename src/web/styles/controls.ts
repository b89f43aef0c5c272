/** Forms and buttons. Targets are 44 px high or more, main actions 52. */
export const controls = `
.button { display: inline-flex; align-items: center; justify-content: center; gap: .5rem; min-height: 52px; min-width: 44px; border-radius: 8px; border: 2px solid var(--brand); padding: .25rem 1.2rem; font: inherit; font-weight: 600; color: var(--brand); background: transparent; text-decoration: none; text-align: center; cursor: pointer }
.button.main { background: var(--brand); color: var(--on-brand) }
.button.danger { border-color: var(--bad); color: var(--bad) }
.button.small { min-height: 44px; padding: .1rem .8rem }
.actions { display: flex; flex-wrap: wrap; gap: .6rem }
.form { display: grid; gap: 1rem; max-width: 32rem }
.field { display: grid; gap: .25rem }
.field > label, .field > legend { font-weight: 600 }
.choices { border: 0; padding: 0; display: grid; gap: .1rem }
.choices legend { font-weight: 600; padding: 0; margin-bottom: .25rem }
.choice { display: flex; gap: .7rem; align-items: center; min-height: 48px; padding: .25rem 0; cursor: pointer }
.choice input { flex: none; width: 1.35rem; height: 1.35rem; margin: 0; accent-color: var(--brand) }
.field .hint { color: var(--muted); font-size: .9rem }
.field .error { color: var(--bad); font-weight: 600; display: flex; gap: .35rem; align-items: baseline }
.field .error svg { width: 1em; height: 1em; flex: none; align-self: center }
.field input, .field select, .field textarea { font: inherit; color: inherit; background: var(--card); border: 1px solid var(--muted); border-radius: 8px; min-height: 48px; padding: .3rem .75rem; width: 100% }
.field.bad input, .field.bad select, .field.bad textarea { border: 2px solid var(--bad) }
.summary { border: 2px solid var(--bad); border-radius: 12px; padding: 1rem; margin: 0 0 1rem; background: var(--card) }
.summary h2 { color: var(--bad) }
.summary ul { margin-top: .4rem; padding-left: 1.2rem }
.summary a { display: inline-flex; min-height: 44px; align-items: center; color: var(--bad) }
.filters { display: flex; flex-wrap: wrap; gap: .6rem; align-items: end }
.filters .field { flex: 1 1 10em }
.pager { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: center; gap: .5rem 1rem }
.pager a { min-height: 44px; display: inline-flex; align-items: center }
.search { display: flex; flex-wrap: wrap; gap: .6rem; align-items: end }
.search .field { flex: 1 1 12em }
`;
