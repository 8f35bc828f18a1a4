import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { CommandError } from '../../../cli/command-error.ts'
import { USAGE } from '../../../cli/exit-code.ts'
import { readFlashOptions, type FlashArguments } from '../../../tools/flash/flash-options.ts'
import { espruinoImage } from '../../support/espruino-image.ts'

const SETTINGS = {
  node: 'bedroom-1',
  wifi: { network: 'home', password: 'k7-very-hidden' },
  broker: { host: '192.168.1.2' },
  sensors: { scd30: { sda: 'D21', scl: 'D22' } }
}

let folder = ''

beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'breva-options-')) })

afterEach(() => { rmSync(folder, { recursive: true, force: true }) })

function file(name: string, text: string): string {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

/** What the words refuse, or undefined. The baud rate and the timeout are the command's own where `words` has none. */
function refusal(words: Partial<FlashArguments>): CommandError | undefined {
  try {
    readFlashOptions({ baud: '115200', timeout: '60', ...words })
    return undefined
  } catch (error) {
    if (error instanceof CommandError) return error
    throw error
  }
}

describe('the options of breva flash', () => {
  it('take what the command has by itself, and a small application with settings', () => {
    const small = file('small.js', 'print(1)')
    const settings = file('node.json', JSON.stringify(SETTINGS))
    expect(refusal({ bundle: small, settings })).toBe(undefined)
    expect(readFlashOptions({ baud: '9600', timeout: '5', bundle: small, settings, erase: true }))
      .toMatchObject({ baud: 9600, firstLine: 5000, job: { application: Buffer.from('print(1)'), erase: true } })
  })

  it.each([
    [{ baud: 'fast' }, /--baud fast is refused/],
    [{ baud: '299' }, /a whole number from 300 to 4000000/],
    [{ timeout: '0' }, /--timeout 0 is refused/],
    [{ bundle: '/does/not/exist.js' }, /cannot be read \(ENOENT\)\. Check the path/],
    [{ port: 'tcp://' }, /--port tcp:\/\/ is refused/],
    [{ erase: true }, /--erase erases the settings/],
    [{ firmware: '/does/not/exist' }, /bootloader\.bin is missing/]
  ])('refuse %j with exit code 2', (words, sentence) => {
    expect(refusal(words)).toMatchObject({ exitCode: USAGE, message: expect.stringMatching(sentence) as string })
  })

  it('refuse an image for a board that no USB cable reaches', () => {
    expect(refusal({ port: 'tcp://192.168.1.9:23', firmware: espruinoImage(folder) })).toMatchObject({ exitCode: USAGE, message: expect.stringContaining('--firmware needs a serial port') as string })
  })

  it('refuse settings by field, value and range, and never show a secret', () => {
    const refused = (settings: unknown): string => refusal({ settings: file('node.json', JSON.stringify(settings)) })?.message ?? ''
    expect(refused({ ...SETTINGS, period: 1 })).toMatch(/period: 1 is refused; it takes 2 to 3600 with an SCD30/)
    const short = refused({ ...SETTINGS, wifi: { network: 'home', password: 'k7-shrt' } })
    expect(short).toContain('wifi.password is refused')
    expect(short).not.toContain('k7-shrt')
  })

  it.each([
    ['is no script', 'function (', /is not a script/],
    ['is empty', '', /has 0 bytes; it takes 1 to 409600/],
    ['is larger than two of them could be', 'x'.repeat(400 * 1024 + 1), /has 409601 bytes/]
  ])('refuse a bundle that %s', (_what, text, sentence) => {
    expect(refusal({ bundle: file('bundle.js', text) })).toMatchObject({ exitCode: USAGE, message: expect.stringMatching(sentence) as string })
  })
})
