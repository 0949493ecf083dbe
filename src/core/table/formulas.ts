/**
 * Cells that a spreadsheet would take for a formula, and might then run: what OWASP names under "CSV Injection"
 * (https://owasp.org/www-community/attacks/CSV_Injection), behind white space and quotes as well.
 */
const formulaPattern = /^[\s"\u200B\uFEFF\0]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|^[\t\r\n]/;
const numberPattern = /^\s*[+-]?(?:\d+(?:[.,]\d+)*|[.,]\d+)(?:e[+-]?\d+)?\s*%?\s*$/i;

/**
 * Where another program cuts at semicolons, tabs or bars, and so takes no quotes for such, a cell begins behind each of
 * them and behind each line end. There are lists and `;-)` as well: behind a plus or a minus it is a formula where it
 * calls, points somewhere or asks another program.
 */
const innerFormulaPattern =
  /(?<=[;\t|\r\n][\s"\u200B\uFEFF\0]*)(?:[=@\uFF1D\uFF20]|[+\-\uFF0B\uFF0D](?!\s*[)\]}*/|])(?=[^;\t\r\n]*?(?:[(|\uFF08\uFF5C]|[!\uFF01]\S)))/g;

/** The text with an apostrophe before all that could be a formula; a number stays one. */
export function withoutFormula(text: string): string {
  const safe = text.replace(innerFormulaPattern, "'$&");
  return formulaPattern.test(text) && !numberPattern.test(text) ? `'${safe}` : safe;
}
