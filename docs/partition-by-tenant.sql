-- Turns a large table of the tenants' into hash partitions by tenant, while the service goes on using it.
-- docs/performance.md has the commands and their order. Run everything as the tables' owner, or as a superuser.
-- Each table has the primary key (tenant_id, id).

CREATE SCHEMA orderport_partitioning;

-- Repeats every write of the old table in the new one. TG_ARGV holds the new table's schema and name.
CREATE FUNCTION orderport_partitioning.mirror() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    target text := format('%I.%I', TG_ARGV[0], TG_ARGV[1]);
BEGIN
    IF TG_OP <> 'INSERT' THEN
        EXECUTE format('DELETE FROM %s WHERE tenant_id = ($1).tenant_id AND id = ($1).id', target) USING OLD;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        EXECUTE format('INSERT INTO %s SELECT ($1).*', target) USING NEW;
    END IF;
    RETURN NULL;
END $$;

-- Makes an empty partitioned table beside the old one, with its columns, keys and indexes, and has every write repeated
-- there. Locks the table for a moment. No partition has a policy: a role reaches its rows through the table alone.
CREATE PROCEDURE orderport_partitioning.prepare(source regclass, partitions integer) LANGUAGE plpgsql AS $$
DECLARE
    place text;
    name text;
    owner text;
    settings text;
BEGIN
    SELECT relnamespace::regnamespace::text, relname, relowner::regrole::text, 'WITH (' || array_to_string(reloptions, ', ') || ')'
    INTO place, name, owner, settings FROM pg_class WHERE oid = source;
    EXECUTE format('CREATE TABLE %s.%I (LIKE %s INCLUDING ALL) PARTITION BY HASH (tenant_id)', place, name || '_by_tenant', source);
    EXECUTE format('ALTER TABLE %s.%I OWNER TO %s', place, name || '_by_tenant', owner);
    FOR number IN 0 .. partitions - 1 LOOP
        EXECUTE format(
            'CREATE TABLE %1$s.%2$I PARTITION OF %1$s.%3$I FOR VALUES WITH (MODULUS %4$s, REMAINDER %5$s) %6$s',
            place, name || '_p' || number, name || '_by_tenant', partitions, number, settings
        );
        EXECUTE format('ALTER TABLE %s.%I OWNER TO %s, ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY',
            place, name || '_p' || number, owner);
    END LOOP;
    -- Row-level security is forced on the owner too, who has to copy every row.
    EXECUTE format('CREATE POLICY partitioning ON %s TO %s USING (true) WITH CHECK (true)', source, owner);
    EXECUTE format(
        'CREATE TRIGGER partitioning AFTER INSERT OR UPDATE OR DELETE ON %s FOR EACH ROW
         EXECUTE FUNCTION orderport_partitioning.mirror(%L, %L)', source, trim('"' FROM place), name || '_by_tenant'
    );
END $$;

-- Copies the rows that were there before, in the order of the key and in small committed batches. A batch locks its rows
-- against writers while it is copied; a row that was written meanwhile is there already. May be killed and called again.
CREATE PROCEDURE orderport_partitioning.copy(source regclass, batch integer DEFAULT 1000) LANGUAGE plpgsql AS $$
DECLARE
    target text;
    id_type text;
    lower_tenant text;
    lower_id text;
    upper_tenant text;
    upper_id text;
BEGIN
    SELECT relnamespace::regnamespace || '.' || quote_ident(relname || '_by_tenant') INTO target FROM pg_class WHERE oid = source;
    SELECT atttypid::regtype INTO id_type FROM pg_attribute WHERE attrelid = source AND attname = 'id';
    LOOP
        EXECUTE format(
            'SELECT tenant_id, id::text FROM %1$s WHERE $1 IS NULL OR (tenant_id, id) > ($1, $2::%2$s)
             ORDER BY tenant_id, id OFFSET $3 - 1 LIMIT 1', source, id_type
        ) INTO upper_tenant, upper_id USING lower_tenant, lower_id, batch;
        EXECUTE format(
            'INSERT INTO %1$s SELECT * FROM %2$s
             WHERE ($1 IS NULL OR (tenant_id, id) > ($1, $2::%3$s)) AND ($4 IS NULL OR (tenant_id, id) <= ($4, $5::%3$s))
             ORDER BY tenant_id, id FOR SHARE
             ON CONFLICT DO NOTHING', target, source, id_type
        ) USING lower_tenant, lower_id, batch, upper_tenant, upper_id;
        COMMIT;
        EXIT WHEN upper_tenant IS NULL;
        lower_tenant := upper_tenant;
        lower_id := upper_id;
    END LOOP;
END $$;

-- Puts the partitioned table in the old one's place, with its policies, rights, triggers, sequences and the names of its
-- indexes. Locks the table for some milliseconds; where others hold it for longer than lock_timeout, call it again. The
-- old table stays as <name>_unpartitioned.
CREATE PROCEDURE orderport_partitioning.switch(source regclass) LANGUAGE plpgsql AS $$
DECLARE
    place text;
    name text;
    target regclass;
    item record;
    triggers text[];
    lent text[];
