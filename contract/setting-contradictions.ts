import { PERIOD, PERIOD_MOST, SCD30_SHORTEST } from './ranges.ts'

/** Of the settings, what has to do with each other. It may still lack what has a default. */
export interface Together {
  period?: number
  broker: { user?: unknown, password?: unknown, cleanSession?: boolean, maxQos?: number, qos?: number }
  sensors: { scd30?: { interval?: number } }
}

/** What settings that are right one by one cannot be together, a sentence each that begins with a setting. */
export function contradictions(settings: Together): string[] {
  const broker = settings.broker
  const sensors = settings.sensors
  const scd30 = sensors.scd30
  const found: string[] = []
  if (scd30) contradictScd30(settings.period || PERIOD, scd30.interval || SCD30_SHORTEST, found)
  if (broker.password !== undefined && broker.user === undefined) found.push('broker.user is missing; broker.password needs it')
  if (broker.qos === 2 && broker.maxQos === 1) found.push('broker.qos: 2 is refused; broker.maxQos is 1')
  if (broker.qos === 2 && broker.cleanSession) found.push('broker.cleanSession: true is refused; broker.qos 2 needs a session that is kept')
  return found
}

function contradictScd30(period: number, interval: number, found: string[]): void {
  const least = '' + SCD30_SHORTEST
  if (period < SCD30_SHORTEST) found.push('period: ' + period + ' is refused; it takes ' + least + ' to ' + PERIOD_MOST + ' with an SCD30, whose shortest interval is ' + least + ' s')
  if (interval > Math.max(period / 2, SCD30_SHORTEST)) {
    found.push('sensors.scd30.interval: ' + interval + ' is refused; it takes ' + least + ', or up to half of the period, so that every sample finds a measurement')
  }
}
