/** Node's own modules, fetched and not imported: an `import` of `node:fs` reads every export once, which loads the streams and the promises with it and
 *  costs more than running a small program. */
export const fs = process.getBuiltinModule('node:fs')
export const path = process.getBuiltinModule('node:path')
export const os = process.getBuiltinModule('node:os')
