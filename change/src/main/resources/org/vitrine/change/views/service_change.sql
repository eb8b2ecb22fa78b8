-- A start that only one of the releases makes; where a program of the same name is started with another command, both
-- stand in one row. `kind` is ADDED, REMOVED or CHANGED.
WITH o AS (
  SELECT b.new_root AS root, s.root AS old_root, s.name, regexp_replace(trim(s.command), '\s+', ' ', 'g') AS command,
         s."user", s.starter::VARCHAR AS starter, s.state::VARCHAR AS state, s.artifact, s.line
  FROM old_service s JOIN before b ON b.old_root = s.root
), n AS (
  SELECT s.root, s.name, regexp_replace(trim(s.command), '\s+', ' ', 'g') AS command,
         s."user", s.starter::VARCHAR AS starter, s.state::VARCHAR AS state, s.artifact, s.line
  FROM new_service s
), come AS (
  SELECT n.root, n.name, n.command, arg_min(n."user", n.line) AS "user", arg_min(n.starter, n.line) AS starter,
         min(n.state) AS state, arg_min(n.artifact, n.line) AS artifact, min(n.line) AS line,
         coalesce((SELECT min(o.state) FROM o WHERE o.root = n.root AND o.command = n.command), '') AS stood
  FROM n
  WHERE n.state IN ('ACTIVE', 'UNKNOWN')
    AND NOT EXISTS (SELECT 1 FROM o WHERE o.root = n.root AND o.command = n.command
                      AND (o.state = 'ACTIVE' OR o.state = n.state))
  GROUP BY n.root, n.name, n.command
), gone AS (
  SELECT a.new_root AS root, s.name, s.command, arg_min(s.artifact, s.line) AS artifact, min(s.line) AS line,
         coalesce((SELECT min(n.state) FROM n WHERE n.root = a.new_root AND n.command = s.command), '') AS stands
  FROM (SELECT DISTINCT old_root AS root, name, command, state, artifact, line FROM o
        UNION
        SELECT s.root, s.name, regexp_replace(trim(s.command), '\s+', ' ', 'g'), s.state::VARCHAR, s.artifact, s.line
        FROM old_service s) s
  JOIN after a ON a.old_root = s.root
  WHERE s.state = 'ACTIVE'
    AND NOT EXISTS (SELECT 1 FROM after f JOIN n ON n.root = f.new_root
                    WHERE f.old_root = s.root AND n.command = s.command AND n.state IN ('ACTIVE', 'UNKNOWN'))
  GROUP BY a.new_root, s.name, s.command
), c AS (
  SELECT *, row_number() OVER (PARTITION BY root, name ORDER BY command) AS number FROM come
), g AS (
  SELECT *, row_number() OVER (PARTITION BY root, name ORDER BY command) AS number FROM gone
)
SELECT CASE WHEN g.name IS NULL THEN 'ADDED' WHEN c.name IS NULL THEN 'REMOVED' ELSE 'CHANGED' END AS kind,
       coalesce(c.root, g.root) AS root, coalesce(c.name, g.name) AS name,
       coalesce(g.command, '') AS was, coalesce(c.command, '') AS now, coalesce(c."user", '') AS "user",
       coalesce(c.starter, '') AS starter, coalesce(c.state, '') AS state,
       lower(coalesce(c.stood, '')) AS stood, lower(coalesce(g.stands, '')) AS stands,
       coalesce(g.artifact, -1) AS old_artifact, coalesce(c.artifact, -1) AS new_artifact, coalesce(c.line, g.line) AS line
FROM c FULL JOIN g ON g.root = c.root AND g.name = c.name AND g.number = c.number
