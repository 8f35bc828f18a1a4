import type { Rule } from './rule-prices.ts'

/** The rules that guard the node, in the order of docs/field-cases.md and docs/faults.md, and where each of them is. */
export const RULES: readonly Rule[] = [
  { rule: 'a value that cannot be air is doubted: floor, end of scale, stuck, spike, leap', parts: ['drivers/plausibility/plausibility.ts', 'leapt', '#evidence', '#believed'] },
  { rule: 'doubt has a limit: driver, supply, fault', parts: ['doubt', 'countDoubts', 'fallShort', 'takeRung', 'climb', 'supply', 'restartSensor', 'forgive', '#doubts', '#failures'] },
  { rule: 'each quantity is judged alone', parts: ['qualityOf', '#temperatureStatus', '#humidityStatus'] },
  { rule: 'sensors outlive a restart, and are forgotten on request', parts: ['firmware/station/known-sensors.ts', 'restoreSensor', '#knownCount', '#clearing'] },
  { rule: 'a bus has a status, and names what it cannot use', parts: ['whyNone', 'familyOf', '#busStatus', '#foreign'] },
  {
    rule: 'what a part has stored is read and told',
    parts: ['drivers/scd30/scd30-settings.ts', 'drivers/mh-z19/mh-z19-settings.ts', 'drivers/ds18b20/ds18b20-settings.ts', '#asked', '#stored']
  },
  { rule: 'a time server is doubted', parts: ['firmware/station/sntp-reply.ts', '#nonce'] },
  { rule: 'a Wi-Fi that carries nothing is left', parts: ['linkEnded', 'firmware/station/wifi-link.ts:heard', '#patience'] },
  { rule: 'the console says every change of the link', parts: ['firmware/station/link-lines.ts', 'say'] },
  { rule: 'a message of up to a megabyte is read to its end and answered', parts: ['isDrained', 'drain', '#skip', '#tail', '#drained', '#oversized', '#heardAt'] },
  { rule: 'a topic that breaks the standard ends the link, three of them end commands for an hour', parts: ['isTopic', 'isLevel', 'utf8Length', 'retryCommands', 'commandsOff', '#badLinks', '#deafUntil'] },
  { rule: 'a message that ends links alone is held back, and then given up', parts: ['firmware/mqtt/blame.ts', 'giveUp', '#blame', '#unclear', '#heldBack', '#banned', '#givenUp'] },
  { rule: '`history` gets smaller where a broker refuses it', parts: ['shorten', '#batchLimit'] },
  { rule: 'a twin is told by evidence', parts: ['firmware/station/twin.ts', '#infoHead', '#infoTold', '#twinUntil', '#holdUntil', '#nextHold'] },
  { rule: 'commands come at a bounded rate', parts: ['firmware/station/command-queue.ts', '#queue'] },
  { rule: 'the link comes back at a constant rate', parts: ['firmware/mqtt/backoff.ts', '#attempt'] },
  { rule: 'a lost timer is revived, a hung node restarted', parts: ['firmware/station/watchdog.ts', '#starveFrom', '#beatsWithoutSample'] },
  { rule: 'samples wait in the ring', parts: ['firmware/station/sample-ring.ts', 'firmware/station/sample-record.ts', 'openBacklog', 'keepSample'] },
  { rule: 'and in flash', parts: ['firmware/station/backlog/', 'recoverSamples'] }
]
