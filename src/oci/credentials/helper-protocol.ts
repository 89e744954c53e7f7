/** The protocol of Docker's credential helpers: `docker-credential-<name> get|store|erase`, text on stdin, JSON on stdout, and failures on stdout too.
 *  Starting the program is a parameter. */
import { helperFailed, helperMissing } from '../errors.ts'
import { isRecord } from '../manifest.ts'
import type { Credential } from './credential.ts'

export type HelperAction = 'get' | 'store' | 'erase'

/** Runs `docker-credential-<name> <action>` with `input` on stdin; undefined when there is no such program. */
export type RunHelper = (name: string, action: HelperAction, input: string) => Promise<HelperOutcome | undefined>

export interface HelperOutcome {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

/** The user name that says the secret is an identity token. */
const TOKEN_USER = '<token>'
const NOT_FOUND = 'credentials not found in native keychain'

/** undefined when the helper has nothing for the key. Throws CREDENTIAL_HELPER_MISSING, CREDENTIAL_HELPER_FAILED. */
export async function getFromHelper(run: RunHelper, name: string, key: string): Promise<Credential | undefined> {
  const outcome = await runNamed(run, name, 'get', key)
  if (isNotFound(outcome)) return undefined
  if (outcome.exitCode !== 0) throw helperFailed(name, 'get', reasonOf(outcome))
  const answer = parseAnswer(outcome.stdout)
  if (answer === undefined) throw helperFailed(name, 'get', 'its answer is not what the protocol asks for')
  const { username, secret } = answer
  // Some helpers say "nothing" with success and empty texts.
  if (username === '' && secret === '') return undefined
  const source = `docker-credential-${name}`
  return username === TOKEN_USER ? { username: '', password: '', identityToken: secret, source } : { username, password: secret, source }
}

export async function storeInHelper(run: RunHelper, name: string, key: string, credential: Credential): Promise<void> {
  const { username, password, identityToken } = credential
  const input = JSON.stringify({
    ServerURL: key,
    Username: identityToken === undefined ? username : TOKEN_USER,
    Secret: identityToken ?? password,
  })
  const outcome = await runNamed(run, name, 'store', input)
  if (outcome.exitCode !== 0) throw helperFailed(name, 'store', reasonOf(outcome))
}

/** False when the helper had nothing for the key. */
export async function eraseFromHelper(run: RunHelper, name: string, key: string): Promise<boolean> {
  const outcome = await runNamed(run, name, 'erase', key)
  if (outcome.exitCode === 0) return true
  if (isNotFound(outcome)) return false
  throw helperFailed(name, 'erase', reasonOf(outcome))
}

async function runNamed(run: RunHelper, name: string, action: HelperAction, input: string): Promise<HelperOutcome> {
  if (!/^[A-Za-z0-9._-]+$/.test(name)) throw helperFailed(name, action, 'this is not the name of a helper')
  const outcome = await run(name, action, input)
  if (outcome === undefined) throw helperMissing(name)
  return outcome
}

function isNotFound(outcome: HelperOutcome): boolean {
  return outcome.exitCode !== 0 && outcome.stdout.trim() === NOT_FOUND
}

function parseAnswer(stdout: string): { readonly username: string; readonly secret: string } | undefined {
  let json: unknown
  try {
    json = JSON.parse(stdout)
  } catch {
    return undefined
  }
  if (!isRecord(json) || typeof json['Username'] !== 'string' || typeof json['Secret'] !== 'string') return undefined
  return { username: json['Username'], secret: json['Secret'] }
}

/** What the helper said, without anything that looks like JSON, which may hold the secret. */
function reasonOf(outcome: HelperOutcome): string {
  const words = [outcome.stdout, outcome.stderr].map((text) => text.replace(/[{[][\s\S]*/, '').trim()).find((text) => text !== '')
  return words ?? `exit code ${outcome.exitCode}`
}
