/** `host:port` texts, after Go's `net.SplitHostPort`. */
import { EvaluationFault } from '../../../faults/evaluation.ts'
import { byteLength } from '../../../text/characters.ts'

export function splitHostPort(text: string): readonly [host: string, port: string] {
  const fault = (what: string) => new EvaluationFault(`ip_end_point "${escapeDefault(text)}" ${what}`)
  const colon = text.lastIndexOf(':')
  if (colon < 0) throw fault('missing port')
  let host = text.slice(0, colon)
  let openFrom = 0
  let closeFrom = 0
  if (text.startsWith('[')) {
    const end = text.indexOf(']')
    if (end < 0) throw fault("missing ']'")
    if (end + 1 === text.length) throw fault('missing port')
    if (end + 1 !== colon) throw fault(text[end + 1] === ':' ? 'too many colons' : 'missing port')
    host = text.slice(1, end)
    openFrom = 1
    closeFrom = end + 1
  } else {
    if (host.includes(':')) throw fault('too many colons')
    rejectWideStart(text)
  }
  if (text.includes('[', openFrom)) throw fault("unexpected '['")
  if (text.includes(']', closeFrom)) throw fault("unexpected ']'")
  return [host, text.slice(colon + 1)]
}

/** The real engine cuts after the first byte and stumbles when that is inside a character. */
function rejectWideStart(text: string): void {
  const first = String.fromCodePoint(text.codePointAt(0) ?? 0)
  const width = byteLength(first)
  if (width === 1) return
  throw new EvaluationFault(`start byte index 1 is not a char boundary; it is inside '${first}' (bytes 0..${width} of string)`)
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['\t', '\\t'],
  ['\r', '\\r'],
  ['\n', '\\n'],
  ["'", "\\'"],
  ['"', '\\"'],
  ['\\', '\\\\'],
])

/** Rust's `escape_default`: what is not printable ASCII becomes `\u{e9}`. */
function escapeDefault(text: string): string {
  let escaped = ''
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0
    escaped += ESCAPES.get(character) ?? (code >= 0x20 && code < 0x7f ? character : `\\u{${code.toString(16)}}`)
  }
  return escaped
}

export function joinHostPort(host: string, port: string): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`
}
