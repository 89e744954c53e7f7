/** Every complaint about a command line, one function each. */
import { KpmError } from '../../base/error.ts'

export function invalidCommandLine(message: string, hint: string): KpmError {
  return new KpmError({ code: 'USAGE', blame: 'usage', message, hint })
}

export function invalidFlagValue(flag: string, value: string, expected: string): KpmError {
  return new KpmError({ code: 'USAGE', blame: 'usage', message: `invalid value '${value}' for ${flag}: expected ${expected}` })
}

export function passwordNeedsTerminal(missing: 'user name' | 'password'): KpmError {
  return new KpmError({
    code: 'USAGE',
    blame: 'usage',
    message: `no ${missing} given, and there is no terminal to ask for it`,
    hint: 'give the user name with -u USER and the password on standard input with --password-stdin',
  })
}

export function passwordGivenTwice(): KpmError {
  return new KpmError({
    code: 'USAGE',
    blame: 'usage',
    message: 'password and password-stdin cannot be used together',
    hint: 'prefer --password-stdin: a password on the command line is visible to other processes',
  })
}

export function userNameNeeded(flag: '--password' | '--password-stdin'): KpmError {
  return new KpmError({
    code: 'USAGE',
    blame: 'usage',
    message: `username must be specified when ${flag.slice(2)} is used`,
    hint: 'add -u USER',
  })
}

export function emptyPassword(): KpmError {
  return new KpmError({
    code: 'PASSWORD_EMPTY',
    blame: 'input',
    message: 'password required',
    hint: 'the password that was given is empty',
  })
}

export function notUtf8(name: string, cause: unknown): KpmError {
  return new KpmError({ code: 'TEXT_INVALID', blame: 'input', message: `${name} is no text in UTF-8`, cause })
}

/** Ends a command whose result tells of errors in KCL: they are printed already, only the exit code is left to say. */
export function diagnosticsReported(): KpmError {
  return new KpmError({ code: 'DIAGNOSTICS_REPORTED', blame: 'input', message: 'the program has errors' })
}
