-- A port that only one of the releases tells a program to open; where the same program opens the same port on other
-- addresses, both stand in one row. `kind` is ADDED, REMOVED, WIDENED, NARROWED or MOVED: other addresses, as wide.
-- `program` is the service's name, as `setting` has it.
WITH o AS (
  SELECT b.new_root AS root, l.program, l.protocol::VARCHAR AS protocol, l.port, l.address, l.scope::VARCHAR AS scope,
         min(l.state::VARCHAR) AS state, arg_min(l.artifact, l.line) AS artifact, min(l.line) AS line
  FROM old_listener l JOIN (SELECT new_root, min(old_root) AS old_root FROM before GROUP BY new_root) b ON b.old_root = l.root
  WHERE l.state IN ('ACTIVE', 'UNKNOWN') GROUP BY ALL
), n AS (
  SELECT l.root, l.program, l.protocol::VARCHAR AS protocol, l.port, l.address, l.scope::VARCHAR AS scope,
         min(l.state::VARCHAR) AS state, arg_min(l.artifact, l.line) AS artifact, min(l.line) AS line
  FROM new_listener l WHERE l.state IN ('ACTIVE', 'UNKNOWN') GROUP BY ALL
), come AS (
  SELECT root, program, protocol, port, string_agg(CASE address WHEN '' THEN 'any address' ELSE address END, ', ' ORDER BY address) AS addresses,
         max(CASE scope WHEN 'ANY' THEN 3 WHEN 'ONE' THEN 2 WHEN 'UNKNOWN' THEN 2 ELSE 1 END) AS width,
         min(state) AS state, arg_min(artifact, line) AS artifact, min(line) AS line
  FROM n WHERE NOT EXISTS (SELECT 1 FROM o WHERE o.root = n.root AND o.program = n.program AND o.protocol = n.protocol
                             AND o.port = n.port AND o.address = n.address AND (o.state = 'ACTIVE' OR n.state <> 'ACTIVE'))
  GROUP BY root, program, protocol, port
), gone AS (
  SELECT root, program, protocol, port, string_agg(CASE address WHEN '' THEN 'any address' ELSE address END, ', ' ORDER BY address) AS addresses,
         max(CASE scope WHEN 'ANY' THEN 3 WHEN 'ONE' THEN 2 WHEN 'UNKNOWN' THEN 2 ELSE 1 END) AS width,
         min(state) AS state, arg_min(artifact, line) AS artifact, min(line) AS line
  FROM o WHERE NOT EXISTS (SELECT 1 FROM n WHERE n.root = o.root AND n.program = o.program AND n.protocol = o.protocol
                             AND n.port = o.port AND n.address = o.address AND (n.state = 'ACTIVE' OR o.state <> 'ACTIVE'))
  GROUP BY root, program, protocol, port
), was AS (
  SELECT root, program, protocol, port, max(CASE scope WHEN 'ANY' THEN 3 WHEN 'ONE' THEN 2 WHEN 'UNKNOWN' THEN 2 ELSE 1 END) AS width,
         string_agg(CASE address WHEN '' THEN 'any address' ELSE address END, ', ' ORDER BY address) AS addresses,
         arg_min(artifact, line) AS artifact, min(state) AS state
  FROM o GROUP BY root, program, protocol, port
), stands AS (
  SELECT root, program, protocol, port, max(CASE scope WHEN 'ANY' THEN 3 WHEN 'ONE' THEN 2 WHEN 'UNKNOWN' THEN 2 ELSE 1 END) AS width,
         string_agg(CASE address WHEN '' THEN 'any address' ELSE address END, ', ' ORDER BY address) AS addresses,
         arg_min(artifact, line) AS artifact, min(state) AS state
  FROM n GROUP BY root, program, protocol, port
)
SELECT CASE WHEN w.width IS NULL THEN 'ADDED' WHEN c.width > w.width THEN 'WIDENED' WHEN c.width < w.width THEN 'NARROWED' ELSE 'MOVED' END AS kind,
       c.root, c.program, c.protocol, c.port, coalesce(w.addresses, '') AS was, c.addresses AS now, c.width, c.state,
       coalesce(w.state, '') AS old_state, coalesce(w.artifact, -1) AS old_artifact, c.artifact AS new_artifact, c.line
FROM come c LEFT JOIN was w ON w.root = c.root AND w.program = c.program AND w.protocol = c.protocol AND w.port = c.port
UNION ALL
SELECT CASE WHEN s.width IS NULL THEN 'REMOVED' ELSE 'NARROWED' END, g.root, g.program, g.protocol, g.port, g.addresses, coalesce(s.addresses, ''), g.width, g.state,
       g.state, g.artifact, coalesce(s.artifact, -1), g.line
FROM gone g LEFT JOIN stands s ON s.root = g.root AND s.program = g.program AND s.protocol = g.protocol AND s.port = g.port
WHERE NOT EXISTS (SELECT 1 FROM come c WHERE c.root = g.root AND c.program = g.program AND c.protocol = g.protocol AND c.port = g.port)
