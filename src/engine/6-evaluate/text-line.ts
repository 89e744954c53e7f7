/** The line of a text that was asked about last. Code is compiled from left to right: the end of a line is searched once, however long the line is. */
export class TextLine {
  private readonly text: string
  /** Somewhere in the line, and its end. */
  private start = 0
  private end = -1

  constructor(text: string) {
    this.text = text
  }

  /** Do both places lie in one line? What an override adds stands in none, before the first. */
  holds(a: number, b: number): boolean {
    if (a < 0 || b < 0) return a < 0 && b < 0
    const first = a < b ? a : b
    if (first < this.start || first > this.end) {
      const end = this.text.indexOf('\n', first)
      this.start = first
      this.end = end < 0 ? this.text.length : end
    }
    return (a < b ? b : a) <= this.end
  }
}
