/** Control characters that text from elsewhere would send to a terminal (moving the cursor, changing colours, reversing the direction of writing)
 *  become symbols. Tabs and line ends stay. */

// oxlint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g

/** `\x1b[31m` → `␛[31m`; a CR before a LF is part of the line end. */
export function showControls(text: string): string {
  return text.replace(CONTROL, (character, at: number) => (character === '\r' && text[at + 1] === '\n' ? character : symbolFor(character)))
}

function symbolFor(character: string): string {
  const code = character.charCodeAt(0)
  if (code < 0x20) return String.fromCharCode(0x2400 + code)
  return code === 0x7f ? '\u2421' : '\ufffd'
}
