/**
 * A clock, wires and a broker that cost as little as possible on the interpreter, so that what is counted is the node.
 * Everything answers from ready-made bytes. Device subset.
 */
/* eslint-disable @typescript-eslint/no-dynamic-delete -- the interpreter's arrays are sparse and sorted */
import type { Clock, Timer } from '../../drivers/hal/clock.ts'
import type { I2cBus } from '../../drivers/hal/i2c-bus.ts'
import type { Network, Socket, SocketEvents } from '../../drivers/hal/network.ts'
import type { OneWireBus, RomCode } from '../../drivers/hal/one-wire-bus.ts'
import type { Status } from '../../drivers/hal/status.ts'
import type { UartListener, UartPort } from '../../drivers/hal/uart-port.ts'

type Task = (context: unknown) => void

/** Time goes from one timer to the next. The interpreter keeps an array's numbers in order, so the next is the first. */
export class BenchClock implements Clock {
  time: number
  /** Timers run. */
  timers: number
  private count: number
  private readonly tasks: Task[]
  private readonly contexts: unknown[]

  constructor() {
    this.time = 0
    this.timers = 0
    this.count = 0
    this.tasks = []
    this.contexts = []
  }

  now(): number {
    return this.time
  }

  after<T>(delay: number, task: (context: T) => void, context: T): Timer {
    const key = Math.floor(this.time + delay) * 64 + (++this.count & 63)
    this.tasks[key] = task as Task
    this.contexts[key] = context
    return key
  }

  cancel(timer: Timer): void {
    if (!timer) return
    delete this.tasks[timer as number]
    delete this.contexts[timer as number]
  }

  /** Runs every timer up to the time `until`. */
  run(until: number): void {
    for (;;) {
      let first = ''
      // eslint-disable-next-line @typescript-eslint/no-for-in-array -- only the first key is wanted
      for (const key in this.tasks) {
        first = key
        break
      }
      const at = +first
      if (!first || at > until * 64 + 63) break
      const task = this.tasks[at]
      const context = this.contexts[at]
      delete this.tasks[at]
      delete this.contexts[at]
      this.time = Math.floor(at / 64)
      this.timers++
      task(context)
    }
    this.time = until
  }
}

/** An SCD30 with a measurement always ready: 439 ppm, 27.24 deg C, 48.8 %. */
export class BenchI2c implements I2cBus {
  private readonly long: Uint8Array
  private readonly ready: Uint8Array
  private readonly firmware: Uint8Array
  private readonly serial: Uint8Array
  private command: number

  constructor() {
    this.long = new Uint8Array([0x43, 0xdb, 0xcb, 0x8c, 0x2e, 0x8f, 0x41, 0xd9, 0x70, 0xe7, 0xff, 0xf5, 0x42, 0x43, 0xbf, 0x3a, 0x1b, 0x74])
    this.ready = new Uint8Array([0, 1, 0xb0])
    this.firmware = new Uint8Array([3, 0x42, 0xf3])
    this.serial = new Uint8Array(48)
    for (let i = 2; i < 48; i += 3) this.serial[i] = 0x81
    this.command = 0
  }

  write(_address: number, bytes: Uint8Array | number[]): Status {
    this.command = bytes[0]
    return 0
  }

  read(_address: number, into: Uint8Array): Status {
    const command = this.command
    into.set(command === 3 ? this.long : command === 2 ? this.ready : command === 0x46 ? new Uint8Array([0, 2, 0xe3]) : into.length === 3 ? this.firmware : this.serial)
    return 0
  }

  clear(): boolean {
    return true
  }
}

/** An MH-Z19 whose readings alternate, at once. */
export class BenchUart implements UartPort {
  private readonly clock: Clock
  private listener: UartListener | undefined
  private next: string
  private after: string

  constructor(clock: Clock) {
    this.clock = clock
    this.next = '\xff\x86\x03\x20\x40\x00\x00\x00\x17'
    this.after = '\xff\x86\x03\x2a\x40\x00\x00\x00\x0d'
  }

  write(bytes: string): void {
    const reply = this.next
    if (bytes.charAt(2) === '\x86') {
      this.next = this.after
      this.after = reply
    }
    this.clock.after(20, BenchUart.deliver, { port: this, reply: bytes.charAt(2) === '\x86' ? reply : '\xff\x9b\x00\x00\x13\x88\x00\x00\xca' })
  }

  listen(listener: UartListener): void {
    this.listener = listener
  }

  static deliver(delivery: { port: BenchUart, reply: string }): void {
    const listener = delivery.port.listener
    if (listener) listener.onBytes(delivery.reply)
  }
}

/** Three DS18B20 at 25.0625 deg C that have their settings already. */
export class BenchOneWire implements OneWireBus {
  private readonly scratchpad: Uint8Array
  private command: number

  constructor() {
    this.scratchpad = new Uint8Array([0x91, 1, 0x4b, 0x46, 0x7f, 0xff, 0x0f, 0x10, 0x25])
    this.command = 0
  }

  reset(): boolean {
    return true
  }

  select(_rom: RomCode): void { /* all say the same */ }

  skip(): void { /* likewise */ }

  write(byte: number): void {
    this.command = byte
  }

  read(count: number): Uint8Array {
    if (count === 9) return this.scratchpad
    // A conversion is under way the first time that it is asked for.
    const busy = this.command === 0x44
    this.command = 0xff
    return new Uint8Array([busy ? 0 : 255])
  }

  search(): RomCode[] {
    return ['28139bbb0b00001f', '2839386a0d000044', '2893bec20c00009e']
  }
}

/** A broker that accepts everything. A PUBLISH may come in two pieces: its header with the topic, then its payload. */
export class BenchBroker implements Network, Socket {
  /** What came last, from the fixed header on; of a PUBLISH in two pieces the first. */
  last: string
  /** Bytes of the last packet that are still to come. */
  private missing: number
  private readonly clock: Clock
  private events: SocketEvents | undefined

  constructor(clock: Clock) {
    this.last = ''
    this.missing = 0
    this.clock = clock
  }

  connect(_host: string, _port: number, events: SocketEvents): Socket {
    this.events = events
    this.clock.after(0, BenchBroker.open, this)
    return this
  }

  write(bytes: string): boolean {
    if (this.missing > 0) {
      this.missing -= bytes.length
      return true
    }
    const first = bytes.charCodeAt(0)
    const low = bytes.charCodeAt(1)
    this.last = bytes
    this.missing = (low > 127 ? low - 125 + bytes.charCodeAt(2) * 128 : low + 2) - bytes.length
    if (first !== 0x30) this.clock.after(0, BenchBroker.answer, this)
    return true
  }

  close(): void { /* it stays */ }

  static open(broker: BenchBroker): void {
    const events = broker.events
    if (events) events.onOpen()
  }

  static answer(broker: BenchBroker): void {
    const bytes = broker.last
    const events = broker.events
    const first = bytes.charCodeAt(0)
    if (!events) return
    if (first === 0x10) events.onBytes('\x20\x02\x00\x00')
    else if (first === 0x82) {
      let granted = ''
      for (let at = 4; at < bytes.length; at += 3 + bytes.charCodeAt(at + 1)) granted += '\x01'
      events.onBytes('\x90' + String.fromCharCode(granted.length + 2) + bytes.substr(2, 2) + granted)
    } else if (first < 0x40) {
      const at = bytes.charCodeAt(1) > 127 ? 3 : 2
      events.onBytes('\x40\x02' + bytes.substr(at + 2 + bytes.charCodeAt(at + 1), 2))
    }
  }
}
