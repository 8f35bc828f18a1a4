// node build/settings-schema.mjs: writes dist/settings.schema.json, by which editors complete and check a settings file.
import { writeFileSync } from 'node:fs'

const compiled = new URL('../dist/node/cli/settings/settings-schema.js', import.meta.url)
const { settingsSchema } = await import(compiled.href)
writeFileSync(new URL('../dist/settings.schema.json', import.meta.url), `${JSON.stringify(settingsSchema(), null, 2)}\n`)
