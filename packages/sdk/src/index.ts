export type * from './generated/router.gen.ts'
