/** Makes a program faulty, most of the time: one token deleted, doubled or swapped with the next, a name changed, or a literal of another type. */

const TOKEN =
  /\n[ \t]*|#[^\n]*|[rR]?"""[\s\S]*?"""|[rR]?"(?:\\.|[^"\\\n])*"|[rR]?'(?:\\.|[^'\\\n])*'|[A-Za-z_]\w*|\d[\w.]*|[ \t]+|[-*+/<>=!|&^%]=|\*\*|\/\/|->|\.\.\.|[\s\S]/g
const KEYWORDS = new Set(
  'True False None Undefined import as schema mixin protocol rule check assert if elif else for in and or not is lambda all any map filter type'.split(
    ' ',
  ),
)
const LITERALS = ['1', '1.5', '"s"', 'True', 'None', '[1]', '{k = 1}', '-1', '"1"', '0', '1Ki']

/** `{ kind, text }`; undefined when there is nothing to change. */
export function mutateText(random, text) {
  const tokens = text.match(TOKEN) ?? []
  const places = tokens.flatMap((token, index) => (/^[ \t]*$|^#/.test(token) ? [] : [index]))
  if (places.length === 0) return undefined
  const kind = random.pick(['delete', 'double', 'swap', 'rename', 'literal'])
  return change(random, tokens, places, kind) ? { kind, text: tokens.join('') } : mutateText(random, text)
}

function change(random, tokens, places, kind) {
  const at = random.below(places.length)
  const place = places[at]
  switch (kind) {
    case 'delete':
      tokens[place] = ''
      return true
    case 'double':
      tokens[place] += isWord(tokens[place]) ? ` ${tokens[place]}` : tokens[place]
      return true
    case 'swap': {
      const next = places[at + 1]
      if (next === undefined) return false
      ;[tokens[place], tokens[next]] = [tokens[next], tokens[place]]
      return true
    }
    case 'rename': {
      const names = places.filter((index) => isName(tokens[index]))
      if (names.length === 0) return false
      const name = random.pick(names)
      tokens[name] = random.chance(0.5) ? tokens[random.pick(names)] : misspell(random, tokens[name])
      return true
    }
    default: {
      const literals = places.filter((index) => /^\d|^[rR]?["']|^(True|False|None)$/.test(tokens[index]))
      if (literals.length === 0) return false
      tokens[random.pick(literals)] = random.pick(LITERALS)
      return true
    }
  }
}

function isWord(token) {
  return /^\w/.test(token)
}

function isName(token) {
  return /^[A-Za-z_]\w*$/.test(token) && !KEYWORDS.has(token)
}

function misspell(random, name) {
  const at = random.below(name.length)
  return random.chance(0.5) || name.length === 1 ? `${name.slice(0, at + 1)}x${name.slice(at + 1)}` : name.slice(0, at) + name.slice(at + 1)
}
