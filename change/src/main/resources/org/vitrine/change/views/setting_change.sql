-- A key of a program's settings whose values differ: what it was set to and is not any more, and what it is set to
-- and was not. Values that stand in both are in neither text. Lines that are commented out, overruled, or in a sample
-- count as not being there; `in_force` is 1 where the program certainly reads the value.
WITH twin AS (
  SELECT b.new_root, min(b.old_root) AS old_root FROM before b GROUP BY b.new_root
), was AS (
  SELECT t.old_root, t.new_root, s.service, s.key, s.value, min(s.artifact) AS artifact, min(s.line) AS line,
         max(CASE WHEN s.state = 'ACTIVE' THEN 1 ELSE 0 END) AS in_force
  FROM old_setting s JOIN twin t ON t.old_root = s.root
  WHERE s.state IN ('ACTIVE', 'UNKNOWN') GROUP BY ALL
), now AS (
  SELECT t.old_root, t.new_root, s.service, s.key, s.value, min(s.artifact) AS artifact, min(s.line) AS line,
         max(CASE WHEN s.state = 'ACTIVE' THEN 1 ELSE 0 END) AS in_force
  FROM new_setting s JOIN twin t ON t.new_root = s.root
  WHERE s.state IN ('ACTIVE', 'UNKNOWN') GROUP BY ALL
), one AS (
  SELECT coalesce(n.new_root, o.new_root) AS root, coalesce(n.service, o.service) AS service,
         coalesce(n.key, o.key) AS key, o.value AS was, n.value AS now, o.artifact AS old_artifact,
         n.artifact AS new_artifact, n.line AS line, coalesce(n.in_force, o.in_force) AS in_force
  FROM was o FULL JOIN now n
    ON o.new_root = n.new_root AND o.service = n.service AND o.key = n.key AND o.value = n.value
), held AS (
  SELECT root, service, key, count(was) AS olds, count(now) AS news FROM one GROUP BY ALL
)
SELECT d.root, d.service, d.key, lower(regexp_replace(d.key, '^.* > ', '')) AS word,
       coalesce(string_agg(d.was, ' | ' ORDER BY d.was), '') AS was,
       coalesce(string_agg(d.now, ' | ' ORDER BY d.now), '') AS now,
       h.olds, h.news, coalesce(min(d.old_artifact), -1) AS old_artifact, coalesce(min(d.new_artifact), -1) AS new_artifact,
       coalesce(min(d.line), 0) AS line, max(d.in_force) AS in_force
FROM one d JOIN held h ON h.root = d.root AND h.service = d.service AND h.key = d.key
WHERE d.was IS NULL OR d.now IS NULL
GROUP BY d.root, d.service, d.key, h.olds, h.news
