type Value = string | number | boolean | undefined

/** Bytes in hex, for texts that are compared. */
export function hex(bytes: string): string {
  let text = ''
  for (let i = 0; i < bytes.length; i++) text += ('0' + bytes.charCodeAt(i).toString(16)).slice(-2)
  return text
}

/** The bytes of '43 DB'. */
export function bytesOf(text: string): string {
  let bytes = ''
  for (let i = 0; i < text.length; i += 3) bytes += String.fromCharCode(parseInt(text.substr(i, 2), 16))
  return bytes
}

/** The same as numbers. */
export function numbersOf(text: string): Uint8Array {
  const bytes = bytesOf(text)
  const numbers = new Uint8Array(bytes.length)
  for (let i = 0; i < bytes.length; i++) numbers[i] = bytes.charCodeAt(i)
  return numbers
}

/** One line for each thing looked at, the same on every interpreter; what is wrong begins with FAIL. */
export class Checks {
  private readonly print: (line: string) => void
  failures: number
  count: number

  constructor(print: (line: string) => void) {
    this.print = print
    this.failures = 0
    this.count = 0
  }

  check(name: string, actual: Value, expected: Value): void {
    const print = this.print
    this.count++
    if (actual === expected) {
      print('ok ' + name + ' = ' + actual)
    } else {
      this.failures++
      print('FAIL ' + name + ' = ' + actual + ', expected ' + expected)
    }
  }

  /** What has no expectation but to be the same everywhere. */
  note(name: string, actual: Value): void {
    const print = this.print
    this.count++
    print('is ' + name + ' = ' + actual)
  }
}
