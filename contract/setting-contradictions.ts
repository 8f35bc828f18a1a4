import { PERIOD, PERIOD_MOST, SCD30_SHORTEST } from './ranges.ts'
import type { BrokerSettings, SensorSettings } from './settings.ts'

/** What settings that are right one by one cannot be together, a sentence each that begins with a setting. They may still lack what has a default. */
export function contradictions(settings: Record<string, unknown>): string[] {
  const sensors = settings.sensors as SensorSettings
  const scd30 = sensors.scd30
  const found: string[] = []
  if (scd30) contradictScd30(settings.period as number || PERIOD, scd30.interval || SCD30_SHORTEST, found)
  contradictBroker(settings.broker as BrokerSettings, found)
  if (Object.keys(sensors).length === 0) found.push('sensors: {} is refused; it takes one or more of scd30, mh-z19 and ds18b20')
  return found
}

function contradictScd30(period: number, interval: number, found: string[]): void {
  const least = '' + SCD30_SHORTEST
  if (period < SCD30_SHORTEST) found.push('period: ' + period + ' is refused; it takes ' + least + ' to ' + PERIOD_MOST + ' with an SCD30, whose shortest interval is ' + least + ' s')
  if (interval > Math.max(period / 2, SCD30_SHORTEST)) {
    found.push('sensors.scd30.interval: ' + interval + ' is refused; it takes ' + least + ', or up to half of the period, so that every sample finds a measurement')
  }
}

function contradictBroker(broker: BrokerSettings, found: string[]): void {
  if (broker.password !== undefined && broker.user === undefined) found.push('broker.user is missing; broker.password needs it')
  if (!(broker.qos > 1)) return
  if (broker.maxQos < 2) found.push('broker.qos: 2 is refused; broker.maxQos is 1')
  if (broker.cleanSession) found.push('broker.cleanSession: true is refused; broker.qos 2 needs a session that is kept')
}
