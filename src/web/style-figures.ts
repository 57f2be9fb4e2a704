/** Style of the pages of figures: searches, series, the mirror and the news; colours are those of the common sheet. */
export const FIGURES_STYLE = `
form.search label, .choices label { color: var(--soft); font-size: .92rem; }
form.search input, form.search select, .choices input { color: var(--text); font-size: 1rem; max-width: 100%; }
form.search label { max-width: 100%; }
li code, dd code, p code { overflow-wrap: anywhere; }
.name { display: inline-block; min-width: 10rem; }
.nowrap, td time { white-space: nowrap; }
.address { overflow-wrap: anywhere; }
svg.spark { display: block; fill: none; stroke: var(--link); stroke-width: 1.6; stroke-linecap: round; stroke-linejoin: round; }
.choices { display: flex; flex-wrap: wrap; gap: .5rem 1.5rem; align-items: baseline; margin: .5rem 0; }
ul.years, ul.days { display: flex; flex-wrap: wrap; gap: .3rem 1rem; list-style: none; margin: 0; padding: 0; }
picture.chart img { display: block; width: 100%; max-width: 40rem; height: auto; aspect-ratio: 440 / 505; object-fit: contain; object-position: top left; background: #ffffff; border: 1px solid var(--line); border-radius: 6px; }
@media (prefers-color-scheme: dark) { picture.chart img { background: #1c2127; } }
.verdict { font-weight: 600; white-space: nowrap; }
ul.claims { list-style: none; padding: 0; margin: 0; }
ul.claims > li { border-top: 1px solid var(--line); padding: .6rem 0; }
ul.claims p { margin: .2rem 0; }
ul.explanation li { margin: .2rem 0; }
h3 { font-size: 1rem; margin: 1.2rem 0 .4rem; }
.reason { display: inline-block; min-width: 14rem; }
details { margin: .6rem 0; }
summary { cursor: pointer; color: var(--link); }
`;
