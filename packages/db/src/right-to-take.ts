/**
 * SQL for the last argument of `pg_has_role`: the right to SET ROLE. Since PostgreSQL 16 a membership may leave it out, and the maker of a
 * role has not got it by itself.
 */
export const rightToTake = `CASE WHEN current_setting('server_version_num')::int >= 160000 THEN 'SET' ELSE 'MEMBER' END`
