-- The database and its owner, as docs/operations.md has them.
CREATE ROLE orderport_owner LOGIN PASSWORD 'owner' CREATEROLE;
CREATE DATABASE orderport OWNER orderport_owner;
