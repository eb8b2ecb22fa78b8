-- A program's port that the releases don't open alike: for each root file system, program, protocol and port what was
-- and what is told. `kind` is ADDED, REMOVED, WIDENED, NARROWED, or MOVED for other addresses that are as wide; what is
-- in force only now counts as added, what is no more as removed. `program` is the service's name, as `setting` has it.
WITH line AS (
  SELECT b.new_root AS root, 'OLD' AS side, l.program, l.protocol::VARCHAR AS protocol, l.port, l.address,
         l.scope::VARCHAR AS scope, l.state::VARCHAR AS state, l.artifact, l.line
  FROM old_listener l
  JOIN (SELECT new_root, min(old_root) AS old_root FROM before GROUP BY new_root) b ON b.old_root = l.root
  UNION ALL
  SELECT l.root, 'NEW', l.program, l.protocol::VARCHAR, l.port, l.address, l.scope::VARCHAR, l.state::VARCHAR, l.artifact, l.line
  FROM new_listener l
), one AS (
  SELECT root, side, program, protocol, port,
         string_agg(DISTINCT CASE address WHEN '' THEN 'any address' ELSE address END, ', '
           ORDER BY CASE address WHEN '' THEN 'any address' ELSE address END) AS addresses,
         max(CASE scope WHEN 'ANY' THEN 3 WHEN 'LOOPBACK' THEN 1 ELSE 2 END) AS width,
         min(state) AS state, min(artifact) AS artifact, arg_min(line, artifact) AS line
  FROM line WHERE state IN ('ACTIVE', 'UNKNOWN')
  GROUP BY ALL
)
SELECT CASE WHEN o.state IS NULL OR o.state <> 'ACTIVE' AND n.state = 'ACTIVE' THEN 'ADDED'
            WHEN n.state IS NULL OR n.state <> 'ACTIVE' AND o.state = 'ACTIVE' THEN 'REMOVED'
            WHEN n.width > o.width THEN 'WIDENED' WHEN n.width < o.width THEN 'NARROWED' ELSE 'MOVED' END AS kind,
       coalesce(n.root, o.root) AS root, coalesce(n.program, o.program) AS program,
       coalesce(n.protocol, o.protocol) AS protocol, coalesce(n.port, o.port) AS port,
       coalesce('on ' || o.addresses || CASE o.state WHEN 'ACTIVE' THEN '' ELSE ', not known to be in force' END, '') AS was,
       coalesce('on ' || n.addresses || CASE n.state WHEN 'ACTIVE' THEN '' ELSE ', not known to be in force' END, '') AS now,
       coalesce(n.width, o.width) AS width, coalesce(n.state, o.state) AS state,
       coalesce(o.artifact, -1) AS old_artifact, coalesce(n.artifact, -1) AS new_artifact, coalesce(n.line, o.line) AS line
FROM (SELECT * FROM one WHERE side = 'OLD') o FULL JOIN (SELECT * FROM one WHERE side = 'NEW') n
  ON n.root = o.root AND n.program = o.program AND n.protocol = o.protocol AND n.port = o.port
WHERE o.addresses IS DISTINCT FROM n.addresses OR o.state IS DISTINCT FROM n.state
