import { defineConfig } from 'kysely-ctl'
import { connect } from './src/server/database/database.ts'
import { migrationFiles } from './src/server/database/migrations.ts'

const url = process.env['DATABASE_URL']
if (!url) throw new Error('Set DATABASE_URL, or run `npm run migrate`, which finds the embedded database')
const { db } = connect(url, { warn: () => undefined }, { size: 1, isUnhurried: true })

export default defineConfig({ kysely: db, migrations: { provider: migrationFiles } })
