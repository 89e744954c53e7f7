import { expect, test } from 'vitest'
import { parseChallenges } from '../../../src/oci/auth/challenge.ts'

test.each<[string, string[], string[]]>([
  ['the usual two', ['Basic realm="lab"'], ['basic realm=lab']],
  [
    'Bearer',
    ['Bearer realm="https://a.test/token",service="s",scope="repository:a:pull,push"'],
    ['bearer realm=https://a.test/token service=s scope=repository:a:pull,push'],
  ],
  ['without quotes', ['Basic realm=lab'], ['basic realm=lab']],
  ['any case', ['BEARER Realm="x",SERVICE="y"'], ['bearer realm=x service=y']],
  ['spaces and empty elements', ['Bearer  realm = "x" , , service="y" ,'], ['bearer realm=x service=y']],
  ['escapes', ['Basic realm="a \\"b\\" \\\\ c"'], ['basic realm=a "b" \\ c']],
  ['two in one line', ['Basic realm="a", Bearer realm="b",service="c"'], ['basic realm=a', 'bearer realm=b service=c']],
  ['two lines', ['Negotiate', 'Bearer realm="b"'], ['negotiate', 'bearer realm=b']],
  ['schemes without parameters', ['Negotiate, NTLM, Basic realm="x"'], ['negotiate', 'ntlm', 'basic realm=x']],
  [
    'a comma and a scheme inside quotes',
    ['Bearer realm="x, Basic realm=y",scope="a:b:c d:e:f"'],
    ['bearer realm=x, Basic realm=y scope=a:b:c d:e:f'],
  ],
  ['the first of equal parameters', ['Basic realm="a",realm="b"'], ['basic realm=a']],
  ['a parameter before any scheme', ['realm="x", Basic realm="y"'], ['basic realm=y']],
  ['junk at the end', ['Basic realm="x", ;;;;'], ['basic realm=x']],
  ['an open quote', ['Basic realm="x'], ['basic']],
  ['only junk', ['"""'], []],
  ['nothing', [], []],
  ['an empty line', [''], []],
])('%s', (_, lines, expected) => {
  const shown = parseChallenges(lines).map(({ scheme, parameters }) =>
    [scheme, ...[...parameters].map(([name, value]) => `${name}=${value}`)].join(' '),
  )
  expect(shown).toEqual(expected)
})

test('a challenge of a megabyte is cut and costs nothing', () => {
  expect(parseChallenges([`Basic realm="${'\\"'.repeat(500_000)}"`]).length).toBeLessThan(3)
  expect(parseChallenges([',a'.repeat(500_000)]).length).toBeLessThan(10_000)
})
