/** The example "In a browser" of the README as a module that says what it logs, and what its comments promise. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

export interface Example {
  /** Its default export is a list with the text of everything logged. */
  readonly script: string
  readonly expected: readonly string[]
}

export function readExample(): Example {
  const readme = readFileSync(fileURLToPath(new URL('../../README.md', import.meta.url)), 'utf8')
  const code = /^### In a browser\n[\s\S]*?^```js\n([\s\S]*?)^```/m.exec(readme)?.[1]
  if (code === undefined) throw new Error('the README has no example "In a browser"')
  const expected = [...code.matchAll(/console\.log\(.*\)\s+\/\/ (.*)$/gm)].map((match) => match[1] ?? '')
  return {
    script: `const logged = []\nconst console = { log: (value) => logged.push(String(value)) }\n${code}\nexport default logged\n`,
    expected,
  }
}
