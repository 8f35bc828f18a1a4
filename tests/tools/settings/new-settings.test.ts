import { describe, expect, it } from 'vitest'
import { newSettings } from '../../../tools/settings/new-settings.ts'

describe('breva settings new', () => {
  it('asks nothing where the file could not be written in the end', async () => {
    await expect(newSettings('/no/such/folder/node.json')).rejects.toMatchObject({ exitCode: 2, message: '/no/such/folder/node.json cannot be written: the folder /no/such/folder does not exist. Make it first, or name another file.' })
  })
})
