import { crc32 } from 'node:zlib'
import { failed, judged, NOT_A_BOARD, skipped, type Bench, type Step, type Verdict } from './step.ts'

/** With fewer the node runs out of memory. */
const FEWEST_VARIABLES = 2400
/** ms for the prompt, as `breva flash` has it. */
const PROMPT_TIME = 5000
/** s that one call may block; the watchdog bites after 90. */
const LONGEST_BLOCK = 30
const BURSTS = 20
const BURST = 100
const RANDOM_REGISTER = '0x3ff75144'
const RESET_STATE = '0x3ff48034'
/** Its low six bits: after power or EN, and after a restart by the program, a panic or the watchdog. */
const STARTS: Record<number, string> = { 1: 'power or EN', 12: 'a restart by the program' }
const TIMER = 3000
const HOUR = 3600
const RESTART_TIME = 60_000
const NO_WIFI = 'the board is in no Wi-Fi'

async function variables({ questions }: Bench): Promise<Verdict> {
  const [total, usage] = await questions.ask<[number | null, number | null]>('(function(m){return[m.total,m.usage]})(process.memory())')
  if (total === null || usage === null) return skipped('this simulator has another kind of memory')
  return judged(total >= FEWEST_VARIABLES, `${total} in all, ${total - usage} free`)
}

async function lookup({ questions, address, chip }: Bench): Promise<Verdict> {
  if (!chip) return skipped(NOT_A_BOARD)
  if (address === '') return skipped(NO_WIFI)
  const call = 'require("net").connect({host:"breva.invalid",port:9}).on("error",Q)'
  const seconds = await questions.once<number>(`(function(t){try{${call}}catch(e){}return getTime()-t})(getTime())`, 2000 * LONGEST_BLOCK)
  return judged(seconds <= LONGEST_BLOCK, `the call took ${seconds.toFixed(2)} s`)
}

async function bursts({ questions }: Bench): Promise<Verdict> {
  let damaged = 0
  for (let burst = 0; burst < BURSTS; burst++) {
    const text = Array.from({ length: BURST }, (_, at) => String.fromCharCode(97 + (at * 7 + burst) % 26)).join('')
    try {
      if (await questions.once<number>(`E.CRC32("${text}")`) !== crc32(text)) damaged++
    } catch {
      damaged++
      await questions.begin()
    }
  }
  return judged(damaged === 0, `${damaged} of ${BURSTS} lines of ${BURST} characters were lost or damaged`)
}

async function closed({ questions, chip, address, application, open }: Bench): Promise<Verdict> {
  if (!chip) return skipped(NOT_A_BOARD)
  if (application === '') return skipped('the guard does not run')
  const point = await questions.ask<string>('require("Wifi").getStatus().ap||""')
  if (point === '') return skipped('this Wi-Fi does not tell of its access point')
  if (point !== 'disabled') return failed(`the access point is ${point}`)
  if (address === '') return skipped('the board is in no Wi-Fi, so telnet could not be tried')
  return judged(!await open(`tcp://${address}:23`), `the access point is ${point}; telnet was tried from this machine`)
}

function prompt({ promptTime }: Bench): Promise<Verdict> {
  return Promise.resolve(judged(promptTime <= PROMPT_TIME, `the first answer came after ${(promptTime / 1000).toFixed(1)} s`))
}

async function randomRegister({ questions, chip }: Bench): Promise<Verdict> {
  if (!chip) return skipped(NOT_A_BOARD)
  const read = await questions.ask<number[]>(`[1,2,3,4].map(function(){return peek32(${RANDOM_REGISTER})})`)
  return judged(new Set(read).size === read.length, read.join(', '))
}

async function resetState({ questions, chip, former }: Bench): Promise<Verdict> {
  if (!chip) return skipped(NOT_A_BOARD)
  const state = await questions.ask<number>(`peek32(${RESET_STATE})&63`)
  if (state === 0) return skipped('this simulator has no such register')
  return judged(former === undefined ? state in STARTS : state === 12, `${state}, ${STARTS[state] ?? 'which is neither'}`)
}

