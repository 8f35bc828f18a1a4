import type { Bytes } from '../drivers/hal/bytes.ts'
import { utf8Length } from '../drivers/hal/utf8.ts'

/** ppm; MH-Z19B 1.5 and the data sheets of its family. For the full stop see drivers/mh-z19/mh-z19-judge.ts. */
export const MH_Z19_RANGES = ',1000,2000,3000,5000,10000,.'

/**
 * Whether `value` is of this kind: o object, b true or false, d number, i whole number, g range of an MH-Z19, p pin (minimum and maximum bound the number);
 * n node name, h host, r root of topics, v what becomes of samples, t text, l text that needs no escape in JSON, s secret and no placeholder, w password of
 * a network or empty (they bound the length).
 */
export function fits(kind: string, minimum: number, maximum: number, value: unknown): boolean {
  return kind === 'o' ? typeof value === 'object' && value !== null && !Array.isArray(value)
    : kind === 'b' ? typeof value === 'boolean'
      : typeof value === 'number' ? numberFits(kind, minimum, maximum, value)
        : typeof value === 'string' && kind !== 'i' && kind !== 'd' && kind !== 'g' && textFits(kind, minimum, maximum, value)
}

function numberFits(kind: string, minimum: number, maximum: number, value: number): boolean {
  if (!(value >= minimum && value <= maximum)) return false
  return kind === 'd' || (kind === 'i' && value % 1 === 0) || (kind === 'g' && MH_Z19_RANGES.indexOf(`,${value},`) >= 0)
}

function textFits(kind: string, minimum: number, maximum: number, value: string): boolean {
  if (kind === 'p') return isPin(value, minimum, maximum)
  if (value.length < minimum || value.length > maximum) return kind === 'w' && value === ''
  return kind === 'v' ? value === 'oldest' || value === 'decimate'
    : kind === 'n' ? /^[-a-z0-9]+$/.test(value)
    : kind === 'h' ? /^[-A-Za-z0-9.:]+$/.test(value)
      : isText(value, kind === 'l' || kind === 'r') && !isUnfit(kind, value)
}

/** A secret that is none, or a text that cannot begin a topic. */
function isUnfit(kind: string, value: string): boolean {
  // The full stop is for the interpreter, which takes the beginning of a text at the very end of another for the whole.
  return kind === 's' ? isPlaceholder(value) : kind === 'r' && (/[+#]|^[$]/.test(value) || `/${value}/.`.indexOf('//') >= 0)
}

function isPin(value: string, minimum: number, maximum: number): boolean {
  const pin = value.length < 4 && /^D[0-9]+$/.test(value) ? parseInt(value.slice(1), 10) : -1
  return value === `D${pin}` && pin >= minimum && pin <= maximum && (pin < 6 || pin > 11)
}

/** Whether a secret of ours or of the broker is one that everybody knows. A network's password is what it is. */
export function isPlaceholder(value: string): boolean {
  // The interpreter finds the beginning of a text at the end of another: a last character that no text has prevents it.
  return value === value.charAt(0).repeat(value.length) || ',changeme,password,secret,test,example,\n'.indexOf(`,${value.toLowerCase()},`) >= 0
}

/** Whether `value` is UTF-8 without control characters; `plain`: and without what JSON escapes. */
function isText(value: Bytes, plain: boolean): boolean {
  let size = 1
  for (let i = 0; i < value.length; i += size) {
    const byte = value.charCodeAt(i)
    size = utf8Length(value, i)
    if (!size || byte < 0x20 || byte === 0x7f || (byte === 0xc2 && value.charCodeAt(i + 1) < 0xa0) || (plain && (byte === 0x22 || byte === 0x5c))) return false
  }
  return true
}

/** What a setting takes that was refused, from the cells of its row. */
export function expectation(cells: string[]): string {
  const kind = cells[1]
  const range = `${cells[2]} to ${cells[3]}`
  return kind === 'o' ? 'an object'
    : kind === 'b' ? 'true or false'
      : kind === 'i' ? `a whole number from ${range}`
        : kind === 'd' ? `a number from ${range}`
          : kind === 'g' ? 'one of ' + MH_Z19_RANGES.slice(1, -2)
            : kind === 'p' ? `a pin from D${cells[2]} to D${cells[3]} but D6 to D11, each pin once`
              : kind === 'v' ? '"oldest" or "decimate"'
                : kind === 'h' ? `a host name or address of ${range} characters`
                  : range + textExpectation(kind)
}

function textExpectation(kind: string): string {
  return kind === 'n' ? ' of the characters a-z, 0-9 and -'
    : kind === 's' ? ' bytes and no placeholder'
      : kind === 'w' ? ' bytes, or "" for an open network'
        : ' bytes of UTF-8 without control characters' + (kind === 'l' ? ', " and \\' : kind === 'r' ? ', ", \\, + and #: levels with one / between, and no $ in front' : '')
}
