/**
 * Names of one to three characters for the minified bundles. They begin with a lower-case letter, so that none can
 * hide one of Espruino's own globals (E, D0 to D39, I2C1, NRF, Pin and the rest begin with a capital), and the few lower-case ones are left out.
 */
const FIRST = 'abcdefghijklmnopqrstuvwxyz'
const NEXT = 'abcdefghijklmnopqrstuvwxyz0123456789'

/** JavaScript's words, Espruino's short globals and modules, and the short members of its built-in objects. */
const TAKEN = new Set([
  'do', 'if', 'in', 'of', 'is', 'as', 'for', 'let', 'new', 'try', 'var', 'int', 'get', 'set', 'nan',
  'g', 'tv', 'fs', 'net', 'tls', 'url', 'on', 'emit', 'add', 'has', 'map', 'pop', 'now', 'end', 'all', 'run', 'log',
  'abs', 'cos', 'exp', 'max', 'min', 'pow', 'sin', 'tan', 'buf', 'rx', 'tx', 'sda', 'scl', 'id'
])

/**
 * The name with number `index`, counted from 0; the series is the same in every run.
 * @param {number} index
 */
function candidate(index) {
  if (index < FIRST.length) return FIRST[index]
  const rest = index - FIRST.length
  if (rest < FIRST.length * NEXT.length) return FIRST[Math.floor(rest / NEXT.length)] + NEXT[rest % NEXT.length]
  const long = rest - FIRST.length * NEXT.length
  const head = Math.floor(long / (NEXT.length * NEXT.length))
  if (head >= FIRST.length) throw new Error('short names of at most three characters are used up')
  return FIRST[head] + NEXT[Math.floor(long / NEXT.length) % NEXT.length] + NEXT[long % NEXT.length]
}

/**
 * A source of names: `get(n)` is the nth, as Terser wants it. A prefix keeps two scripts that share one global scope apart.
 * @param {string} prefix put before each name
 * @param {(name: string) => boolean} refused true for names that must not be given out
 * @returns {{ get(index: number): string }}
 */
export function shortNames(prefix, refused) {
  /** @type {string[]} */
  const names = []
  let next = 0
  return {
    get(index) {
      while (names.length <= index) {
        const name = candidate(next++)
        if (!TAKEN.has(name) && !refused(prefix + name)) names.push(prefix + name)
      }
      return names[index]
    }
  }
}
