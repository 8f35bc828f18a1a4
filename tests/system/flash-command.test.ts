import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ReplEndpoint } from '../../host-sim/espruino/repl-endpoint.ts'
import { projectPath } from '../../cli/project-path.ts'
import { AUTHENTICATION, DEVICE_NOT_FOUND, FAILURE, SUCCESS, USAGE } from '../../cli/exit-code.ts'
import { choosePort } from '../../tools/console/choose-port.ts'
import { portProblem } from '../../tools/console/port-problem.ts'
import { BrevaProcess } from '../support/breva-process.ts'
import { replBoard } from '../support/repl-board.ts'

const SECRET = 'k7-very-hidden'
const SETTINGS = {
  node: 'bedroom-1',
  wifi: { network: 'home', password: SECRET },
  broker: { host: '192.168.1.2', user: 'bedroom-1', password: `${SECRET}-too` },
  sensors: { scd30: { sda: 'D21', scl: 'D22' } }
}
const IMAGE = { 'bootloader.bin': 0xe9, 'partitions_espruino.bin': 0xaa, 'espruino_esp32.bin': 0xe9 }

let folder = ''
let endpoint: ReplEndpoint | undefined
const running: BrevaProcess[] = []

beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'breva-flash-')) })

afterEach(async () => {
  await Promise.all(running.splice(0).map(process => process.end()))
  await endpoint?.stop()
  endpoint = undefined
  rmSync(folder, { recursive: true, force: true })
})

function settingsFile(settings: unknown = SETTINGS): string {
  const file = join(folder, 'node.json')
  writeFileSync(file, JSON.stringify(settings))
  return file
}

/** An application small enough to be sent in no time: what a whole one takes is a matter of `flash`, in virtual time. */
function bundle(): string {
  const file = join(folder, 'small.js')
  writeFileSync(file, `print("breva 9.9.9 node bedroom-1 start " + breva.boot + ": scd30")\n/*${'-'.repeat(2000)}*/\n`)
  return file
}

function image(): string {
  const path = join(folder, 'image')
  mkdirSync(path)
  for (const [file, first] of Object.entries(IMAGE)) writeFileSync(join(path, file), Buffer.from([first, 1, 2, 3]))
  return path
}

/** A program of that name which writes down its arguments and says what is given. */
function pretendEsptool(name: string, version: string, exitCode: number): string {
  const programs = join(folder, 'programs')
  mkdirSync(programs)
  const script = `#!${process.execPath}\nrequire('fs').appendFileSync(${JSON.stringify(join(folder, 'asked'))}, process.argv.slice(2).join(' ') + '\\n')\n` +
    `console.log(process.argv[2] === 'version' ? ${JSON.stringify(version)} : 'A fatal error occurred: Failed to connect')\nprocess.exitCode = process.argv[2] === 'version' ? 0 : ${exitCode}\n`
  writeFileSync(join(programs, name), script)
  writeFileSync(join(programs, 'package.json'), '{"type":"commonjs"}')
  chmodSync(join(programs, name), 0o755)
  return programs
}

async function breva(commandLine: string[], environment: Record<string, string> = {}): Promise<{ code: number | null, stdout: string, stderr: string }> {
  const process = new BrevaProcess(['flash', ...commandLine], environment)
  running.push(process)
  const code = await process.exit()
  return { code, stdout: process.stdout, stderr: process.stderr }
}

