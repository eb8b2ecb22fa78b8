-- What could not be read in a root file system, or in a container that one lies in.
WITH root AS (
  SELECT a.path FROM rootfs r JOIN artifact a ON a.id = r.artifact
), obstacle AS (
  SELECT p.artifact,
         coalesce(a.path, '') AS path,
         lower(p.kind::VARCHAR) || ' ' || p.field || ': ' || p.reason AS seen,
         CASE WHEN p.kind = 'LIMIT_REACHED' THEN 'LIMIT' ELSE 'NOT_READABLE' END AS state,
         CASE WHEN p.kind = 'LIMIT_REACHED' THEN 0 ELSE 1 END AS rank
  FROM problem p LEFT JOIN artifact a ON a.id = p.artifact
  UNION ALL
  SELECT g.artifact,
         coalesce(a.path, ''),
         g.length || ' opaque bytes at offset ' || g."offset",
         'NOT_READABLE',
         2
  FROM region g LEFT JOIN artifact a ON a.id = g.artifact
  WHERE g.kind = 'OPAQUE'
)
SELECT o.artifact, o.path, o.seen, o.state, o.rank
FROM obstacle o
WHERE EXISTS (
  SELECT 1 FROM root r
  WHERE r.path = '' OR o.path = '' OR o.path = r.path
     OR starts_with(o.path, r.path || '/') OR starts_with(r.path, o.path || '/'))
UNION ALL
SELECT -1, '', 'no root file system was found', 'NOT_READABLE', 3
WHERE NOT EXISTS (SELECT 1 FROM root)
