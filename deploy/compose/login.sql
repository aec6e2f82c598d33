-- May run again: a role that is there is left as it is.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'orderport_service') THEN
    CREATE ROLE orderport_service LOGIN PASSWORD 'service' IN ROLE orderport_app;
  END IF;
END $$;