describe('breva flash', () => {
  it('flashes a board, then says that it is up to date, with results on stdout and progress on stderr', async () => {
    endpoint = replBoard()
    const port = await endpoint.start()
    const first = await breva(['--port', port, '--settings', settingsFile(), '--bundle', bundle()])
    expect(first.stderr).toContain('app.a 50 %')
    expect(first.stderr).toMatch(/breva \S+ node bedroom-1 start 1: scd30\n/)
    expect(first.stdout).toMatch(/^Node bedroom-1 runs app\.a \(\d+ bytes, sha256:[0-9a-f]{12}\), start 1, after [\d.]+ s\.\n$/)
    expect(first.code).toBe(SUCCESS)
    const second = await breva(['--port', port, '--settings', settingsFile(), '--bundle', bundle()])
    expect(second).toMatchObject({ code: SUCCESS })
    expect(second.stdout).toMatch(/^Already up to date: app\.a /)
    expect(first.stdout + first.stderr + second.stdout + second.stderr).not.toContain(SECRET)
  })

  it('prints one JSON object and nothing else with --json, on failure too', async () => {
    endpoint = replBoard()
    const port = await endpoint.start()
    const run = await breva(['--port', port, '--dry-run', '--json'])
    expect(run.stderr).toBe('')
    expect(JSON.parse(run.stdout)).toMatchObject({ result: 'planned', port, board: 'ESP32', espruino: '2v29', node: null })
    endpoint.trouble.locked = true
    const refused = await breva(['--port', port, '--json'])
    expect(refused.code).toBe(AUTHENTICATION)
    expect(JSON.parse(refused.stdout)).toMatchObject({ result: 'failed', exitCode: AUTHENTICATION })
  })

  it('refuses settings by field, value and range before it opens anything, and never shows a secret', async () => {
    const port = 'tcp://127.0.0.1:9'
    const run = await breva(['--port', port, '--settings', settingsFile({ ...SETTINGS, period: 1 })])
    expect(run.code).toBe(USAGE)
    expect(run.stderr).toMatch(/period: 1 is refused; it takes a whole number from 2 to 3600/)
    const short = await breva(['--port', port, '--settings', settingsFile({ ...SETTINGS, wifi: { network: 'home', password: 'k7-shrt' } })])
    expect(short.stderr).toContain('wifi.password is refused')
    expect(short.stderr).not.toContain('k7-shrt')
  })

  it.each([
    ['--baud', 'fast'], ['--timeout', '0'], ['--bundle', '/does/not/exist.js'], ['--port', 'tcp://'], ['--erase'], ['--firmware', '/does/not/exist']
  ])('refuses %s %s with exit code 2', async (...words) => {
    const run = await breva(words.filter(word => word !== undefined))
    expect(run.code).toBe(USAGE)
    expect(run.stderr).toMatch(/^breva: .+/)
  })

  it('refuses a bundle that is no script', async () => {
    const file = join(folder, 'bundle.js')
    writeFileSync(file, 'function (')
    const run = await breva(['--port', 'tcp://127.0.0.1:9', '--bundle', file])
    expect(run).toMatchObject({ code: USAGE })
    expect(run.stderr).toContain('is not a script')
  })

  it('names a serial port that does not exist, and what to check', async () => {
    const run = await breva(['--port', '/dev/ttyDoesNotExist'])
    expect(run.code).toBe(DEVICE_NOT_FOUND)
    expect(run.stderr).toMatch(/There is no port \/dev\/ttyDoesNotExist\. .*cable.*driver/)
  })

  it('prints the one line that installs the serial port library where it is missing, and needs it for serial ports alone', async () => {
    const without = { NODE_OPTIONS: `--import=${pathToFileURL(projectPath('tests/support/without-package.mjs')).href}`, BREVA_WITHOUT: 'serialport' }
    const sentence = 'breva: Serial ports need the package serialport, which is not installed. Install it with: npm install --no-save serialport@13\n'
    expect(await breva(['--port', '/dev/ttyDoesNotExist'], without)).toEqual({ code: FAILURE, stdout: '', stderr: sentence })
    expect(await breva([], without)).toEqual({ code: FAILURE, stdout: '', stderr: sentence })
    expect(await breva(['--dry-run'], without)).toMatchObject({ code: SUCCESS, stdout: expect.stringContaining('Dry run without a board') as string })
    endpoint = replBoard()
    expect(await breva(['--port', await endpoint.start(), '--dry-run'], without)).toMatchObject({ code: SUCCESS })
  })

  it('names the file that an image lacks', async () => {
    const path = image()
    rmSync(join(path, 'partitions_espruino.bin'))
    const run = await breva(['--firmware', path, '--port', '/dev/ttyUSB0'])
    expect(run).toMatchObject({ code: USAGE })
    expect(run.stderr).toContain('partitions_espruino.bin is missing')
  })

  it('prints the exact command where esptool is missing', async () => {
    const path = image()
    const run = await breva(['--firmware', path, '--port', '/dev/ttyUSB0'], { PATH: folder })
    expect(run.code).toBe(FAILURE)
    expect(run.stderr).toContain(`esptool --chip esp32 --port /dev/ttyUSB0 --baud 460800 write-flash --flash-mode dio --flash-freq 40m 0x1000 ${path}/bootloader.bin 0x8000 ${path}/partitions_espruino.bin 0x10000 ${path}/espruino_esp32.bin`)
  })

  it.each([
    ['esptool.py', 'esptool.py v4.7.0\n4.7.0', 'write_flash --flash_mode dio --flash_freq 40m'],
    ['esptool', 'esptool v5.0.2\n5.0.2', 'write-flash --flash-mode dio --flash-freq 40m']
  ])('speaks to %s as that version spells its words', async (name, version, words) => {
    const run = await breva(['--firmware', image(), '--port', '/dev/ttyDoesNotExist'], { PATH: pretendEsptool(name, version, 1) })
    expect(run.code).toBe(FAILURE)
    expect(run.stderr).toContain('Failed to connect')
    expect(readFileSync(join(folder, 'asked'), 'utf8')).toContain(`--chip esp32 --port /dev/ttyDoesNotExist --baud 460800 ${words} 0x1000 `)
  })
})

