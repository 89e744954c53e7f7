/** A cursor for YAML that is read line by line (`yaml-common.ts`). Between two nodes it stands at the first character of a line that holds content. */

/** The text holds something that only the full reader understands. */
export class UncommonYaml extends Error {}

const LINE_FEED = 10
const SPACE = 32
const HASH = 35
const DASH = 45

export class YamlLines {
  readonly text: string
  at = 0
  /** Column of the line's content; -1 at the end of the text and at `---`, where every collection ends. */
  indent = -1

  constructor(text: string) {
    this.text = text
  }

  /** From the start of a line to the next content. */
  goToLine(lineStart: number): void {
    const text = this.text
    let start = lineStart
    let at = start
    for (;;) {
      while (text.charCodeAt(at) === SPACE) at++
      const unit = text.charCodeAt(at)
      if (unit !== LINE_FEED && unit !== HASH) break
      start = unit === LINE_FEED ? at + 1 : this.lineEnd(at) + 1
      at = start
    }
    this.at = at
    this.indent = at >= text.length ? -1 : at - start
    if (this.indent === 0) this.#checkMarker(at)
  }

  #checkMarker(at: number): void {
    const text = this.text
    if (text.startsWith('---', at) && this.isBlank(at + 3)) this.indent = -1
    else if (text.startsWith('...', at) || text.startsWith('%', at)) throw new UncommonYaml()
  }

  /** After a node only blanks and a comment may follow. */
  endLine(from: number): void {
    let at = from
    while (this.text.charCodeAt(at) === SPACE) at++
    const isComment = at > from && this.text.charCodeAt(at) === HASH
    if (at < this.text.length && this.text.charCodeAt(at) !== LINE_FEED && !isComment) throw new UncommonYaml()
    this.goToLine(this.lineEnd(at) + 1)
  }

  lineEnd(at: number): number {
    const end = this.text.indexOf('\n', at)
    return end < 0 ? this.text.length : end
  }

  /** A blank, the end of a line or of the text? */
  isBlank(at: number): boolean {
    const unit = this.text.charCodeAt(at)
    return unit === SPACE || unit === LINE_FEED || Number.isNaN(unit)
  }

  isDash(at: number): boolean {
    return this.text.charCodeAt(at) === DASH && this.isBlank(at + 1)
  }

  trimEnd(start: number, end: number): number {
    let at = end
    while (at > start && this.text.charCodeAt(at - 1) === SPACE) at--
    return at
  }

  /** The content that continues a scalar after a line end: one line end counts as a blank, further ones as such. */
  contentAfter(lineEnd: number, indent: number): { readonly at: number; readonly separator: string } | undefined {
    const text = this.text
    let start = lineEnd + 1
    let at = start
    let breaks = 0
    for (;;) {
      while (text.charCodeAt(at) === SPACE) at++
      if (text.charCodeAt(at) !== LINE_FEED) break
      breaks++
      start = at + 1
      at = start
    }
    if (at >= text.length || at - start <= indent || text.charCodeAt(at) === HASH) return undefined
    return { at, separator: breaks === 0 ? ' ' : '\n'.repeat(breaks) }
  }
}
