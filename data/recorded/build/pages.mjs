/** The form of the publisher's pages: an article with a table pasted from a spreadsheet, and the index by title and month. */
const escapeHtml = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('\u00a0', '&nbsp;');

export const cell = (text, { colspan, rowspan, align = 'center' } = {}) => ({ text, colspan, rowspan, align });

function cellHtml({ text, colspan, rowspan, align }) {
  const attributes = [
    rowspan === undefined ? '' : ` rowspan="${rowspan}"`,
    colspan === undefined ? '' : ` colspan="${colspan}"`,
    align === undefined ? '' : ` align="${align}"`,
  ].join('');
  return `\t\t\t<td${attributes} class="style1" bgcolor="#FFFFFF">\n\t\t\t\t<span><b>${escapeHtml(text)}</b></span>\n\t\t\t</td>\n`;
}

/** The publisher does not escape the title outside the table. */
export function articlePage(title, day, rows) {
  const body = rows.map((row) => `\t\t<tr>\n${row.map(cellHtml).join('')}\t\t</tr>\n`).join('');
  return `<!DOCTYPE html>
<html>
<head>
    <meta charset="UTF-8">
    <title>${title}</title>
</head>
<body>
    <div class="g-m">
        <div class="atcl">
            <div class="atcl-main">
                <div class="atcl-ttl">${title}</div>
            </div>
            <div class="atcl-layout">
                <div class="atcl-main">
                    <div class="atcl-date">${day}</div>
                    <div class="atcl-cnt" style="overflow-x:auto"><table style="border-collapse:collapse;" border="0" cellspacing="0" class="ke-zeroborder">
\t<tbody>
${body}\t</tbody>
</table></div>
                </div>
            </div>
        </div>
    </div>
</body>
</html>
`;
}

const HEADINGS = [
  "(1) China's Total Export & Import Values",
  "(2) China's Total Export & Import Values by Trade Mode",
  "(3) China's Total Export & Import Values by Trade Mode",
  "(4) China's Total Export & Import Values by Country/Region",
  "(5) China's Major Exports by Quantity and Value",
  "(6) China's Major Imports by Quantity and Value",
];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** A matrix of titles and months: unquoted addresses, `</br>` in the middle, a month that is not out is a `<span>`. */
export function indexPage(pages, year) {
  const rows = HEADINGS.flatMap((heading) => ['CNY', 'USD'].map((currency) => ({ heading, currency })));
  const link = (heading, currency, name, i) => {
    const month = `${year}-${String(i + 1).padStart(2, '0')}`;
    const page = pages.find((p) => p.heading === heading && p.currency === currency && p.month === month);
    return page === undefined ? `<span>${name}.</span>` : `<a href=http://english.customs.gov.cn/Statics/${page.id}.html> ${name}.</a>`;
  };
  const row = ({ heading, currency }) => {
    const links = MONTHS.map((name, i) => link(heading, currency, name, i));
    return `<tr><td>${heading} (in ${currency})</td><td>${links.slice(0, 6).join('')}</br>${links.slice(6).join('')}</td></tr>`;
  };
  return `<!DOCTYPE html>
<html>
<head>
    <meta charset="UTF-8">
    <title>News - Newsroom - GACC</title>
</head>
<body>
    <div class="g-m">
        <div class="nr-n-right nr-n-content Statistics">
            <div class="nr-n-content-title">Statistics</div>
            <div class="nr-n-content-detail ">
                <div class="m-report-title"><span>Year</span><select id="preliminarysel"><option value="${year}">${year}</option></select></div>
                <table><thead><tr><th>Title</th><th>Month</th></tr></thead><tbody>${rows.map(row).join('')}</tbody></table>
            </div>
        </div>
    </div>
</body>
</html>
`;
}
