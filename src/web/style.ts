/** One style sheet, light and dark; colours have a contrast of at least 4.5 to 1 on their ground. */
export const STYLE = `
:root { --ground: #ffffff; --panel: #f4f6f9; --line: #d5dbe3; --text: #18212c; --soft: #51606f; --link: #1d4ed8; --good: #14673b; --bad: #a8201a; --wait: #7a4d00; --mark: #fff3d6; }
@media (prefers-color-scheme: dark) {
  :root { --ground: #12171d; --panel: #1b222b; --line: #37424f; --text: #e8edf3; --soft: #a9b6c4; --link: #8fb4ff; --good: #6fd49b; --bad: #ff9d94; --wait: #f0c060; --mark: #3b3213; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--text); font: 16px/1.5 system-ui, 'Noto Sans CJK SC', sans-serif; }
a { color: var(--link); }
.skip { position: absolute; left: -99rem; }
.skip:focus { left: 1rem; top: 1rem; background: var(--ground); padding: .5rem; z-index: 1; }
header, main, footer { max-width: 76rem; margin: 0 auto; padding: .75rem 1rem; }
header { display: flex; flex-wrap: wrap; gap: .5rem 1.5rem; align-items: baseline; border-bottom: 1px solid var(--line); }
.brand { font-weight: 700; font-size: 1.15rem; color: var(--text); text-decoration: none; }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1.1rem; list-style: none; margin: 0; padding: 0; }
nav a[aria-current] { color: var(--text); font-weight: 600; text-decoration: none; border-bottom: 2px solid var(--link); }
h1 { font-size: 1.5rem; margin: .8rem 0; line-height: 1.25; }
h2 { font-size: 1.15rem; margin: 1.6rem 0 .5rem; }
.table { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: .35rem .7rem .35rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
th { color: var(--soft); font-weight: 600; white-space: nowrap; }
td.number, th.number { text-align: right; white-space: nowrap; padding-right: 1.3rem; }
time { white-space: nowrap; }
details { margin: .5rem 0; }
.nowrap { white-space: nowrap; }
code, pre { font: .88rem ui-monospace, Menlo, Consolas, monospace; }
pre { background: var(--panel); padding: .7rem; overflow-x: auto; border-radius: 6px; }
.soft { color: var(--soft); }
.good { color: var(--good); } .bad { color: var(--bad); } .wait { color: var(--wait); }
.state { white-space: nowrap; font-weight: 600; }
.marked { background: var(--mark); }
form.search { display: flex; flex-wrap: wrap; gap: .5rem; margin: .8rem 0; align-items: end; }
input, select, button { font: inherit; color: inherit; background: var(--ground); border: 1px solid var(--soft); border-radius: 6px; padding: .35rem .6rem; min-height: 2.4rem; max-width: 100%; }
button { background: var(--link); color: var(--ground); border-color: var(--link); cursor: pointer; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.chart { max-width: 100%; overflow-x: auto; margin: .8rem 0; }
.chart svg { max-width: 100%; height: auto; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem; }
dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
pre.letter { white-space: pre-wrap; overflow-wrap: anywhere; }
.lead { font-size: 1.15rem; font-weight: 600; margin: .4rem 0; }
.note { display: block; font-size: .88rem; color: var(--soft); max-width: 34rem; min-width: 7rem; overflow-wrap: anywhere; }
.todo { padding-left: 1.2rem; } .todo li { margin: .7rem 0; }
.todo li, h1, summary, main p { overflow-wrap: anywhere; }
td { overflow-wrap: break-word; } .todo pre { margin: .3rem 0; padding: .45rem .7rem; }
.pager { display: flex; gap: 1.5rem; margin: .8rem 0; }
article.event { border-left: 4px solid var(--line); padding: .1rem 0 .1rem 1rem; margin: 1rem 0; }
article.event h3 { font-size: 1rem; margin: .2rem 0; }
summary { cursor: pointer; }
blockquote { margin: .5rem 0; padding: .3rem 1rem; border-left: 4px solid var(--line); }
footer { color: var(--soft); font-size: .9rem; border-top: 1px solid var(--line); margin-top: 2rem; }
@media (max-width: 40rem) { dl { grid-template-columns: 1fr; } dt { margin-top: .4rem; } th, td { padding-right: .5rem; }
  .stack thead { position: absolute; left: -99rem; } .stack tr { display: block; padding: .6rem 0; border-bottom: 1px solid var(--line); }
  .stack td { display: block; border: 0; padding: .05rem 0; } .stack .note { max-width: none; } .stack td[data-title]::before { content: attr(data-title); color: var(--soft); } }
`;
