/** Splitting and trimming as the str methods do it (`spec/kcl-runtime.md` E2). A limit counts splits; Infinity is no limit. */

/** At an exact separator. An empty one stands before, between and after all characters. */
export function splitText(text: string, separator: string, limit: number): string[] {
  if (separator === '') return splitCharacters(text, limit)
  const parts: string[] = []
  let from = 0
  while (parts.length < limit) {
    const at = text.indexOf(separator, from)
    if (at < 0) break
    parts.push(text.slice(from, at))
    from = at + separator.length
  }
  parts.push(text.slice(from))
  return parts
}

export function splitTextFromEnd(text: string, separator: string, limit: number): string[] {
  if (separator === '') return splitCharactersFromEnd(text, limit)
  const parts: string[] = []
  let to = text.length
  while (parts.length < limit) {
    const at = to < separator.length ? -1 : text.lastIndexOf(separator, to - separator.length)
    if (at < 0) break
    parts.push(text.slice(at + separator.length, to))
    to = at
  }
  parts.push(text.slice(0, to))
  return parts.toReversed()
}

function splitCharacters(text: string, limit: number): string[] {
  const all = ['', ...text, '']
  return all.length <= limit ? all : [...all.slice(0, limit), all.slice(limit).join('')]
}

function splitCharactersFromEnd(text: string, limit: number): string[] {
  const all = ['', ...text, '']
  if (all.length <= limit) return all
  const kept = all.length - limit
  return [all.slice(0, kept).join(''), ...all.slice(kept)]
}

const BLANK = /[ \t\n\v\f\r]+/g

/** At runs of ASCII blanks, without empty parts; the rest beyond the limit keeps its inner blanks. */
export function splitWords(text: string, limit: number): string[] {
  const parts: string[] = []
  let rest = text.replace(/^[ \t\n\v\f\r]+/, '')
  while (rest !== '' && parts.length < limit) {
    BLANK.lastIndex = 0
    const match = BLANK.exec(rest)
    if (match === null) break
    parts.push(rest.slice(0, match.index))
    rest = rest.slice(match.index + match[0].length)
  }
  if (rest !== '') parts.push(rest)
  return parts
}

export function splitWordsFromEnd(text: string, limit: number): string[] {
  const parts: string[] = []
  let rest = text.replace(/[ \t\n\v\f\r]+$/, '')
  while (rest !== '' && parts.length < limit) {
    const match = /[ \t\n\v\f\r]+(?=[^ \t\n\v\f\r]*$)/.exec(rest)
    if (match === null) break
    parts.push(rest.slice(match.index + match[0].length))
    rest = rest.slice(0, match.index)
  }
  if (rest !== '') parts.push(rest)
  return parts.toReversed()
}

/** Lines end at `\n`, `\r` and `\r\n` only. */
export function splitLines(text: string, options: { readonly keepEnds: boolean }): string[] {
  const lines: string[] = []
  let start = 0
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    if (unit !== 10 && unit !== 13) continue
    const end = unit === 13 && text.charCodeAt(index + 1) === 10 ? index + 2 : index + 1
    lines.push(text.slice(start, options.keepEnds ? end : index))
    start = end
    index = end - 1
  }
  if (start < text.length) lines.push(text.slice(start))
  return lines
}

/** Without characters of the set at the start; by default without Unicode white space. */
export function trimStart(text: string, set: string | undefined): string {
  if (set === undefined) return text.replace(/^\p{White_Space}+/u, '')
  const units = [...text]
  let from = 0
  while (from < units.length && set.includes(units[from] ?? '')) from++
  return units.slice(from).join('')
}

export function trimEnd(text: string, set: string | undefined): string {
  if (set === undefined) return text.slice(0, text.length - trailingSpace(text))
  const units = [...text]
  let to = units.length
  while (to > 0 && set.includes(units[to - 1] ?? '')) to--
  return units.slice(0, to).join('')
}

const WHITE_SPACE = /^\p{White_Space}$/u

function trailingSpace(text: string): number {
  let count = 0
  while (count < text.length && WHITE_SPACE.test(text.charAt(text.length - 1 - count))) count++
  return count
}
