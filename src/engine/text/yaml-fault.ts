/** What js-yaml says about a broken YAML text, in the words of the real engine's reader (libyaml), as far as the place tells them: the two parsers
 *  notice the same fault at the same place, but libyaml also names what it was reading there. */

/** The whole message. `at` is where in `text` the fault was noticed, `place` how messages put it: ` at line 1 column 4`. */
export function yamlFaultMessage(reason: string, text: string, at: number, place: string): string {
  const [words, context] = misplacedToken(reason, text, at) ?? [otherReason(reason), '']
  return words + place + context
}

function otherReason(reason: string): string {
  switch (reason) {
    case 'unknown escape sequence':
      return 'found unknown escape character'
    case 'expected hexadecimal character':
      return 'did not find expected hexadecimal number'
    case 'name of an anchor node must contain at least one character':
    case 'name of an alias node must contain at least one character':
      return 'did not find expected alphabetic or numeric character'
    case 'unexpected end of the stream within a double quoted scalar':
    case 'unexpected end of the stream within a single quoted scalar':
      return 'found unexpected end of stream'
    case 'unacceptable YAML version of the document':
      return 'found incompatible YAML document'
    case 'missed comma between flow collection entries':
      return "did not find expected ',' or ']'"
    case 'a line break is expected':
      return 'did not find expected comment or line break'
    default:
      return reason
  }
}

/** A token that may not stand where it does: libyaml's words and what it was doing. */
function misplacedToken(reason: string, text: string, at: number): readonly [words: string, context: string] | undefined {
  if (!MISPLACED.has(reason)) return undefined
  const isFirstInLine = text.slice(text.lastIndexOf('\n', at - 1) + 1, at).trim() === ''
  switch (text.charAt(at)) {
    case ':':
      return ['mapping values are not allowed in this context', '']
    case '-':
      return isFirstInLine ? EXPECTED_KEY : ['block sequence entries are not allowed in this context', '']
    case '?':
      return ['mapping keys are not allowed in this context', '']
    case '@':
    case '`':
    case '%':
    case '\t':
      return ['found character that cannot start any token', ', while scanning for the next token']
    case ',':
    case ']':
    case '}':
      return ['did not find expected node content', ', while parsing a block node']
    default:
      return EXPECTED_KEY
  }
}

const MISPLACED = new Set([
  'bad indentation of a mapping entry',
  'bad indentation of a sequence entry',
  'end of the stream or a document separator is expected',
  'tab characters must not be used in indentation',
])

const EXPECTED_KEY = ['did not find expected key', ', while parsing a block mapping'] as const
