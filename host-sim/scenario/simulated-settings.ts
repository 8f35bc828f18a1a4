import type { BrokerSettings, NodeSettings, SensorSettings } from '../../contract/settings.ts'
import type { NodePlan } from './node-plan.ts'
import { sensorKind } from './sensor-kinds.ts'

/** The settings of a simulated node: the pins of the wiring diagram, for the sensors that the plan has; `switched`: and each with a switch in its supply. */
export function simulatedSettings(plan: NodePlan, broker: BrokerSettings, switched = false): NodeSettings {
  const sensors: SensorSettings = {}
  for (const { part } of plan.sensors) {
    const { pins, supply } = sensorKind(part)
    Object.assign(sensors, { [part]: { ...pins, ...switched ? supply : {} } })
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
