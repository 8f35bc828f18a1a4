import type { SendDatagram } from '../../drivers/hal/datagrams.ts'
import type { FlashPages } from '../../drivers/hal/flash-pages.ts'
import type { I2cBus } from '../../drivers/hal/i2c-bus.ts'
import type { Network } from '../../drivers/hal/network.ts'
import type { OneWireBus } from '../../drivers/hal/one-wire-bus.ts'
import type { Pin } from '../../drivers/hal/pin.ts'
import { OK } from '../../drivers/hal/status.ts'
import type { UartPort } from '../../drivers/hal/uart-port.ts'
import type { SimulatedClock } from '../clock/simulated-clock.ts'
import { Random } from '../random.ts'
import { createHash, randomBytes } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { EspruinoEmitter } from './espruino-emitter.ts'
import type { InterpreterFault } from './interpreter-fault.ts'
import { SandboxDatagramSocket } from './espruino-datagram-socket.ts'
import { SandboxSocket } from './espruino-socket.ts'
import { type Run, type SandboxWifi, wifiModule } from './espruino-wifi-module.ts'
import type { FlashStorage } from './flash-storage.ts'

/** What the sandbox needs of a board: the wires behind its pins, and its radio. */
export interface SandboxBoard extends SandboxWifi {
  /** The wire that is soldered to these pins; undefined where nothing is. */
  i2c(scl: string, sda: string): I2cBus | undefined
  uart(tx: string, rx: string): UartPort | undefined
  oneWire(pin: string): OneWireBus | undefined
  /** What an output switches. Without it no pin does anything. */
  pin?(name: string): Pin | undefined
  readonly network: Network
  /** Without it no socket can be made. */
  readonly sendDatagram?: SendDatagram
  /** Raw flash beside Storage. */
  readonly flash: FlashPages
}

/** What the sandbox gives the globals. */
export interface SandboxHost {
  storage: FlashStorage
  /** Unix time in ms that the node's clock starts at, or 0 for the power-on value of 1970. */
  date: number
  /** Everything that the firmware prints, and its uncaught errors. */
  log(line: string): void
  reboot(): void
  /** Without it `reset()` does nothing. */
  reset?(): void
  /** What makes the interpreter fail; without it, it never does. */
  fault?: InterpreterFault | undefined
  /** Without it there is no watchdog. */
  watchdog?: { enable(seconds: number): void, kick(): void } | undefined
}

/** Why the chip started, as its register has it: power came, or software restarted it (which is what a panic and the task watchdog do too). */
export const POWER_CAME = 1
export const SOFTWARE = 12

const ABSENT = 0xff
/** The ESP32's register of random bits, and the one that says why the chip started. */
const RANDOM = 0x3ff75144
const CAUSE = 0x3ff48034
/** An address that no part has: a read from it is nothing but clocks and a STOP. */
const NOBODY = 0x7f
/** 1-Wire: every device answers. */
const SEARCH_ROM = 0xf0

function i2cClass(board: SandboxBoard): unknown {
  return class I2C {
    private bus: I2cBus | undefined

    setup(options: { scl: string, sda: string, bitrate: number }): void {
      this.bus = board.i2c(options.scl, options.sda)
    }

    /** Software I2C reports neither a missing acknowledge nor a time-out. */
    writeTo(address: number, bytes: Uint8Array | number[]): void {
      this.bus?.write(address, bytes)
    }

    readFrom(address: number, count: number): Uint8Array {
      const into = new Uint8Array(count).fill(ABSENT)
      if (address === NOBODY && this.bus && !this.bus.clear()) throw new Error('I2C Error: Arbitration (stop)')
      if (this.bus && this.bus.read(address, into) !== OK) into.fill(ABSENT)
      return into
    }
  }
}

function serialPort(board: SandboxBoard, run: Run): unknown {
  let port: UartPort | undefined
  const serial = new EspruinoEmitter()
  return Object.assign(serial, {
    setup(_baud: number, options: { tx: string, rx: string }): void {
      port = board.uart(options.tx, options.rx)
      port?.listen({ onBytes: chunk => { run(() => { serial.tell('data', chunk) }) } })
    },
    write(bytes: string): void {
      port?.write(bytes)
    }
  })
}

function oneWireClass(board: SandboxBoard): unknown {
  return class OneWire implements OneWireBus {
    private readonly line: OneWireBus | undefined

    constructor(pin: string) {
      this.line = board.oneWire(pin)
    }

    reset(): boolean { return this.line?.reset() ?? false }

    /** Espruino's own `select` makes a reset pulse first. */
    select(rom: string): void {
      this.line?.reset()
      this.line?.select(rom)
    }

    skip(): void { this.line?.skip() }
    write(byte: number, holdPower: boolean): void { this.line?.write(byte, holdPower) }
    read(count: number): Uint8Array { return this.line?.read(count) ?? new Uint8Array(count).fill(ABSENT) }
    /** Every device, unless the command of a search says otherwise. */
    search(command = SEARCH_ROM): string[] { return this.line?.search(command) ?? [] }
  }
}