describe('choosing a port', () => {
  it('takes the only one', () => {
    expect(choosePort([{ path: '/dev/ttyUSB0' }])).toBe('/dev/ttyUSB0')
  })

  it('lists several and asks for one of them', () => {
    expect(() => choosePort([{ path: '/dev/ttyUSB0', description: 'Silicon Labs' }, { path: '/dev/ttyACM0' }]))
      .toThrow(/2 serial ports:\n {2}\/dev\/ttyUSB0 {2}Silicon Labs\n {2}\/dev\/ttyACM0\n.*--port \/dev\/ttyUSB0/)
  })

  it('says what to check when there is none', () => {
    expect(() => choosePort([])).toThrow(/No serial port was found\..*cable.*driver.*tcp:/)
  })
})

describe('a port that does not open', () => {
  const error = (code: string, message: string): NodeJS.ErrnoException => Object.assign(new Error(message), { code })

  it('is told by its reason', () => {
    expect(portProblem('/dev/ttyUSB0', error('', 'Error: Permission denied, cannot open /dev/ttyUSB0'))).toMatchObject({ exitCode: FAILURE, message: expect.stringContaining('permission denied') as string })
    expect(portProblem('/dev/ttyUSB0', error('', 'Error Resource temporarily unavailable Cannot lock port')).message).toContain('in use by another program')
    expect(portProblem('/dev/null', error('', 'Error: Inappropriate ioctl for device setting custom baud rate of 115200')))
      .toMatchObject({ exitCode: DEVICE_NOT_FOUND, message: expect.stringContaining('not a serial port') as string })
    expect(portProblem('tcp://board:23', error('ENOTFOUND', 'getaddrinfo ENOTFOUND board'))).toMatchObject({ exitCode: DEVICE_NOT_FOUND })
  })

  it.runIf(process.platform === 'linux')('names the group dialout where permission is denied', () => {
    expect(portProblem('/dev/ttyUSB0', error('', 'Error: Permission denied, cannot open /dev/ttyUSB0')).message).toContain('dialout')
  })
})
