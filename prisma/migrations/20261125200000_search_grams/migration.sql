-- How orders are searched: by the parts of their codes. docs/adr/0019 tells the whole story.

-- The text that a search looks into, in lower case, one code a line: the reference, the id, the seller's own number.
CREATE FUNCTION "order_names"("external_order_id" TEXT, "id" TEXT, "seller_order_number" TEXT) RETURNS TEXT
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN lower("external_order_id" || E'\n' || "id" || E'\n' || COALESCE("seller_order_number", ''));

-- The same for the tracking codes. The newer column has all of them; a row that only an older service wrote has the
-- other one alone.
CREATE FUNCTION "order_codes"("tracking_codes" TEXT, "tracking_code" TEXT) RETURNS TEXT
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN lower(COALESCE("tracking_codes" || E'\n', '') || CASE
    WHEN "tracking_code" = "tracking_codes" THEN ''
    ELSE COALESCE(replace("tracking_code", ' ', ''), '')
END);

-- Both, which is all that is searched.
CREATE FUNCTION "order_lines"(
    "external_order_id" TEXT, "id" TEXT, "seller_order_number" TEXT, "tracking_codes" TEXT, "tracking_code" TEXT
) RETURNS TEXT
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN order_names("external_order_id", "id", "seller_order_number") || E'\n' || order_codes("tracking_codes", "tracking_code");

-- What codes are rarely made of becomes one letter, so that few letters can follow a part.
CREATE FUNCTION "search_letters"("lines" TEXT) RETURNS TEXT
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN regexp_replace("lines", E'[^a-z0-9\n-]', '?', 'g');

-- The hashes of every four neighbouring letters of a line, where the end of the line counts as the last of them. The
-- tenant is in each hash, so that an index of them keeps the tenants apart: a search reads its own tenant's part.
CREATE FUNCTION "order_grams"("tenant_id" TEXT, "lines" TEXT) RETURNS BIGINT[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
    -- As in search_letters: where an index is made, no function of ours is in the search_path.
    "letters" TEXT := regexp_replace("lines", E'[^a-z0-9\n-]', '?', 'g') || E'\n';
    "seed" BIGINT := hashtextextended("tenant_id", 0);
    "gram" TEXT;
    "grams" BIGINT[] := '{}';
BEGIN
    FOR "start" IN 1 .. length("letters") - 3 LOOP
        "gram" := substr("letters", "start", 4);
        IF strpos("gram", E'\n') NOT BETWEEN 1 AND 3 THEN
            "grams" := array_append("grams", hashtextextended("gram", "seed"));
        END IF;
    END LOOP;
    RETURN "grams";
END $$;

-- The hashes of four letters each that every code with this part in it has: at most three of them, taken from the end,
-- because codes differ there: many begin alike. NULL for fewer than four letters.
CREATE FUNCTION "search_grams"("tenant_id" TEXT, "part" TEXT) RETURNS BIGINT[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN length("part") >= 4 THEN ARRAY[
    hashtextextended(right(search_letters("part"), 4), hashtextextended("tenant_id", 0)),
    hashtextextended(substr(search_letters("part"), greatest(length("part") - 7, 1), 4), hashtextextended("tenant_id", 0)),
    hashtextextended(substr(search_letters("part"), greatest(length("part") - 11, 1), 4), hashtextextended("tenant_id", 0))
] END;

-- The hashes of which every code with this part of three letters in it has at least one: those of the part with each
-- letter that may follow. NULL for another length.
CREATE FUNCTION "search_endings"("tenant_id" TEXT, "part" TEXT) RETURNS BIGINT[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN length("part") = 3 THEN ARRAY(
    SELECT hashtextextended(search_letters("part") || "letter", hashtextextended("tenant_id", 0))
    FROM string_to_table(E'a b c d e f g h i j k l m n o p q r s t u v w x y z 0 1 2 3 4 5 6 7 8 9 - ? \n', ' ') AS "letter"
) END;
