import type { SendDatagram } from '../../drivers/hal/datagrams.ts'
import type { WallClock } from '../../drivers/hal/wall-clock.ts'
import { Ds18b20 } from '../../drivers/ds18b20/ds18b20.ts'
import { MhZ19 } from '../../drivers/mh-z19/mh-z19.ts'
import { Scd30 } from '../../drivers/scd30/scd30.ts'
import type { Sensor } from '../../drivers/sensor.ts'
import { Client } from '../../firmware/mqtt/client.ts'
import type { ClientSettings } from '../../firmware/mqtt/client.ts'
import { Sntp } from '../../firmware/station/sntp.ts'
import { Station } from '../../firmware/station/station.ts'
import type { NodeSettings } from '../../contract/settings.ts'
import { programVersion } from '../../cli/program-version.ts'
import type { SimulatedBoard } from './simulated-board.ts'

/** Nobody measures the memory of a station that is not on an interpreter. */
const NO_MEMORY = { used: 0, total: 0 }

/** The laptop's composition root: the firmware's drivers, station and client over a simulated board, without Espruino. */
export class InProcessStation {
  readonly station: Station
  readonly client: Client
  readonly board: SimulatedBoard

  /** `boot` is the number of the start that the messages carry. */
  constructor(board: SimulatedBoard, settings: NodeSettings, wallClock: WallClock, boot: number) {
    const clock = board.clock
    const sensors: Sensor[] = []
    if (settings.sensors.scd30) sensors.push(new Scd30(board.i2c, clock))
    if (settings.sensors['mh-z19']) sensors.push(new MhZ19(board.uart, clock))
    if (settings.sensors.ds18b20) sensors.push(new Ds18b20(board.oneWire, clock))
    for (const sensor of sensors) {
      const own = settings.sensors[sensor.name as keyof typeof settings.sensors]
      if (!own?.power) continue
      sensor.power = board.supply(sensor.name, own.powerLevel ?? 1)
      if (own.powerLevel === 0) sensor.powerLevel = 0
    }
    const facts = { boot, firmware: programVersion(), bundle: 'none', reset: 'power-on', memory: () => NO_MEMORY, alive: () => undefined, note: () => undefined, recall: () => '', refused: () => undefined }
    const random = board.plan.random.split('jitter')
    this.board = board
    this.station = new Station(settings, sensors, clock, wallClock, board.wifi, facts, board.flash)
    this.client = new Client(board.network, clock, () => random.next(), InProcessStation.session(settings, this.station.root), this.station)
    this.station.client = this.client
    const send: SendDatagram = (host, port, bytes, onBytes) => board.network.sendDatagram(host, port, bytes, onBytes)
    if (settings.time) this.station.sntp = new Sntp(send, clock, wallClock, () => random.next(), settings.time)
  }

  /** Power on, and the program starts. */
  start(): void {
    this.board.powerUp()
    this.station.start()
  }

  /** Says goodbye to the broker first; `done` runs when that is over and the power is off. */
  stop(done: () => void): void {
    this.station.stop(() => {
      this.board.powerDown()
      done()
    })
  }

  private static session(settings: NodeSettings, root: string): ClientSettings {
    const broker = settings.broker
    return {
      host: broker.host,
      port: broker.port,
      clientId: `breva${settings.node}`,
      ...(broker.user === undefined ? {} : { user: broker.user }),
      ...(broker.password === undefined ? {} : { password: broker.password }),
      keepAliveSeconds: broker.keepAlive,
      cleanSession: broker.cleanSession,
      inFlight: broker.inFlight,
      willTopic: `${root}status`,
      willPayload: 'offline'
    }
  }
}
