import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { FAILURE } from '../../../cli/exit-code.ts'
import { checkImage, writeImage } from '../../../tools/flash/espruino-image.ts'
import { espruinoImage } from '../../support/espruino-image.ts'

const PORT = '/dev/ttyUSB0'

let folder = ''

beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'breva-image-')) })

afterEach(() => { rmSync(folder, { recursive: true, force: true }) })

/** The folder of a program of that name which writes down its arguments, says its version, and otherwise ends with `exitCode`. */
function pretendEsptool(name: string, version: string, exitCode: number): string {
  const programs = join(folder, 'programs')
  mkdirSync(programs)
  writeFileSync(join(programs, name), `#!/bin/sh
echo "$@" >> '${join(folder, 'asked')}'
if [ "$1" = version ]; then printf '%s\\n' '${version}'; exit 0; fi
echo 'A fatal error occurred: Failed to connect'
exit ${exitCode}
`)
  chmodSync(join(programs, name), 0o755)
  return programs
}

describe('an image of Espruino', () => {
  it('is refused with the name of the file that it lacks, or that is something else', () => {
    const path = espruinoImage(folder)
    expect(() => { checkImage(path) }).not.toThrow()
    writeFileSync(join(path, 'espruino_esp32.bin'), 'MZ')
    expect(() => { checkImage(path) }).toThrow(/espruino_esp32\.bin is not that part of an Espruino image/)
    rmSync(join(path, 'partitions_espruino.bin'))
    expect(() => { checkImage(path) }).toThrow(/partitions_espruino\.bin is missing/)
  })

  it.each([
    ['esptool.py', 'esptool.py v4.7.0\n4.7.0', 'write_flash --flash_mode dio --flash_freq 40m'],
    ['esptool', 'esptool v5.0.2\n5.0.2', 'write-flash --flash-mode dio --flash-freq 40m']
  ])('is written by %s, whose words are those of its version', async (name, version, words) => {
    const path = espruinoImage(folder)
    let told = ''
    await writeImage(path, PORT, pretendEsptool(name, version, 0), text => { told += text })
    expect(readFileSync(join(folder, 'asked'), 'utf8')).toBe(
      `version\n--chip esp32 --port ${PORT} --baud 460800 ${words} 0x1000 ${path}/bootloader.bin 0x8000 ${path}/partitions_espruino.bin 0x10000 ${path}/espruino_esp32.bin\n`)
    expect(told).toContain('Failed to connect')
  })

  it('counts as unwritten when esptool fails, and what it said last is told', async () => {
    const attempt = writeImage(espruinoImage(folder), PORT, pretendEsptool('esptool', 'esptool v5.0.2', 1), () => undefined)
    await expect(attempt).rejects.toMatchObject({ exitCode: FAILURE, message: expect.stringMatching(/could not write the image: .*Failed to connect.*BOOT button.*\n.*write-flash/) as string })
  })
})
