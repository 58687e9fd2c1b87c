/** Finding wording. A visitor loads one language. */

/** @type {TPC.MakeTranslator} */
export async function translator(lang) {
  const [code] = lang.toLowerCase().match(/^(en|de)\b/) ?? [(lang = 'en')];
  /** @type {{words: Record<string, string>}} */
  const { words } = await (code === 'de' ? import('./strings-de.js') : import('./strings-en.js'));
  /** @type {TPC.Fit} */
  const t = (key, values = {}) =>
    ((values.n === 1 && words[`${key}.one`]) || words[key] || '').replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
  return Object.assign(t, { lang });
}
