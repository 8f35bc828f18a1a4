export interface Cost {
  instructions: number
  /** Timers that ran meanwhile. */
  timers: number
}

const NAMES: Record<string, string> = {
  'loop': 'a pass of a loop with an empty call: the floor under everything',
  'timer': 'one timer of the bench, set and run',
  'scd30-wires': 'the SCD30\'s transfers of the bench alone',
  'ds18b20-wires': 'the DS18B20\'s transfers of the bench alone',
  'publish-same': 'QoS 1 publish of 120 bytes, up to the socket',
  'publish-varying': 'the same, another length each time',
  'publish-alternating': 'the same, another topic each time',
  'stock-module-publish': 'Espruino\'s own MQTT module, minified, the same publish',
  'acknowledgement': 'its PUBACK',
  'scd30': 'one sample of an SCD30',
  'mh-z19': 'one sample of an MH-Z19',
  'ds18b20': 'one sample of three DS18B20',
  'state': 'a state message, from readings to text',
  'cycle': 'a whole cycle of 10 s: three samples, message, publish, PUBACK, and what the node does every 2 s',
  'barest': 'the barest script that checks the same bytes and makes the same message and packet: the floor under a cycle\'s own'
}

/** Rows of a Markdown table. *Own* is without the bench's own timers and transfers. */
export function instructionTable(first: Readonly<Record<string, Cost>>, now: Readonly<Record<string, Cost>>): string {
  const own = (costs: Readonly<Record<string, Cost>>, name: string): number => {
    const cost = costs[name]
    const wires = (part: string): number => name === part || name === 'cycle' ? costs[`${part}-wires`]?.instructions ?? 0 : 0
    return cost.instructions - Math.round(cost.timers * (costs['timer']?.instructions ?? 0)) - wires('scd30') - wires('ds18b20')
  }
  const number = (value: number): string => value.toLocaleString('en-US')
  const rows = Object.entries(NAMES).filter(([name]) => now[name] !== undefined).map(([name, title]) => {
    const before = first[name]
    return `| ${title} | ${before ? number(before.instructions) : ''} | ${number(now[name].instructions)} | ${before ? number(own(first, name)) : ''} | ${number(own(now, name))} |`
  })
  return ['| operation | first measured | now | own, first | own, now |', '|---|---:|---:|---:|---:|', ...rows].join('\n')
}
