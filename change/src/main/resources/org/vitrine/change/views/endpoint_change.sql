-- A host that only one of the releases sends programs to, or that its programs hold as text; and a host that is
-- reached by another scheme. `kind` is ADDED, REMOVED or SCHEME; `how` is CALLS for settings and scripts, HELD for
-- programs. `known` is 1 for a host that the other release has in any other way.
WITH o AS (
  SELECT b.new_root AS root, 'CALLS' AS how, e.host, e.scheme, e.program, e.state::VARCHAR AS state, e.artifact, e.line, e.text
  FROM old_endpoint e JOIN (SELECT new_root, min(old_root) AS old_root FROM before GROUP BY new_root) b ON b.old_root = e.root
  WHERE e.state IN ('ACTIVE', 'UNKNOWN')
  UNION ALL
  SELECT p.new_root, 'HELD', u.host, u.scheme, '', 'UNKNOWN', a.id, 0, u.text
  FROM old_held_url u JOIN old_artifact a ON a.sha256 = u.content JOIN place l ON l.side = 'OLD' AND l.artifact = a.id
    JOIN (SELECT new_root, min(old_root) AS old_root FROM before GROUP BY new_root) p ON p.old_root = l.root
  WHERE u.use = 'HELD'
), n AS (
  SELECT e.root, 'CALLS' AS how, e.host, e.scheme, e.program, e.state::VARCHAR AS state, e.artifact, e.line, e.text
  FROM new_endpoint e WHERE e.state IN ('ACTIVE', 'UNKNOWN')
  UNION ALL
  SELECT l.root, 'HELD', u.host, u.scheme, '', 'UNKNOWN', a.id, 0, u.text
  FROM new_held_url u JOIN new_artifact a ON a.sha256 = u.content JOIN place l ON l.side = 'NEW' AND l.artifact = a.id
  WHERE u.use = 'HELD' AND l.root >= 0
), come AS (
  SELECT root, how, host, string_agg(DISTINCT scheme, ', ' ORDER BY scheme) AS schemes, min(state) AS state, arg_min(program, artifact) AS program,
         arg_min(text, artifact) AS text, min(artifact) AS artifact, arg_min(line, artifact) AS line, count(DISTINCT artifact) AS places
  FROM n WHERE NOT EXISTS (SELECT 1 FROM o WHERE o.root = n.root AND o.host = n.host AND (o.how = 'CALLS' OR n.how = 'HELD'))
  GROUP BY root, how, host
), gone AS (
  SELECT root, how, host, string_agg(DISTINCT scheme, ', ' ORDER BY scheme) AS schemes, min(state) AS state, arg_min(program, artifact) AS program,
         arg_min(text, artifact) AS text, min(artifact) AS artifact, arg_min(line, artifact) AS line, count(DISTINCT artifact) AS places
  FROM o WHERE NOT EXISTS (SELECT 1 FROM n WHERE n.root = o.root AND n.host = o.host AND (n.how = 'CALLS' OR o.how = 'HELD'))
  GROUP BY root, how, host
), plain AS (
  SELECT scheme FROM (VALUES ('http'), ('ftp'), ('mqtt'), ('ws'), ('ldap'), ('coap'), ('amqp'), ('tcp'), ('tftp'), ('telnet')) AS p(scheme)
), covered AS (
  SELECT scheme FROM (VALUES ('https'), ('ftps'), ('sftp'), ('mqtts'), ('wss'), ('ldaps'), ('coaps'), ('amqps'), ('tls'), ('ssl'), ('ssh')) AS c(scheme)
)
SELECT 'ADDED' AS kind, c.how, c.root, c.host, '' AS was, c.text AS now, c.schemes, c.state, c.program, c.places,
       CASE WHEN EXISTS (SELECT 1 FROM o WHERE o.root = c.root AND o.host = c.host) THEN 1 ELSE 0 END AS known,
       -1 AS old_artifact, c.artifact AS new_artifact, c.line
FROM come c
WHERE c.how = 'CALLS' OR NOT EXISTS (SELECT 1 FROM come d WHERE d.root = c.root AND d.host = c.host AND d.how = 'CALLS')
UNION ALL
SELECT 'REMOVED', g.how, g.root, g.host, g.text, '', g.schemes, g.state, g.program, g.places,
       CASE WHEN EXISTS (SELECT 1 FROM n WHERE n.root = g.root AND n.host = g.host) THEN 1 ELSE 0 END, g.artifact, -1, g.line
FROM gone g
WHERE g.how = 'CALLS' OR NOT EXISTS (SELECT 1 FROM gone d WHERE d.root = g.root AND d.host = g.host AND d.how = 'CALLS')
UNION ALL
SELECT 'SCHEME', n.how, n.root, n.host, min(o.text), min(n.text), string_agg(DISTINCT n.scheme, ', ' ORDER BY n.scheme), min(n.state), min(n.program),
       count(DISTINCT n.artifact), 1, min(o.artifact), min(n.artifact), arg_min(n.line, n.artifact)
FROM n JOIN plain p ON p.scheme = n.scheme JOIN o ON o.root = n.root AND o.host = n.host AND o.how = n.how JOIN covered v ON v.scheme = o.scheme
WHERE NOT EXISTS (SELECT 1 FROM o q WHERE q.root = n.root AND q.host = n.host AND q.how = n.how AND q.scheme = n.scheme)
GROUP BY n.how, n.root, n.host
