import { spawn } from 'node:child_process'
import { accessSync, closeSync, constants, openSync, readSync, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { CommandError } from '../../cli/command-error.ts'
import { FAILURE, USAGE } from '../../cli/exit-code.ts'
import { printable } from '../../cli/printable.ts'

/** Where Espruino's three files for the ESP32 belong in flash, how each begins and how large it may be. */
const PARTS = [
  { file: 'bootloader.bin', address: 0x1000, magic: 0xe9, most: 0x7000 },
  { file: 'partitions_espruino.bin', address: 0x8000, magic: 0xaa, most: 0x1000 },
  { file: 'espruino_esp32.bin', address: 0x10000, magic: 0xe9, most: 0x180000 }
]
const BAUD = '460800'
/** From version 5 the second one warns that it will go. */
const PROGRAMS = ['esptool', 'esptool.py']

/** Looks at the folder of the image. Throws a CommandError that names the file that is missing or is something else. */
export function checkImage(folder: string): void {
  for (const { file, magic, most } of PARTS) {
    const path = join(folder, file)
    let size: number
    let first: number
    try {
      size = statSync(path).size
      const handle = openSync(path, 'r')
      const byte = Buffer.alloc(1)
      readSync(handle, byte, 0, 1, 0)
      closeSync(handle)
      first = byte[0]
    } catch {
      throw new CommandError(`${path} is missing. The folder must hold ${PARTS.map(part => part.file).join(', ')}: unpack Espruino's archive for the ESP32 there, from espruino.com/Download.`, USAGE)
    }
    if (size === 0 || size > most || first !== magic) {
      throw new CommandError(`${path} is not that part of an Espruino image for the ESP32 (${size} bytes, first byte ${first}). Download the archive again from espruino.com/Download.`, USAGE)
    }
  }
}

/** esptool's arguments. From version 5 it spells its words with hyphens. */
export function imageArguments(folder: string, port: string, version: number): string[] {
  const words = ['write_flash', '--flash_mode', 'dio', '--flash_freq', '40m'].map(word => version >= 5 ? word.replace(/(\w)_/g, '$1-') : word)
  return ['--chip', 'esp32', '--port', port, '--baud', BAUD, ...words, ...PARTS.flatMap(({ file, address }) => [`0x${address.toString(16)}`, join(folder, file)])]
}

/** Name and major version of the esptool on the PATH, or undefined. */
export async function findEsptool(path: string): Promise<{ program: string, version: number } | undefined> {
  for (const name of PROGRAMS) {
    const program = path.split(delimiter).map(folder => join(folder, name)).find(executable)
    if (program === undefined) continue
    const { output } = await run(program, ['version'], () => undefined)
    return { program, version: Number(/v?(\d+)\.\d+/.exec(output)?.[1] ?? 4) }
  }
  return undefined
}

/** Puts the image on the board. `tell` gets what esptool prints. Throws a CommandError, with the command to run by hand. */
export async function writeImage(folder: string, port: string, path: string, tell: (text: string) => void): Promise<void> {
  const found = await findEsptool(path)
  if (!found) {
    throw new CommandError(`esptool, which puts Espruino on a board, is not on this machine. Install it with "pipx install esptool" (pipx itself: "sudo apt install pipx") and repeat the command, or run:\n${commandLine('esptool', imageArguments(folder, port, 5))}`, FAILURE)
  }
  const words = imageArguments(folder, port, found.version)
  const { code, output } = await run(found.program, words, tell)
  if (code !== 0) {
    throw new CommandError(
      `esptool could not write the image: ${printable(output.trim().split('\n').at(-1) ?? '')}. Hold the BOOT button of the board while it connects, and press EN once where the port has no DTR and RTS, such as a UART on pins; see that nothing else uses the port, and repeat the command. It ran:\n` +
      commandLine(found.program, words), FAILURE)
  }
}

export function commandLine(program: string, words: string[]): string {
  return [program, ...words].map(word => /^[\w./:=-]+$/.test(word) ? word : `'${word.replaceAll('\'', '\'\\\'\'')}'`).join(' ')
}

function executable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return statSync(file).isFile()
  } catch {
    return false
  }
}

function run(program: string, words: string[], tell: (text: string) => void): Promise<{ code: number | null, output: string }> {
  return new Promise(resolve => {
    const child = spawn(program, words, { stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    const collect = (chunk: Buffer): void => {
      output += chunk.toString('utf8')
      tell(chunk.toString('utf8'))
    }
    child.stdout.on('data', collect)
    child.stderr.on('data', collect)
    child.on('error', error => resolve({ code: 1, output: String(error) }))
    child.on('close', code => resolve({ code, output }))
  })
}
