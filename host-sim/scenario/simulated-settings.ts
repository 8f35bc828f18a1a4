import type { BrokerSettings, NodeSettings, SensorSettings } from '../../contract/settings.ts'
import type { NodePlan } from './node-plan.ts'

/** The settings of a simulated node: the pins of the wiring diagram, for the sensors that the plan has; `switched`: and each with a switch in its supply. */
export function simulatedSettings(plan: NodePlan, broker: BrokerSettings, switched = false): NodeSettings {
  const sensors: SensorSettings = {}
  for (const sensor of plan.sensors) {
    if (sensor.part === 'scd30') sensors.scd30 = { sda: 'D21', scl: 'D22' }
    else if (sensor.part === 'mh-z19') sensors['mh-z19'] = { tx: 'D17', rx: 'D16' }
    else sensors.ds18b20 = { pin: 'D4' }
  }
  if (switched) {
    if (sensors.scd30) sensors.scd30.power = 'D25'
    if (sensors['mh-z19']) sensors['mh-z19'].power = 'D26'
    // Closed by a low level, as without a transistor before it.
    if (sensors.ds18b20) Object.assign(sensors.ds18b20, { power: 'D27', powerLevel: 0 })
  }
  return {
    node: plan.id,
    location: plan.location,
    period: plan.period,
    wifi: { network: 'breva-simulated', password: '' },
    broker,
    backlog: { samples: 64, overflow: 'oldest' },
    sensors
  }
}
