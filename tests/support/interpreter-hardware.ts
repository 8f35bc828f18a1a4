import { crc32 } from 'node:zlib'
import type { Clock, Timer } from '../../drivers/hal/clock.ts'
import type { I2cBus } from '../../drivers/hal/i2c-bus.ts'
import type { Network } from '../../drivers/hal/network.ts'
import type { OneWireBus } from '../../drivers/hal/one-wire-bus.ts'
import { OK, TIMEOUT, type Status } from '../../drivers/hal/status.ts'
import type { WallClock } from '../../drivers/hal/wall-clock.ts'
import type { Wifi } from '../../drivers/hal/wifi.ts'
import { ALWAYS, NEVER, type NodeFacts } from '../../firmware/station/node-facts.ts'
import type { Hardware } from '../../firmware/station/assemble-node.ts'
import { Random } from '../../host-sim/random.ts'

/** ms after which an access point counts as absent; the interpreter never says so. */
const JOIN_TIMEOUT = 30_000
/** An address that no part has. */
const NOBODY = 0x7f
/** Seconds since 1970 of a clock that has been set. */
const FIRST_PLAUSIBLE = 1577836800
/** Bytes that the black box holds, and healthy beats between two of its writes to flash. */
const LIMIT = 300
const RARELY = 5400

/** One clock for time and date, in seconds as a float: what its own steps were is kept. */
class InterpreterClock implements Clock, WallClock {
  private readonly clock: Clock
  private offset: number
  private stepped: number

  constructor(clock: Clock) {
    this.clock = clock
    this.offset = -clock.now()
    this.stepped = this.seconds()
  }

  now(): number {
    return (this.seconds() - this.stepped) * 1000
  }

  after<T>(delay: number, task: (context: T) => void, context: T): Timer {
    return this.clock.after(delay, task, context)
  }

  cancel(timer: Timer): void {
    this.clock.cancel(timer)
  }

  read(): number {
    const seconds = this.seconds()
    return seconds < FIRST_PLAUSIBLE ? 0 : Math.floor(seconds * 1000)
  }

  set(milliseconds: number): void {
    const before = this.seconds()
    this.offset = milliseconds / 1000 * 1000 - this.clock.now()
    this.stepped += this.seconds() - before
  }

  private seconds(): number {
    return (this.clock.now() + this.offset) / 1000
  }
}

/** Software I2C sees no missing acknowledge, and complains only of a line that stays low. */
function interpreterI2c(wire: I2cBus): I2cBus {
  return {
    write(address, bytes) {
      wire.write(address, bytes)
      return OK
    },
    read(address, into) {
      if (wire.read(address, into) !== OK) into.fill(0xff)
      return OK
    },
    clear() {
      for (let i = 0; i < 2; i++) {
        if (!wire.clear()) continue
        wire.read(NOBODY, new Uint8Array(1))
        return true
      }
      return false
    }
  }
}

/** `select` makes a reset pulse of its own. */
function interpreterOneWire(line: OneWireBus): OneWireBus {
  return {
    reset: () => line.reset(),
    select: rom => {
      line.reset()
      line.select(rom)
    },
    skip: () => { line.skip() },
    write: (byte, holdPower) => { line.write(byte, holdPower) },
    read: count => line.read(count),
    search: command => line.search(command)
  }
}

/** An access point that does not answer is nothing to tell: the time-out is our own, and ends the attempt for the radio too. */
function interpreterWifi(wifi: Wifi, clock: Clock): Wifi {
  let waiting: ((status: Status) => void) | undefined
  let timer: Timer
  const settle = (status: Status): void => {
    const done = waiting
    if (timer) clock.cancel(timer)
    waiting = timer = undefined
    done?.(status)
  }
  return {
    join(network, password, done) {
      waiting = done
      timer = clock.after(JOIN_TIMEOUT, () => {
        timer = undefined
        wifi.leave()
        settle(TIMEOUT)
      }, undefined)
      wifi.join(network, password, status => {
        if (status === TIMEOUT || !waiting) return
        settle(status)
      })
    },
    leave() {
      if (timer) clock.cancel(timer)
      waiting = timer = undefined
      wifi.leave()
    },
    onLost: lost => { wifi.onLost(lost) },
    signal: () => wifi.signal()
  }
}

/** A name that nobody knows ends the call at once, whatever else the network would have done. */
function interpreterNetwork(network: Network, clock: Clock): Network {
  let nameless = false
  return {
    get nameless() { return nameless },
    connect(host, port, events) {
      nameless = network.nameless === true
      if (!nameless) return network.connect(host, port, events)
      clock.after(0, () => { events.onClose() }, undefined)
      return { write: () => false, close: () => undefined }
    }
  }
}

/** The black box of a board, and its guard's and flash tool's words, in memory. */
function interpreterFacts(facts: NodeFacts, bundle: string): NodeFacts {
  const files = ['', '']
  let box = ''
  let last = ''
  let told = 0
  let saves = 0
  let beats = 0
  return {
    ...facts,
    bundle,
    // Not known in a sandbox: no number.
    memory: () => ({ used: null, total: null }) as never,
    alive: verified => { if (verified) beats++ },
    note(seconds, event, keep) {
      if (event === last) return
      last = event
      box += `${facts.boot} ${seconds} ${event}\n`
      while (box.length > LIMIT) {
        const cut = box.indexOf('\n') + 1
        box = box.slice(cut)
        if (told > 0) told = Math.max(0, told - cut)
      }
      if (keep === NEVER || (keep !== ALWAYS && saves * RARELY > beats)) return
      saves++
      files[files[0] ? 1 : 0] = box
      box = ''
      told = Math.min(0, told)
    },
    recall(gone) {
      if (gone && told < 0) files[-told - 1] = ''
      else if (gone) box = box.slice(told)
      const kept = files.findIndex(file => file !== '')
      told = kept >= 0 ? -kept - 1 : box.length
      return kept >= 0 ? files[kept] : box
    }
  }
}

/**
 * The hardware of a laptop as the interpreter on a board has it: what the adapters of `firmware/espruino/` and Espruino
 * itself make of the same wires. Stated a second time, so that a mistake there shows. `bundle` is the hash of the application, `mac` twelve hex digits.
 */
export function interpreterHardware(hardware: Hardware, mac: string, bundle: string): Hardware {
  const clock = new InterpreterClock(hardware.clock)
  const random = new Random(crc32(mac + hardware.facts.boot))
  return {
    ...hardware,
    clock,
    wallClock: clock,
    wifi: interpreterWifi(hardware.wifi, clock),
    network: interpreterNetwork(hardware.network, clock),
    facts: interpreterFacts(hardware.facts, bundle),
    random: () => random.next(),
    i2c: (scl, sda) => interpreterI2c(hardware.i2c(scl, sda)),
    oneWire: pin => interpreterOneWire(hardware.oneWire(pin))
  }
}
