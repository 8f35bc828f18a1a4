import { judged, passed, skipped, type Bench, type Step, type Verdict } from './step.ts'

/** Bytes that stay free. */
const SPARE = 4096
const ROUNDS = 2

async function hash({ questions, application }: Bench): Promise<Verdict> {
  if (!/^app\.[ab]$/.test(application)) return skipped('no application is installed')
  const length = await questions.ask<number>(`(global.A=require("Storage").read("${application}")).length`)
  const record = await questions.ask<string>(`require("Storage").read("${application}.sum")||""`)
  const seconds = await questions.ask<number>('(function(t){global.B=require("crypto").SHA256(A);return getTime()-t})(getTime())', 30_000)
  const bytes = await questions.ask<string>('new Uint8Array(B).join()')
  const sum = Buffer.from(bytes.split(',').map(Number)).toString('hex')
  return judged(record.endsWith(`sha256:${sum}`), `${length} bytes in ${seconds.toFixed(2)} s: sha256:${sum.slice(0, 12)}`)
}

async function smallFiles({ questions }: Bench): Promise<Verdict> {
  const free = await questions.ask<number>('require("Storage").getFree()')
  if (free < SPARE) return skipped(`Storage has ${free} bytes free, and the step leaves ${SPARE}`)
  for (let round = 0; round < ROUNDS; round++) {
    await questions.ask('(require("Storage").write("breva.try","0123456789"),1)')
    const text = await questions.ask<string>('require("Storage").read("breva.try")')
    await questions.ask('(require("Storage").erase("breva.try"),1)')
    const left = await questions.ask<boolean>('require("Storage").read("breva.try")!==undefined')
    if (text !== '0123456789' || left) return judged(false, `round ${round + 1} read ${JSON.stringify(text)}${left ? ', and erasing left the file' : ''}`)
  }
  return passed(`${ROUNDS} files were written, read and erased`)
}

/** What flash has to show. */
export const STORAGE_STEPS: Step[] = [
  { name: 'hash', statement: 'SHA-256 of the application is computed straight from flash', expected: 'the recorded hash', run: hash },
  { name: 'small-files', statement: 'two small Storage files are written and erased', expected: 'they read back, and are gone', run: smallFiles }
]
