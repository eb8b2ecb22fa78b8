-- What could not be read in a root file system, or in a container that one lies in.
SELECT o.artifact, o.path, o.seen, o.state, o.rank
FROM obstacle o
WHERE EXISTS (
  SELECT 1 FROM root r
  WHERE r.path = '' OR o.path = '' OR o.path = r.path
     OR starts_with(o.path, r.path || '/') OR starts_with(r.path, o.path || '/'))
UNION ALL
SELECT -1, '', 'no root file system was found', 'NOT_READABLE', 3
WHERE NOT EXISTS (SELECT 1 FROM root)