function pinClass(board: SandboxBoard): unknown {
  return class Output {
    private readonly output: Pin | undefined

    constructor(name: string) {
      this.output = board.pin?.(name)
    }

    write(high: boolean): void { this.output?.write(high) }
  }
}

function timers(clock: SimulatedClock, run: Run, fault: InterpreterFault | undefined): Record<string, unknown> {
  type Task = (...values: unknown[]) => void
  const start = (task: Task, delay: number, values: unknown[], again: boolean): { timer: unknown } => {
    fault?.call()
    const handle = { timer: undefined as unknown }
    let due = 0
    const arm = (): void => {
      due = clock.now() + delay
      handle.timer = clock.after(delay, fire, undefined)
    }
    const fire = (): void => {
      handle.timer = undefined
      // Removed, an interval too: it was due in the pass in which the interpreter ran out of memory.
      if (fault && due <= fault.lost) return
      if (again) arm()
      run(() => { task(...values) })
    }
    arm()
    return handle
  }
  const stop = (handle?: { timer: unknown }): void => {
    if (!handle) throw new Error('clearTimeout(undefined) not allowed. Use clearTimeout() instead')
    fault?.call()
    // The number of a timer that was lost belongs to nobody, or to another one.
    if (fault && !handle.timer) return
    clock.cancel(handle.timer)
  }
  return {
    setTimeout: (task: Task, delay: number, ...values: unknown[]) => start(task, delay, values, false),
    setInterval: (task: Task, delay: number, ...values: unknown[]) => start(task, Math.max(1, delay), values, true),
    clearTimeout: stop,
    clearInterval: stop
  }
}

/** Espruino's global object over a simulated board, for one node. `cause`: why the chip started. */
export function espruinoGlobals(board: SandboxBoard, host: SandboxHost, run: Run, cause: number): Record<string, unknown> {
  const { fault, watchdog } = host
  const process = new EspruinoEmitter()
  const events = new EspruinoEmitter()
  fault?.listen(() => { board.clock.after(0, () => { run(() => { events.tell('errorFlag', ['CALLBACK', 'LOW_MEMORY', 'MEMORY']) }) }, undefined) })
  let random = new Random(0)
  let offset = host.date - board.clock.now()
  const modules: Record<string, unknown> = {
    Storage: host.storage,
    Flash: board.flash,
    Wifi: wifiModule(board, run),
    crypto: {
      SHA256: (text: string) => new Uint8Array(createHash('sha256').update(Buffer.from(text, 'latin1')).digest()).buffer
    },
    TelnetServer: { setOptions(): void { /* never opens again */ } },
    dgram: { createSocket: () => new SandboxDatagramSocket(board.sendDatagram ?? (() => undefined), run) },
    net: {
      connect: (address: { host: string, port: number }, onOpen: (socket: SandboxSocket) => void) =>
        new SandboxSocket(board.network, address, onOpen, run)
    }
  }
  return {
    ...timers(board.clock, run, fault),
    I2C: i2cClass(board),
    Serial2: serialPort(board, run),
    OneWire: oneWireClass(board),
    Pin: pinClass(board),
    require(name: string): unknown {
      const found = modules[name]
      if (!found) throw new Error(`Module ${name} not found`)
      return found
    },
    getTime: () => {
      fault?.call()
      return (board.clock.now() + offset) / 1000
    },
    setTime(seconds: number): void { offset = seconds * 1000 - board.clock.now() },
    getSerial: () => board.mac,
    atob: (text: string) => Buffer.from(text, 'base64').toString('latin1'),
    btoa: (text: string) => Buffer.from(text, 'latin1').toString('base64'),
    reset: () => { host.reset?.() },
    print: (...values: unknown[]) => { host.log(values.join(' ')) },
    console: { log: (...values: unknown[]) => { host.log(values.join(' ')) } },
    NRF: { setServices(): void { /* no Bluetooth here */ } },
    peek32: (address: number) => address === RANDOM ? randomBytes(4).readUInt32LE() : address === CAUSE ? cause : 0,
    ESP32: { reboot: () => { host.reboot() } },
    process: Object.assign(process, {
      version: '2v29',
      env: { VERSION: '2v29', BOARD: 'ESP32' },
      // A laptop's memory says nothing about the board's variables: not known, so not a number.
      memory: () => ({ usage: null, total: null, blocksize: 14 })
    }),
    E: Object.assign(events, {
      CRC32: (data: string | Uint8Array) => crc32(typeof data === 'string' ? Buffer.from(data, 'latin1') : data),
      srand(seed: number): void { random = new Random(seed) },
      // The interpreter's own generator, as on an ESP32: alike at every start.
      hwRand: () => random.below(4294967296) | 0,
      enableWatchdog(seconds: number): void { watchdog?.enable(seconds) },
      kickWatchdog(): void { watchdog?.kick() },
      getErrorFlags: () => []
    }),
    random: () => random.next()
  }
}
