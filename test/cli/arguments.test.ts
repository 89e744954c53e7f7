/** Words → words, by pflag's rules. */
import { Command } from 'commander'
import { expect, test } from 'vitest'
import { normalizeArguments } from '../../src/cli/kit/arguments.ts'
import { collectList } from '../../src/cli/kit/flags.ts'

const command = new Command('x')
  .option('-D, --argument <pair>')
  .option('-o, --output <file>')
  .option('-n, --disable_none')
  .option('-k, --sort_keys')
  .option('--insecure-skip-tls-verify')
  .option('-t, --tag <tag>')

test.each([
  ['-Da=1', '--argument=a=1'],
  ['-D=a=1', '--argument=a=1'],
  ['-D a=1', '--argument=a=1'],
  ['-D a=1 -D b=2', '--argument=a=1 --argument=b=2'],
  ['--argument a=1', '--argument=a=1'],
  ['--argument=a=1', '--argument=a=1'],
  ['-D -x', '--argument=-x'],
  ['-D --', '--argument=--'],
  ['-o out', '--output=out'],
  ['-oout', '--output=out'],
  ['-o=out', '--output=out'],
  ['-nk', '--disable_none --sort_keys'],
  ['-nkoout', '--disable_none --sort_keys --output=out'],
  ['-nko out main.k', '--disable_none --sort_keys --output=out main.k'],
  ['-n=true', '--disable_none'],
  ['-n=false main.k', 'main.k'],
  ['--sort_keys=0', ''],
  ['--sort-keys', '--sort_keys'],
  ['--insecure_skip_tls_verify', '--insecure-skip-tls-verify'],
  ['-tag 1', '--tag=1'],
  ['-tag=1', '--tag=1'],
  ['--tag', '--tag'],
  ['-h', '--help'],
  ['-nh', '--disable_none --help'],
  ['main.k -', 'main.k -'],
  ['-n -- -k', '--disable_none -- -k'],
  ['--unknown=1 -nz', '--unknown=1 -nz'],
])('%s', (words, expected) => {
  expect(normalizeArguments(words.split(' '), command).join(' ')).toBe(expected)
})

test('a switch is on or off', () => {
  expect(() => normalizeArguments(['--sort_keys=perhaps'], command)).toThrow(
    "invalid value 'perhaps' for --sort_keys: expected true or false",
  )
})

test.each([
  ['a', ['a']],
  ['a,b', ['a', 'b']],
  ['a.[0,1]', ['a.[0,1]']],
  ['a={b=1,c=2},d=3', ['a={b=1,c=2}', 'd=3']],
  ['a="x,y",b', ['a="x,y"', 'b']],
  ["a='x,\"y',b", ["a='x,\"y'", 'b']],
  ['', []],
])('a list: %s', (text, expected) => {
  expect(collectList(text)).toEqual(expected)
})