BEGIN
    SELECT relnamespace::regnamespace::text, relname INTO place, name FROM pg_class WHERE oid = source;
    EXECUTE format('LOCK TABLE %s IN ACCESS EXCLUSIVE MODE', source);
    target := format('%s.%I', place, name || '_by_tenant')::regclass;
    EXECUTE format('DROP TRIGGER partitioning ON %s', source);
    EXECUTE format('DROP POLICY partitioning ON %s', source);

    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', target);
    FOR item IN
        SELECT format('CREATE POLICY %I ON %s AS %s FOR %s TO %s', policyname, target, permissive, cmd,
                (SELECT string_agg(CASE role WHEN 'public' THEN 'PUBLIC' ELSE quote_ident(role) END, ', ') FROM unnest(roles) AS role))
            || COALESCE(' USING (' || qual || ')', '') || COALESCE(' WITH CHECK (' || with_check || ')', '') AS statement
        FROM pg_policies WHERE quote_ident(schemaname) = place AND tablename = name
    LOOP
        EXECUTE item.statement;
    END LOOP;
    FOR item IN
        SELECT privilege_type, CASE grantee WHEN 0 THEN 'PUBLIC' ELSE grantee::regrole::text END AS grantee
        FROM pg_class, aclexplode(relacl) WHERE oid = source AND grantee <> relowner
        UNION ALL
        SELECT format('%s (%I)', privilege_type, attname), CASE grantee WHEN 0 THEN 'PUBLIC' ELSE grantee::regrole::text END
        FROM pg_attribute, aclexplode(attacl) WHERE attrelid = source
    LOOP
        EXECUTE format('GRANT %s ON %s TO %s', item.privilege_type, target, item.grantee);
    END LOOP;
    FOR item IN
        SELECT objid::regclass AS sequence, attname AS column_name
        FROM pg_depend JOIN pg_attribute ON attrelid = refobjid AND attnum = refobjsubid
        WHERE classid = 'pg_class'::regclass AND refobjid = source AND pg_depend.deptype = 'a'
            AND EXISTS (SELECT FROM pg_class WHERE pg_class.oid = objid AND relkind = 'S')
    LOOP
        EXECUTE format('ALTER SEQUENCE %s OWNED BY %s.%I', item.sequence, target, item.column_name);
    END LOOP;

    SELECT array_agg(pg_get_triggerdef(oid) ORDER BY tgname) INTO triggers FROM pg_trigger WHERE tgrelid = source AND NOT tgisinternal;
    FOR item IN
        SELECT made.indexrelid::regclass AS made, old.indexrelid::regclass AS old, relname AS old_name
        FROM pg_index AS old JOIN pg_index AS made ON made.indrelid = target AND made.indisunique = old.indisunique
            AND split_part(pg_get_indexdef(made.indexrelid), ' USING ', 2) = split_part(pg_get_indexdef(old.indexrelid), ' USING ', 2)
        JOIN pg_class ON pg_class.oid = old.indexrelid
        WHERE old.indrelid = source
    LOOP
        EXECUTE format('ALTER INDEX %s RENAME TO %I', item.old, left(item.old_name, 58) || '_old');
        EXECUTE format('ALTER INDEX %s RENAME TO %I', item.made, item.old_name);
    END LOOP;
    EXECUTE format('ALTER TABLE %s RENAME TO %I', source, name || '_unpartitioned');
    EXECUTE format('ALTER TABLE %s RENAME TO %I', target, name);
    -- A trigger is made by a role that may call its function. Whoever may not is lent the function's owner meanwhile.
    SELECT array_agg(DISTINCT proowner::regrole::text) INTO lent FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid
    WHERE tgrelid = source AND NOT tgisinternal AND NOT has_function_privilege(tgfoid, 'EXECUTE');
    FOR number IN 1 .. COALESCE(array_length(lent, 1), 0) LOOP
        EXECUTE format('GRANT %s TO CURRENT_USER', lent[number]);
    END LOOP;
    FOR number IN 1 .. COALESCE(array_length(triggers, 1), 0) LOOP
        EXECUTE triggers[number];
    END LOOP;
    FOR number IN 1 .. COALESCE(array_length(lent, 1), 0) LOOP
        EXECUTE format('REVOKE %s FROM CURRENT_USER', lent[number]);
    END LOOP;
END $$;

-- Takes back what prepare made. Nothing else has changed before the switch.
CREATE PROCEDURE orderport_partitioning.abandon(source regclass) LANGUAGE plpgsql AS $$
DECLARE
    target text;
BEGIN
    SELECT relnamespace::regnamespace || '.' || quote_ident(relname || '_by_tenant') INTO target FROM pg_class WHERE oid = source;
    EXECUTE format('DROP TRIGGER partitioning ON %s', source);
    EXECUTE format('DROP POLICY partitioning ON %s', source);
    EXECUTE format('DROP TABLE %s', target);
END $$;
