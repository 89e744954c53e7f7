/** Diagnostics for people: the real engine's text, character by character, quirks included (`spec/kcl-frontend.md` F.3, corrections 24). On a terminal
 *  it is coloured, and control characters out of the program or its messages are shown instead of obeyed. */
import type { Diagnostic, Message } from '../../engine/model/diagnostic.ts'
import { displayWidth } from '../../engine/text/display-width.ts'
import type { Terminal } from '../../host/terminal.ts'
import { createLocate, type Locate, type Location, type Sources } from './diagnostic-location.ts'
import { showControls } from './visible-controls.ts'

export interface DiagnosticsOptions {
  readonly sources: Sources
  readonly color: boolean
  /** The text goes to a terminal: control characters other than tabs and line ends are shown as symbols. */
  readonly safe?: boolean
}

/** One block for each diagnostic, an empty line after each; line ends included. */
export function formatDiagnostics(diagnostics: readonly Diagnostic[], options: DiagnosticsOptions): string {
  const locate = createLocate(options.sources)
  const style: Style = {
    paint: options.color ? (code, text) => `\u001b[1;38;5;${code}m${text}\u001b[0m` : (_, text) => text,
    show: options.safe === true ? showControls : (text) => text,
  }
  let text = ''
  for (const [index, diagnostic] of diagnostics.entries()) {
    if (text.length > LONGEST_TEXT) return `${text}${diagnostics.length - index} more diagnostics are left out\n\n`
    text += formatDiagnostic(diagnostic, locate, style)
  }
  return text
}

/** Every message repeats its line: thousands of faults in one long line would be more than anybody can read, or write in reasonable time. */
const LONGEST_TEXT = 30_000_000

export function printDiagnostics(terminal: Terminal, diagnostics: readonly Diagnostic[], sources: Sources): void {
  const { errorHasColors: color, errorIsTerminal: safe } = terminal
  terminal.writeError(formatDiagnostics(diagnostics, { sources, color, safe }))
}

interface Style {
  /** With a colour out of the 256 of terminals. */
  readonly paint: (color: number, text: string) => string
  readonly show: (text: string) => string
}

const BLUE = 12
const RED = 9
const YELLOW = 11

function formatDiagnostic(diagnostic: Diagnostic, locate: Locate, style: Style): string {
  const { severity, code, messages } = diagnostic
  const title = style.show(diagnostic.title)
  if (severity === 'suggestion') return `suggestion: ${title}\n\n`
  const heading = `${severity}[${code}]: `
  if (diagnostic.causes !== undefined) {
    return heading + diagnostic.causes.map((cause) => formatDiagnostic(cause, locate, style)).join('')
  }
  const color = severity === 'error' ? RED : YELLOW
  const blocks = messages.map((message) => {
    const note = message.note === undefined ? '' : `note: ${style.show(message.note)}\n`
    return `${formatMessage(message, locate(diagnostic, message.place), color, style)}\n${note}\n`
  })
  return `${heading}${title}\n${blocks.join('')}`
}

function formatMessage(message: Message, location: Location | undefined, color: number, { paint, show }: Style): string {
  const text = show(message.text)
  if (location === undefined) return text
  const path = show(location.path)
  const { line, column, source } = location
  if (line === undefined || source === undefined) return `---> File ${path}: ${text}`
  // The real engine has nothing to mark in an empty line, and loses the message with it.
  if (source === '') return [`${paint(BLUE, '-->')} ${path}:1:1`, paint(BLUE, ' |'), paint(BLUE, ' |')].join('\n')
  const margin = ' '.repeat(String(line).length)
  const bar = paint(BLUE, `${margin} |`)
  const mark = findMark(source, column, show)
  const label = text === '' ? '' : ` ${paint(color, text)}`
  return [
    `${margin}${paint(BLUE, '-->')} ${path}:${line}:${mark.column}`,
    bar,
    `${paint(BLUE, `${line} |`)} ${show(source)}`,
    `${bar}${paint(color, ` ${mark.pad}${mark.carets}`)}${label}`,
    bar,
  ].join('\n')
}

/** The carets under a character, and how far to the right they are; past the end of the line the last character is marked. */
function findMark(
  source: string,
  column: number | undefined,
  show: (text: string) => string,
): { pad: string; carets: string; column: number } {
  if (column === undefined) return { pad: '', carets: '', column: 1 }
  const characters = [...source]
  const at = Math.min(column, characters.length - 1)
  const before = show(characters.slice(0, at).join(''))
  const pad = ' '.repeat(displayWidth(before))
  return { pad, carets: '^'.repeat(displayWidth(show(characters[at] ?? ''))), column: at + 1 }
}