async function unknownName({ questions, address, chip }: Bench): Promise<Verdict> {
  if (!chip) return skipped(NOT_A_BOARD)
  if (address === '') return skipped(NO_WIFI)
  const call = 'require("net").connect({host:"breva.invalid",port:9},Q)'
  const words = await questions.once<string>(`(function(){try{${call}}catch(e){return""+e}return""})()`, 2000 * LONGEST_BLOCK)
  return judged(words.includes('Unable to locate host'), words === '' ? 'nothing was thrown' : words)
}

async function setTime({ questions, application, agrees, pause }: Bench): Promise<Verdict> {
  if (application !== '' && !await agrees('The clock goes an hour ahead for a moment, and a sample may get that date. Go on?')) {
    return skipped('it would step the clock of a running application; --interactive asks')
  }
  // Once only: a second time would step it by two hours.
  const stepped = await questions.once<number>(`(global.T=0,setTimeout(function(){T=1},${TIMER}),global.U=getTime(),setTime(U+${HOUR}),getTime()-U)`)
  if (stepped < HOUR) return skipped('setTime does not step the clock of this machine')
  const early = await questions.ask<number>('T')
  await pause(TIMER)
  await questions.once(`(setTime(getTime()-${HOUR}),1)`)
  const late = await questions.ask<number>('T')
  return judged(early === 0 && late === 1, `a timer of ${TIMER / 1000} s fired ${early === 1 ? 'at once' : late === 1 ? 'in time' : 'not in time'}`)
}

async function reboot(bench: Bench): Promise<Verdict> {
  const { repl, questions, chip, agrees, application } = bench
  if (!chip) return skipped(NOT_A_BOARD)
  if (!await agrees('The board restarts. Go on?')) return skipped('it would restart the board; --interactive asks')
  repl.command('ESP32.reboot()')
  const found = await repl.printed(application === '' ? /espruino\.com[^]*>/i : /breva \S+ (node|is not set up)[^\r\n]*[\r\n]/, RESTART_TIME)
  if (!found) return failed(`nothing came within ${RESTART_TIME / 1000} s`)
  await repl.resynchronise()
  await questions.begin()
  bench.former = bench.boot
  bench.boot = await questions.ask<number>('(global.breva||{}).boot||0')
  return judged(true, 'the line stayed open, and the board spoke')
}

function counted({ former, boot }: Bench): Promise<Verdict> {
  if (former === undefined) return Promise.resolve(skipped('the board was not restarted'))
  if (former === 0) return Promise.resolve(skipped('the guard does not run'))
  return Promise.resolve(judged(boot === former + 1, `start ${former} was followed by start ${boot}`))
}

/** What the chip and its console have to show. */
export const CHIP_STEPS: Step[] = [
  { name: 'variables', statement: 'enough variables are free', expected: `at least ${FEWEST_VARIABLES} in all`, run: variables },
  { name: 'look-up', statement: '`connect` and a name look-up block for at most 30 s', expected: 'at most 30 s', run: lookup },
  { name: 'bursts', statement: 'pieces of 48 characters with pauses reach the console', expected: 'no line is damaged', run: bursts },
  { name: 'closed', statement: 'the guard keeps telnet and the access point closed', expected: 'both are closed', run: closed },
  { name: 'prompt', statement: 'the prompt comes within 5 s of opening the port', expected: 'within 5 s', run: prompt },
  { name: 'random', statement: 'the register of random bits is read, and differs', expected: 'four different numbers', run: randomRegister },
  { name: 'set-time', statement: '`setTime` leaves running timers alone', expected: 'a timer fires in time', run: setTime },
  { name: 'reboot', statement: '`ESP32.reboot()` leaves the line open', expected: 'a line within 60 s', run: reboot },
  { name: 'counted', statement: 'the guard counts a restart as one start', expected: 'the next number', run: counted },
  { name: 'reset-state', statement: 'RTC_CNTL_RESET_STATE tells how the chip started', expected: '1 or 12, and 12 after the restart', run: resetState },
  { name: 'unknown-name', statement: '`net.connect` throws for a name that DNS does not know', expected: 'Unable to locate host', run: unknownName }
]
