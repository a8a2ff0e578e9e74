export { createAdmin, type AdminOptions } from './create-admin.js'
