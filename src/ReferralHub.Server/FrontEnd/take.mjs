// Takes what the pages use of nhsuk-frontend into wwwroot/lib: the style sheet without its two fonts (Frutiger needs a
// licence, and they would be asked of another host), with addresses of its own pictures relative; the script as it is.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const from = join(here, 'node_modules', 'nhsuk-frontend', 'dist', 'nhsuk')
const to = join(here, '..', 'wwwroot', 'lib', 'nhsuk')
mkdirSync(join(to, 'images'), { recursive: true })

const { version, license } = JSON.parse(readFileSync(join(from, '..', '..', 'package.json'), 'utf8'))
const origin = `/*! nhsuk-frontend ${version}, NHS England, ${license} licence */\n`
const pictures = new Set()
const style = readFileSync(join(from, 'nhsuk-frontend.min.css'), 'utf8')
  .replace(/@font-face\{[^}]*\}/g, '')
  .replace(/url\(\/assets\/images\/([\w-]+\.svg)\)/g, (_, picture) => {
    pictures.add(picture)
    return `url(images/${picture})`
  })
  .replace(/\/\*# sourceMappingURL=.*?\*\//, '')
if (/https?:\/\/(?!www\.w3\.org)/.test(style)) throw new Error('The style sheet asks another host for something.')
for (const picture of pictures) copyFileSync(join(from, 'assets', 'images', picture), join(to, 'images', picture))
const script = readFileSync(join(from, 'nhsuk-frontend.min.js'), 'utf8').replace(/\/\/# sourceMappingURL=.*/, '')
writeFileSync(join(to, 'nhsuk-frontend.min.js'), origin + script)
// The style sheet last: it says that all is there.
writeFileSync(join(to, 'nhsuk-frontend.min.css'), origin + style)
