import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ReplEndpoint } from '../../host-sim/espruino/repl-endpoint.ts'
import { projectPath } from '../../cli/project-path.ts'
import { DEVICE_NOT_FOUND, FAILURE, SUCCESS, USAGE } from '../../cli/exit-code.ts'
import { BrevaProcess } from '../support/breva-process.ts'
import { espruinoImage } from '../support/espruino-image.ts'
import { replBoard } from '../support/repl-board.ts'

const SECRET = 'k7-very-hidden'
const SETTINGS = {
  node: 'bedroom-1',
  wifi: { network: 'home', password: SECRET },
  broker: { host: '192.168.1.2', user: 'bedroom-1', password: `${SECRET}-too` },
  sensors: { scd30: { sda: 'D21', scl: 'D22' } }
}

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

/** An application small enough to be sent in no time: `flash-bundle.long.test.ts` sends the real one. */
function bundle(): string {
  const file = join(folder, 'small.js')
  writeFileSync(file, `print("breva 9.9.9 node bedroom-1 start " + breva.boot + ": scd30")\n/*${'-'.repeat(2000)}*/\n`)
  return file
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
    await endpoint.stop()
    endpoint = undefined
    const refused = await breva(['--port', port, '--json'])
    expect(refused.code).toBe(DEVICE_NOT_FOUND)
    expect(JSON.parse(refused.stdout)).toMatchObject({ result: 'failed', exitCode: DEVICE_NOT_FOUND })
  })

  it('refuses what cannot be meant with exit code 2 before it opens anything', async () => {
    const run = await breva(['--port', 'tcp://127.0.0.1:9', '--settings', settingsFile({ ...SETTINGS, period: 0 })])
    expect(run).toMatchObject({ code: USAGE, stdout: '' })
    expect(run.stderr).toMatch(/^breva: The settings file .* cannot be used:\n.*period: 0 is refused; it takes a whole number from 1 to 3600\n/)
  })

  it('names a serial port that does not exist, and what to check', async () => {
    const run = await breva(['--port', '/dev/ttyDoesNotExist'])
    expect(run.code).toBe(DEVICE_NOT_FOUND)
    expect(run.stderr).toMatch(/There is no port \/dev\/ttyDoesNotExist\. .*cable.*driver/)
  })

  it('prints the one line that installs the serial port library where it is missing, and needs it for serial ports alone', async () => {
    const without = { NODE_OPTIONS: `--import=${pathToFileURL(projectPath('tests/support/without-package.mjs')).href}`, BREVA_WITHOUT: 'serialport' }
    const sentence = 'breva: Serial ports need the package serialport, which is not installed. Install it with: npm install --no-save serialport@13\n'
    endpoint = replBoard()
    const port = await endpoint.start()
    const [named, found, planned, remote] = await Promise.all(
      [['--port', '/dev/ttyDoesNotExist'], [], ['--dry-run'], ['--port', port, '--dry-run']].map(words => breva(words, without)))
    expect(named).toEqual({ code: FAILURE, stdout: '', stderr: sentence })
    expect(found).toEqual({ code: FAILURE, stdout: '', stderr: sentence })
    expect(planned).toMatchObject({ code: SUCCESS, stdout: expect.stringContaining('Dry run without a board') as string })
    expect(remote).toMatchObject({ code: SUCCESS })
  })

  it('prints the exact command where esptool is missing', async () => {
    const path = espruinoImage(folder)
    const run = await breva(['--firmware', path, '--port', '/dev/ttyUSB0'], { PATH: folder })
    expect(run.code).toBe(FAILURE)
    expect(run.stderr).toContain(`esptool --chip esp32 --port /dev/ttyUSB0 --baud 460800 write-flash --flash-mode dio --flash-freq 40m 0x1000 ${path}/bootloader.bin 0x8000 ${path}/partitions_espruino.bin 0x10000 ${path}/espruino_esp32.bin`)
  })
})

describe('breva flash --port sim', () => {
  it('does with a simulated board all that it does with a real one, on the pins of the settings', async () => {
    const pins = { ...SETTINGS, sensors: { 'mh-z19': { tx: 'D25', rx: 'D26' }, 'scd30': { sda: 'D21', scl: 'D22' } } }
    const run = await breva(['--port', 'sim', '--settings', settingsFile(pins)])
    expect(run.code, run.stderr).toBe(SUCCESS)
    expect(run.stderr).toContain('Port sim\nBoard ESP32, Espruino 2v29')
    expect(run.stderr).toContain('app.a reads back right')
    expect(run.stderr).toMatch(/\nbreva \S+ node bedroom-1 start 1: mh-z19, scd30\n/)
    expect(run.stdout).toMatch(/^Node bedroom-1 runs app\.a .*\nnote: the board was simulated, and is gone: nothing was written anywhere\n$/)
    expect(run.stdout + run.stderr).not.toContain(SECRET)
  })

  it('looks, with --dry-run, and takes a folder with the image without esptool', async () => {
    const run = await breva(['--port', 'sim', '--dry-run', '--json', '--firmware', espruinoImage(folder)], { PATH: folder })
    expect(run.code, run.stderr).toBe(SUCCESS)
    expect(JSON.parse(run.stdout)).toMatchObject({ result: 'planned', port: 'sim', written: expect.arrayContaining(['app.a']) as string[], notes: expect.arrayContaining([expect.stringContaining('esptool was not called')]) as string[] })
  })

  it('refuses a bundle that does not start, as a board would', async () => {
    const broken = join(folder, 'broken.js')
    writeFileSync(broken, 'throw new Error("no")\n')
    const run = await breva(['--port', 'sim', '--bundle', broken, '--timeout', '1'])
    expect(run.code).not.toBe(SUCCESS)
    expect(run.stderr).toContain('sim')
  })
})
