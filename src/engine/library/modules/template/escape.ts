/** Text for HTML. */

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ["'", '&#x27;'],
  ['`', '&#x60;'],
  ['=', '&#x3D;'],
])

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"'`=]/g, (sign) => ENTITIES.get(sign) ?? sign)
}
