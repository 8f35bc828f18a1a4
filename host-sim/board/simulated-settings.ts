import type { BrokerSettings, NodeSettings, SensorSettings } from '../../firmware/station/settings.ts'
import type { NodePlan } from '../scenario/node-plan.ts'

/** The settings of a simulated node: the pins of the wiring diagram, for the sensors that the plan has. */
export function simulatedSettings(plan: NodePlan, broker: BrokerSettings): NodeSettings {
  const sensors: SensorSettings = {}
  for (const sensor of plan.sensors) {
    if (sensor.part === 'scd30') sensors.scd30 = { sda: 'D21', scl: 'D22' }
    else if (sensor.part === 'mh-z19') sensors['mh-z19'] = { tx: 'D17', rx: 'D16' }
    else sensors.ds18b20 = { pin: 'D4' }
  }
  return {
    node: plan.id,
    location: plan.location,
    period: plan.period,
    wifi: { network: 'breva-simulated', password: '' },
    broker,
    sensors
  }
}
