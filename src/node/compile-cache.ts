/** Keeps compiled code between runs where Node can (22.8 and later); modules loaded after this call profit. */
export function enableCompileCache(): void {
  const builtin = process.getBuiltinModule('node:module')
  if ('enableCompileCache' in builtin && typeof builtin.enableCompileCache === 'function') builtin.enableCompileCache()
}
