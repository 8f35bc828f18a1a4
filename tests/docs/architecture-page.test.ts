import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { projectPath } from '../../cli/project-path.ts'
import { cells, documents } from '../support/documents.ts'

const page = documents().find(({ path }) => path === 'docs/architecture.md')!.text
const table = page.slice(page.indexOf('## Folders'), page.indexOf('## Who may import whom'))
/** What the table says of each folder. */
const rows = table.split('\n').filter(line => line.startsWith('| `')).map(line => ({ folders: cells(line)[0], holds: cells(line)[1] }))

function foldersIn(folder: string): string[] {
  return readdirSync(projectPath(folder), { withFileTypes: true }).filter(entry => entry.isDirectory() && !entry.name.startsWith('.')).map(({ name }) => name)
}

describe('the folders in docs/architecture.md', () => {
  const top = foldersIn('').filter(name => !['docs', 'dist', 'node_modules', 'coverage', 'reports'].includes(name))

  it('are all that the tree has at its top', () => {
    expect(top.length).toBeGreaterThan(9)
    expect(top.filter(name => !rows.some(({ folders }) => folders.includes(`\`${name}/`)))).toEqual([])
  })

  it.each([
    ['tests/', foldersIn('tests').filter(name => !top.includes(name) && name !== 'docs').map(name => `\`${name}/\``)],
    ['tools/', foldersIn('tools').map(name => name === 'console' ? name : `\`${name}\``)]
  ])('name in the row of %s what stands in it', (folder, wanted) => {
    const { holds } = rows.find(({ folders }) => folders === `\`${folder}\``)!
    expect(wanted.length).toBeGreaterThan(3)
    expect(wanted.filter(name => !holds.includes(name))).toEqual([])
  })
})
