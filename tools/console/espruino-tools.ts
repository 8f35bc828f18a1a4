import { createRequire } from 'node:module'
import type { Link, LinkListener } from './link.ts'
import { NamedPort, type PortDevice, type PortEntry } from './named-port.ts'

/**
 * The only file that knows EspruinoTools (npm package `espruino`): it lists ports, opens one and writes to it with that
 * package's flow of pieces and pauses. The package is one set of globals, talks on the console all the time, and never
 * gives up by itself: here it is quiet, offline, and has time limits.
 */
interface EspruinoTools {
  Config: Record<string, unknown>
  Core: {
    Serial: {
      devices: PortDevice[]
      getPorts(done: (ports: PortEntry[]) => void): void
      open(port: string, onOpen: (opened: unknown) => void, onClosed: () => void): void
      startListening(listener: (bytes: ArrayBuffer) => void): void
      write(text: string, showStatus: boolean): void
      setSlowWrite(slow: boolean, force: boolean): void
      close(): void
    }
  }
}

const LIST_TIME = 5000
const OPEN_TIME = 10000
const CLOSE_TIME = 1000
/** ms for one character with its share of the pauses: as told, and after `slowDown`. */
const PACE = { normal: 1, slow: 5 }

/** Serial ports of this machine, those on USB if there are any. */
export async function listPorts(): Promise<PortEntry[]> {
  const console = silence()
  try {
    const { Serial } = (await load()).Core
    const ports = await within<PortEntry[]>(LIST_TIME, done => Serial.getPorts(done)) ?? []
    const usual = ports.filter(port => !port.unimportant)
    return usual.length > 0 ? usual : ports
  } finally {
    console.restore()
  }
}

/** Opens a serial port or `tcp://host:port`. Rejects with the system's error; its `code` tells which. */
export async function openLink(port: string, baud: number, listener: LinkListener): Promise<Link> {
  const console = silence()
  const device = new NamedPort(port, baud)
  try {
    const { Config, Core: { Serial } } = await load()
    Config['BAUD_RATE'] = baud
    Serial.devices.splice(1, Serial.devices.length - 1, device)
    await within(LIST_TIME, done => Serial.getPorts(done))
    let open = true
    let closed: (() => void) | undefined
    const opened = await within<unknown>(OPEN_TIME, done => Serial.open(port, done, () => {
      open = false
      console.restore()
      if (closed) closed()
      else listener.onLost()
    }))
    if (opened !== 'Ok') throw device.problem ?? Object.assign(new Error(`${port} did not open within ${OPEN_TIME / 1000} s`), { code: 'ETIMEDOUT' })
    Serial.startListening(bytes => { if (open) listener.onText(Buffer.from(bytes).toString('latin1')) })
    Serial.setSlowWrite(false, true)
    let pace = PACE.normal
    return {
      port,
      write: text => { if (open) Serial.write(text, false) },
      slowDown: () => {
        pace = PACE.slow
        Serial.setSlowWrite(true, true)
      },
      duration: characters => characters * pace,
      close: async () => {
        if (!open) return
        await within(CLOSE_TIME, done => {
          closed = done
          Serial.close()
        })
        open = false
        console.restore()
      }
    }
  } catch (error) {
    device.close()
    console.restore()
    throw error
  }
}

let loaded: Promise<EspruinoTools> | undefined

function load(): Promise<EspruinoTools> {
  loaded ??= new Promise((resolve, reject) => {
    try {
      const module = createRequire(import.meta.url)('espruino') as { init(done: () => void): void }
      module.init(() => {
        const tools = (globalThis as unknown as { Espruino: EspruinoTools }).Espruino
        // Nothing is fetched: the bundle is complete.
        Object.assign(tools.Config, { BOARD_JSON_URL: '', MODULE_URL: '', ENV_ON_CONNECT: false, STORAGE_UPLOAD_METHOD: 1 })
        const devices = tools.Core.Serial.devices
        const serial = devices.find(device => device.name === 'Node Serial')
        // Bluetooth, sound and relays stay out; without a serial binding the list of ports is empty.
        devices.splice(0, devices.length, serial ?? Object.assign(new NamedPort('', 0), { getPorts: (done: (ports: PortEntry[], complete: boolean) => void) => done([], true) }))
        resolve(tools)
      })
    } catch (error) {
      reject(error)
    }
  })
  return loaded
}

/** What `start` hands to `done`, or undefined after `time` ms. */
function within<T>(time: number, start: (done: (value?: T) => void) => void): Promise<T | undefined> {
  return new Promise(resolve => {
    const timer = setTimeout(() => resolve(undefined), time)
    start(value => {
      clearTimeout(timer)
      resolve(value)
    })
  })
}

/** EspruinoTools reports every byte on the console, secrets included. */
function silence(): { restore(): void } {
  const kept = { log: console.log, info: console.info, warn: console.warn, error: console.error }
  const nothing = (): void => undefined
  Object.assign(console, { log: nothing, info: nothing, warn: nothing, error: nothing })
  return { restore: () => { Object.assign(console, kept) } }
}
